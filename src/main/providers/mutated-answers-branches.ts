/** The ways through the answer parsers by name, so that a run can show that it took each of them. */
import type { Failure } from '../../shared/failure.ts';
import type { MutatedAnswer } from './mutated-answers-generator.ts';
import type { Reading } from './mutated-answers-oracle.ts';

/** What the status table makes of an answer, whatever its format. */
export const byStatus = [
  'auth: 401',
  'forbidden: 403',
  'not-found: 404, 410',
  'too-large: 413',
  'type-refused: 415',
  'rate-limited: 429, no time',
  'rate-limited: 429, with a time',
  'content-blocked: 451',
  'quota: 507',
  'server: 408',
  'server: 5xx, no time',
  'server: 5xx, with a time',
  'bad-request: other 4xx',
  'bad-answer: 1xx, 3xx, 6xx',
] as const;

const byText = [
  'link',
  'bad-answer: truncated',
  'bad-answer: empty',
  'bad-answer: words',
  'bad-answer: page',
  'bad-answer: too long',
  'bad-answer: more than a link',
  'bad-answer: user name',
  'bad-answer: plain http',
  'bad-answer: another host',
  'bad-answer: front page',
  'too-large: no link for a file over the limit',
] as const;

const ofCatbox = [
  'too-large: in words',
  'too-large: "no files given"',
  'empty-refused: "no files given"',
  'type-refused: in words',
  'auth: in words',
  'forbidden: in words',
] as const;

const ofX0at = [
  'empty-refused: 400',
  'content-blocked: 400',
  'too-large: page',
  'bad-answer: page of the server',
] as const;

/** Every way that an answer can take, for each provider. */
export const branches: Readonly<Record<string, readonly string[]>> = {
  catbox: [...byText, ...byStatus, ...ofCatbox],
  litterbox: [...byText, ...byStatus, ...ofCatbox],
  x0at: [...byText, ...byStatus, ...ofX0at],
  www0x0: [...byText, ...byStatus],
};

export interface Seen {
  readonly provider: string;
  readonly answer: Pick<MutatedAnswer, 'status'> & { readonly text: string; readonly truncated: boolean };
  readonly reading: Reading;
  /** Null where it was delivered. */
  readonly failure: Failure | null;
}

/** The way that this answer took, as its failure and the answer itself show. */
export function branchOf({ provider, answer: { status, text, truncated }, reading, failure }: Seen): string {
  if (!failure) return 'link';
  const { kind } = failure;
  const ofText = (name: string) => (status < 300 || status === 400 || status === 412 ? name : null);
  const timed = 'retryAfterMs' in failure && failure.retryAfterMs !== null ? 'with a time' : 'no time';
  switch (kind) {
    case 'auth':
      return `auth: ${ofText('in words') ?? status}`;
    case 'forbidden':
      return `forbidden: ${ofText('in words') ?? status}`;
    case 'type-refused':
      return `type-refused: ${ofText('in words') ?? status}`;
    case 'empty-refused':
      return provider === 'x0at' ? `empty-refused: ${status}` : 'empty-refused: "no files given"';
    case 'content-blocked':
      return `content-blocked: ${status}`;
    case 'not-found':
      return 'not-found: 404, 410';
    case 'rate-limited':
      return `rate-limited: ${status}, ${timed}`;
    case 'quota':
      return `quota: ${status}`;
    case 'server':
      return status === 408 ? 'server: 408' : `server: 5xx, ${timed}`;
    case 'bad-request':
      return 'bad-request: other 4xx';
    case 'too-large':
      if (status === 413) return 'too-large: 413';
      if (provider === 'www0x0') return 'too-large: no link for a file over the limit';
      if (provider === 'x0at')
        return /<html/i.test(text) ? 'too-large: page' : 'too-large: no link for a file over the limit';
      if (/no files? given/i.test(text) && status !== 201 && text.length < 300) return 'too-large: "no files given"';
      return failure.limitBytes === null || /large|big|size|\d ?mb/i.test(text.slice(0, 300))
        ? 'too-large: in words'
        : 'too-large: no link for a file over the limit';
    case 'bad-answer':
      if (status < 200 || status >= 300) return 'bad-answer: 1xx, 3xx, 6xx';
      if (failure.detail.startsWith('the server showed a page')) return 'bad-answer: page of the server';
      return `bad-answer: ${truncated ? 'truncated' : reading}`;
    default:
      return kind;
  }
}
