/** Keeps secrets out of everything that is written where people can read it. */

export type Redact = (text: string) => string;

const sign = '[secret]';

/**
 * Blackens the secrets as they are, URL-encoded, within JSON and in Base64.
 *
 * @param least secrets with fewer letters stay: they would blacken words that only look like them
 */
export function createRedaction(secrets: readonly string[], least = 1): Redact {
  const forms = new Set<string>();
  for (const secret of secrets) {
    if (secret.length < least) continue;
    const bytes = Buffer.from(secret);
    const url = encodeURIComponent(secret.toWellFormed());
    const escaped = JSON.stringify(secret).slice(1, -1);
    for (const form of [secret, url, escaped, ...base64Forms(bytes)]) forms.add(form);
  }
  // A secret that holds another one goes first.
  const longestFirst = [...forms].sort((a, b) => b.length - a.length);
  return (text) => longestFirst.reduce((rest, form) => rest.replaceAll(form, sign), text);
}

/** Less than this (characters) of a longer Base64 text says nothing, and may stand in any word. */
const leastWithin = 8;

/** The bytes alone in Base64, and within a longer text, where they look different at each of three offsets. */
function base64Forms(bytes: Buffer): string[] {
  const alone = bytes.toString('base64').replace(/=+$/, '');
  const within = [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    // Characters that hold bits of the neighbours are cut off.
    return text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
  });
  const forms = [alone, ...within.filter(({ length }) => length >= leastWithin)];
  return forms.flatMap((form) => [form, form.replaceAll('+', '-').replaceAll('/', '_')]);
}

/** The same of every text in a value that is to be written as JSON. */
export function redactWithin(value: unknown, redact: Redact): unknown {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map((item) => redactWithin(item, redact));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, redactWithin(item, redact)]));
}
