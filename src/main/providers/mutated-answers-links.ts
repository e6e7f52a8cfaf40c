/** What a link may answer when it is asked for its file, and what may be made of that, said on its own. */
import type { HttpAnswer } from '../net/net.ts';
import type { Chance } from './mutated-answers-chance.ts';
import { headers } from './mutated-answers-headers.ts';

/** The file that should be behind the link. */
export interface Wanted {
  readonly expectedSize: number;
  readonly mime: string;
  readonly name: string;
}

export function wantedFile(chance: Chance): Wanted {
  const [name, mime] = chance.pick<readonly [string, string]>([
    ['a.png', 'image/png'],
    ['page.html', 'text/html'],
    ['unknown', 'application/octet-stream'],
  ]);
  return { name, mime, expectedSize: chance.pick([0, 1, 1_000, 5_000_000_000]) };
}

/** An answer to HEAD, or to GET of one byte; many are nearly what a good host says. */
export function linkAnswer(chance: Chance, { expectedSize }: Wanted, elsewhere: string): HttpAnswer {
  const size = chance.is(0.5) ? expectedSize : chance.pick([0, 1, 999, 1_000, 1_001, Number.MAX_SAFE_INTEGER]);
  const said = chance.is(0.7)
    ? String(size)
    : chance.pick([
        `+${size}`,
        `${size}, ${size}`,
        `${size}.0`,
        `0x${size.toString(16)}`,
        ` ${size}`,
        `-${size}`,
        '',
        'NaN',
        '9'.repeat(17),
        `${size}\u0000`,
      ]);
  const status = chance.is(0.55)
    ? chance.pick([200, 200, 206, 416])
    : chance.pick([
        100, 201, 204, 299, 301, 302, 303, 304, 307, 308, 307, 400, 403, 403, 404, 405, 405, 410, 429, 500, 501, 501,
        503, 999,
      ]);
  const made: Record<string, string> = { ...headers(chance) };
  delete made['content-length'];
  delete made['content-encoding'];
  if (chance.is(0.75)) made['content-length'] = status === 206 ? '1' : said;
  if (chance.is(0.15)) made['content-encoding'] = chance.pick(['gzip', 'identity', 'IDENTITY', 'br', '']);
  if (status === 206 || status === 416 || chance.is(0.05)) {
    made['content-range'] = chance.pick([
      `bytes 0-0/${said}`,
      `bytes */${said}`,
      `bytes 0-0/${said}`,
      `bytes 0-0/*`,
      `items 0-0/${said}`,
      `bytes 0-0/1/${said}`,
      said,
    ]);
  }
  if (chance.is(0.1))
    made['content-disposition'] = chance.pick(['attachment; filename=a.html', 'inline', ' Attachment', 'x;attachment']);
  if (status > 300 && status < 309 && chance.is(0.9)) {
    made.location = chance.pick([
      elsewhere,
      elsewhere,
      elsewhere,
      'next',
      '?again',
      '//[',
      'javascript:alert(1)',
      'file:///etc/passwd',
      'data:,x',
      'ftp://x/',
      '\u0000',
      '',
    ]);
  }
  return { status, headers: made, text: chance.is(0.1) ? '<html>' : '', truncated: chance.is(0.1) };
}

/** The size that an answer tells, as text; null where it tells none that counts. */
function told({ status, headers: said }: HttpAnswer): string | null {
  const encoding = said['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') return null;
  const partial = status === 206 || status === 416;
  const text = partial ? (said['content-range'] ?? '').match(/^bytes [^/]+\/(.*)$/)?.[1] : said['content-length'];
  return text !== undefined && /^[0-9]{1,16}$/.test(text) && Number(text) <= Number.MAX_SAFE_INTEGER ? text : null;
}

/** What the last answer of an asking comes to, by the rules of the design; `again` where it decides nothing. */
export function meaningOf(last: HttpAnswer, wanted: Wanted): string {
  const size = told(last);
  const good = String(last.status).startsWith('2') && last.status < 300;
  if (!good && !(last.status === 416 && size !== null)) return 'again';
  if (size !== null && Number(size) === wanted.expectedSize)
    return `size: ${good ? (last.status === 206 ? '206' : '2xx') : '416'}`;
  const type = (last.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  const html = type === 'text/html' || type === 'application/xhtml+xml';
  const saved = /^\s*attachment/i.test(last.headers['content-disposition'] ?? '');
  const foreignPage = html && !saved && wanted.name !== 'page.html';
  if (size !== null) return foreignPage ? 'contradiction: a page of another size' : 'contradiction: another size';
  if (foreignPage && wanted.mime === 'image/png') return 'contradiction: a page of no size';
  if (html) return saved ? 'reachable: an attachment' : 'reachable: a page that may be the file';
  return last.headers['content-encoding'] ? 'reachable: encoded' : 'reachable: no size';
}

/** All that a check can come to. */
export const linkBranches = [
  'size: 2xx',
  'size: 206',
  'size: 416',
  'reachable: no size',
  'reachable: encoded',
  'reachable: an attachment',
  'reachable: a page that may be the file',
  'contradiction: another size',
  'contradiction: a page of another size',
  'contradiction: a page of no size',
  'unverified: unreachable, by its answers',
  'unverified: unreachable, without an answer',
  'unverified: unreachable, too many redirects',
  'unverified: unreachable, a redirect to nowhere',
  'unverified: a private address',
  'cancelled',
] as const;
