/** Says on its own, and simply, what a text is as an upload's answer, and what may be told of a failure. */
import { Failure } from '../../shared/failure.ts';
import { canary, type Own } from './mutated-answers-generator.ts';

export type Reading =
  | 'link'
  | 'empty'
  | 'words'
  | 'page'
  | 'too long'
  | 'more than a link'
  | 'user name'
  | 'plain http'
  | 'another host'
  | 'front page';

/**
 * What `text` is for somebody who wants one link to a file at `own`, and nothing else. More slashes than two are two, and an
 * empty user name is none.
 */
export function readingOf(text: string, own: Own): Reading {
  const line = text.replace(/^[\s\ufeff]+/, '').replace(/[\s\ufeff]+$/, '');
  if (line === '') return 'empty';
  const [, scheme = '', authority = '', rest = ''] = /^(https?):\/\/+([^/?#]*)(.*)$/is.exec(line) ?? [];
  if (scheme === '') return line.startsWith('<') ? 'page' : 'words';
  if (encodedLength(line) > 8192) return 'too long';
  for (const character of line) if (/[\s\\]/.test(character) || invisible(character)) return 'more than a link';
  const place = authority.replace(/^:?@/, '');
  if (place.includes('@')) return 'user name';
  if (scheme.toLowerCase() === 'http' && own.origin.startsWith('https')) return 'plain http';
  if (!sameHost(scheme.toLowerCase(), place, own)) return 'another host';
  const path = (rest.split(/[?#]/)[0] ?? '').replaceAll(/%2e/gi, '.');
  const last = path.slice(path.lastIndexOf('/') + 1);
  return ['', '.', '..'].includes(last) || `${path}/` === own.home ? 'front page' : 'link';
}

/** A link that nobody could take for anything else, and that must be delivered therefore. */
export function isPlainLink(text: string, own: Own): boolean {
  const line = text.trim();
  return (
    line.startsWith(own.origin + own.home) &&
    /^[\w.-]{1,99}$/.test(line.slice((own.origin + own.home).length)) &&
    /\w$/.test(line)
  );
}

/** Where `own` names no port, any will do: it is still that host. */
function sameHost(scheme: string, authority: string, own: Own): boolean {
  const wanted = /^https?:\/\/([^:]+)(:\d+)?$/.exec(own.origin);
  const [, host = '', port] = /^(.*?)(?::(\d*))?$/.exec(authority) ?? [];
  let plain = host;
  try {
    plain = decodeURIComponent(host);
  } catch {
    return false;
  }
  // Names in full-width letters and with ideographic dots are the same names (UTS 46).
  if (plain.normalize('NFKC').replaceAll('。', '.').toLowerCase() !== wanted?.[1]) return false;
  if (wanted[2] === undefined) return Number(port || 0) < 65_536;
  return Number(port || (scheme === 'http' ? 80 : 443)) === Number(wanted[2].slice(1));
}

/** What is no ASCII is sent as "%xx" for each byte. */
function encodedLength(text: string): number {
  return Buffer.from(text).reduce((sum, byte) => sum + (byte < 128 ? 1 : 3), 0);
}

function invisible(character: string): boolean {
  return /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(character);
}

/** What is wrong with a failure as data, null where nothing is; none of the `secrets` may stand in it. */
export function complaintAbout(failure: unknown, secrets: readonly string[] = [canary]): string | null {
  const parsed = Failure.safeParse(failure);
  if (!parsed.success) return `no failure: ${parsed.error.message}`;
  const forms = secrets.flatMap((secret) => {
    const bytes = Buffer.from(secret);
    const base64 = bytes.toString('base64').replace(/=+$/, '');
    return [
      secret,
      encodeURIComponent(secret),
      JSON.stringify(secret).slice(1, -1),
      base64,
      bytes.toString('base64url'),
    ];
  });
  for (const value of Object.values(parsed.data)) {
    if (typeof value !== 'string') continue;
    if (value.length > 500) return 'too long';
    if (!value.isWellFormed()) return 'half a character';
    if ([...value].some(invisible)) return 'control characters';
    if (forms.some((form) => value.includes(form))) return 'the secret';
  }
  const keys = Object.keys(parsed.data).join();
  return keys === Object.keys(failure as object).join() ? null : `unknown parts: ${Object.keys(failure as object)}`;
}

/** What `Retry-After` asks for, ms; `date` is the answer's own. Strictly by RFC 9110. */
export function waitAsked(headers: Readonly<Record<string, string>>, now: number): number | null {
  const asked = headers['retry-after']?.trim() ?? '';
  if (/^[0-9]{1,9}$/.test(asked)) return Number(asked) * 1000;
  const until = strictDate(asked);
  return until === null ? null : Math.max(0, until - (strictDate(headers.date ?? '') ?? now));
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const time = '(?<hour>\\d\\d):(?<minute>\\d\\d):(?<second>\\d\\d)';
const month = `(?<month>${months.join('|')})`;
const dateForms = [
  new RegExp(`^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (?<day>\\d\\d) ${month} (?<year>\\d{4}) ${time} GMT$`),
  new RegExp(`^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (?<day>\\d\\d)-${month}-(?<year>\\d\\d) ${time} GMT$`),
  new RegExp(`^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ${month} (?<day>[ \\d]\\d) ${time} (?<year>\\d{4})$`),
];

function strictDate(text: string): number | null {
  for (const form of dateForms) {
    const part = form.exec(text)?.groups;
    if (!part) continue;
    const year = Number(part.year) + (part.year?.length === 2 ? 2000 : 0);
    const at = [year, months.indexOf(part.month ?? ''), Number(part.day)] as const;
    return Date.UTC(...at, Number(part.hour), Number(part.minute), Number(part.second));
  }
  return null;
}
