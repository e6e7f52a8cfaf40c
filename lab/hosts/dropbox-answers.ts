/** How Dropbox's API answers: unions with a `.tag`, a summary of the tags, plain text for what it can not read. */
import type { z } from 'zod';
import { type Answer, type HostRequest, jsonAnswer, plainAnswer } from '../host-script.ts';

/** A refusal by an endpoint (409), the sign-in (401), rights (403) or a limit (429): `error` is of the SDK's types. */
export function refused(status: number, error: object): Answer {
  const tags: string[] = [];
  for (let at: unknown = error; typeof at === 'object' && at !== null; ) {
    const tag: unknown = Reflect.get(at, '.tag');
    if (typeof tag === 'string') tags.push(tag);
    at = (typeof tag === 'string' ? Reflect.get(at, tag) : undefined) ?? Reflect.get(at, 'reason');
  }
  return jsonAnswer(status, { error_summary: `${tags.join('/')}/..`, error });
}

/** What its API makes of a request that does not fit: words, no JSON. */
export function unreadable(request: HostRequest, why: string): Answer {
  const route = request.path.replace('/2/', '');
  return plainAnswer(400, `Error in call to API function "${route}": ${why}`);
}

/** The argument in the header of a content endpoint, or the refusal. Only ASCII gets through: the rest must be escaped. */
export function argumentOf<T>(request: HostRequest, shape: z.ZodType<T>): { readonly arg: T } | Answer {
  const text = request.headers['dropbox-api-arg'];
  const isPlain = typeof text === 'string' && /^[\x20-\x7e]*$/.test(text);
  const value = isPlain ? parsed(text) : undefined;
  if (value === undefined) return unreadable(request, 'HTTP header "Dropbox-API-Arg": could not decode input as JSON');
  if (request.headers['content-type'] !== 'application/octet-stream')
    return unreadable(request, 'Bad HTTP "Content-Type" header. Expecting one of "application/octet-stream".');
  return fitting(request, shape, value);
}

/** The argument in the body of an RPC endpoint, or the refusal. */
export async function bodyOf<T>(request: HostRequest, shape: z.ZodType<T>): Promise<{ readonly arg: T } | Answer> {
  const value = await request.json();
  if (request.headers['content-type'] !== 'application/json')
    return unreadable(request, 'Bad HTTP "Content-Type" header. Expecting one of "application/json".');
  return fitting(request, shape, value);
}

function fitting<T>(request: HostRequest, shape: z.ZodType<T>, value: unknown): { readonly arg: T } | Answer {
  const read = shape.safeParse(value);
  if (read.success) return { arg: read.data };
  const [issue] = read.error.issues;
  return unreadable(request, `request body: ${issue?.path.join('.')}: ${issue?.message}`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
