/** The ways through the parsers of answers that are more than a link, by name. */
import type { Failure } from '../../shared/failure.ts';
import type { HttpAnswer } from '../net/net.ts';
import { byStatus } from './mutated-answers-branches.ts';
import type { FormatId } from './mutated-answers-formats.ts';
import type { Outcome } from './mutated-answers-rig.ts';

const byContent = [
  'bad-answer: truncated',
  'bad-answer: empty',
  'bad-answer: no JSON',
  'bad-answer: no object',
] as const;
const otherLink = 'bad-answer: JSON without a link of its own';
const overLimit = 'too-large: no link for a file over the limit';

/** Every way that an answer can take, for each provider. */
export const formatBranches: Readonly<Record<FormatId, readonly string[]>> = {
  tmpfilelink: [...byStatus, ...byContent, otherLink, overLimit, 'link', 'link, size', 'bad-proof: size'],
  tmpfilesorg: [...byStatus, ...byContent, otherLink, overLimit, 'link'],
  uguu: [
    ...byStatus,
    ...byContent,
    otherLink,
    overLimit,
    'link',
    'link, size',
    'bad-proof: size',
    'content-blocked: 415',
    'rate-limited: 500, no time',
    'rate-limited: 500, with a time',
    'too-large: 400',
    'too-large: 500',
  ],
  senditsh: [...byStatus, 'bad-answer: truncated', 'bad-answer: empty', 'bad-answer: words', overLimit, 'link'],
  filebin: [
    ...byStatus,
    ...byContent,
    otherLink,
    'link, size',
    'link, hash',
    'bad-proof: size',
    'bad-proof: hash',
    'bad-proof: hash, in words',
    'empty-refused',
    'content-blocked: 403',
    'type-refused: 403',
  ],
  pixeldrain: [
    ...byStatus,
    ...byContent,
    otherLink,
    overLimit,
    'link, size',
    'link, hash',
    'link, unverified',
    'bad-proof: size',
    'bad-proof: hash',
    'empty-refused',
    'bad-request: 413',
    'too-large: in words',
  ],
  fal: [...byStatus, ...byContent, otherLink, 'link', 'a later step refused'],
};

/** The way that an answer took, as its outcome and the answer itself show. */
export function formatBranchOf(id: FormatId, outcome: Outcome, first: HttpAnswer | null): string {
  if ('delivery' in outcome) {
    const { proof } = outcome.delivery;
    return proof ? `link, ${proof.kind}` : 'link';
  }
  const { failure } = outcome;
  const { status, text, truncated } = first ?? { status: 0, text: '', truncated: false };
  const timed = 'retryAfterMs' in failure && failure.retryAfterMs !== null ? 'with a time' : 'no time';
  const isSuccess = status >= 200 && status < 300;
  if (isSuccess && !['bad-answer', 'bad-proof'].includes(failure.kind) && !isOverLimit(failure)) {
    return 'a later step refused';
  }
  switch (failure.kind) {
    case 'bad-answer':
      if (!isSuccess) return 'bad-answer: 1xx, 3xx, 6xx';
      return `bad-answer: ${truncated ? 'truncated' : contentOf(id, text)}`;
    case 'server':
      return status === 408 ? 'server: 408' : `server: 5xx, ${timed}`;
    case 'rate-limited':
      return `rate-limited: ${status}, ${timed}`;
    case 'bad-proof':
      return `bad-proof: ${failure.why}${status >= 300 ? ', in words' : ''}`;
    case 'empty-refused':
      return 'empty-refused';
    case 'not-found':
      return 'not-found: 404, 410';
    case 'bad-request':
      return status === 413 ? 'bad-request: 413' : 'bad-request: other 4xx';
    case 'too-large':
      if (isSuccess) return overLimit;
      return [400, 413, 500].includes(status) ? `too-large: ${status}` : 'too-large: in words';
    default:
      return `${failure.kind}: ${status}`;
  }
}

/** As `defineHttpHost` says it of a success without a link; only then is the limit told. */
function isOverLimit(failure: Failure): boolean {
  return failure.kind === 'too-large' && failure.limitBytes !== null;
}

function contentOf(id: FormatId, text: string): string {
  if (text.trim() === '') return 'empty';
  // The one of these hosts that speaks no JSON.
  if (id === 'senditsh') return 'words';
  try {
    return typeof JSON.parse(text) === 'object' ? 'JSON without a link of its own' : 'no object';
  } catch {
    return 'no JSON';
  }
}
