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
    const base64 = bytes.toString('base64').replace(/=+$/, '');
    for (const form of [secret, url, escaped, base64, bytes.toString('base64url')]) forms.add(form);
  }
  // A secret that holds another one goes first.
  const longestFirst = [...forms].sort((a, b) => b.length - a.length);
  return (text) => longestFirst.reduce((rest, form) => rest.replaceAll(form, sign), text);
}

/** The same of every text in a value that is to be written as JSON. */
export function redactWithin(value: unknown, redact: Redact): unknown {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map((item) => redactWithin(item, redact));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, redactWithin(item, redact)]));
}
