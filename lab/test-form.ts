/** For tests: forms made by somebody else's encoder, and their answers. */

type Content = ConstructorParameters<typeof File>[0][number];
type Body = NonNullable<RequestInit['body']>;

export interface FormFileInput {
  readonly field: string;
  readonly content?: Content;
  readonly name?: string;
  readonly type?: string;
}

export function formOf(fields: Readonly<Record<string, string>>, ...files: readonly FormFileInput[]): FormData {
  const data = new FormData();
  for (const [key, value] of Object.entries(fields)) data.append(key, value);
  for (const { field, content = 'hello', name = 'a b.txt', type = 'text/plain' } of files) {
    data.append(field, new File([content], name, { type }));
  }
  return data;
}

export function post(url: string, body: Body, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, { method: 'POST', body, headers });
}

export function put(url: string, body: Body, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, { method: 'PUT', body, headers });
}

/** The text at a place such as `files.0.url`. Throws where there is none. */
export function textAt(value: unknown, place: string): string {
  let found = value;
  for (const key of place.split('.')) {
    found = typeof found === 'object' && found !== null ? Reflect.get(found, key) : undefined;
  }
  if (typeof found !== 'string') throw new Error(`no text at ${place} of ${JSON.stringify(value)}`);
  return found;
}
