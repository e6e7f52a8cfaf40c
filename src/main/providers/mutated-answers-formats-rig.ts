/** Sends made-up payloads to hosts whose answers are more than a link, and says what is wrong with the outcome. */
import type { BodySent } from '../../shared/failure.ts';
import type { HttpAnswer, HttpRequest, Net } from '../net/net.ts';
import type { Chance } from './mutated-answers-chance.ts';
import { type Format, type FormatId, formats } from './mutated-answers-formats.ts';
import { link, type MutatedAnswer, type MutatedPayload, mutatedAnswer, statuses } from './mutated-answers-generator.ts';
import { headers } from './mutated-answers-headers.ts';
import { mutatedJson } from './mutated-answers-json.ts';
import { complaintAbout } from './mutated-answers-oracle.ts';
import { type Outcome, payloadSha256 } from './mutated-answers-rig.ts';
import type { Delivery } from './provider.ts';
import { unusedServices } from './test-services.ts';

/** A secret that headers can hold; its parts must not be shown either. */
export const plainCanary = 'k3y+/~canary:s3cret+part';

export interface Hearing {
  readonly net: Net;
  /** The answer that should tell the link, as it was heard; null before it was asked for. */
  first(): HttpAnswer | null;
  /** Whether all answers were as the host gives them. */
  wasGood(): boolean;
}

/** The other side of the `Net` interface: every answer is made for its request. */
export function hearing(id: FormatId, chance: Chance, payload: MutatedPayload, tag: string, share: BodySent): Hearing {
  const format: Format = formats[id];
  let first: HttpAnswer | null = null;
  let allGood = true;
  const request = async (request: HttpRequest) => {
    const { answer, isGood } = answerTo(format, { chance, payload, tag, request }, first !== null);
    allGood &&= isGood;
    const bytes = Buffer.from(answer.body);
    const most = request.maxAnswerBytes ?? 65_536;
    const text = new TextDecoder().decode(bytes.subarray(0, most));
    const heard: HttpAnswer = { ...answer, text, truncated: bytes.length > most };
    first ??= heard;
    const length = request.body?.length ?? 0;
    request.onSent?.(share === 'all' ? length : 0);
    return { ...heard, sent: request.body ? share : ('nothing' as const) };
  };
  return { net: { ...unusedServices.net, request }, first: () => first, wasGood: () => allGood };
}

interface Asked {
  readonly chance: Chance;
  readonly payload: MutatedPayload;
  readonly tag: string;
  readonly request: HttpRequest;
}

function answerTo(format: Format, asked: Asked, isLater: boolean): { answer: MutatedAnswer; isGood: boolean } {
  const { chance, payload, tag, request } = asked;
  const { own } = format;
  const made = (status: number, body: string, isGood = false) => ({
    answer: { status, headers: { ...headers(chance), ...(isLater && { etag: '"e"' }) }, body },
    isGood,
  });
  const isPlain = chance.is(0.6);
  const rightSize = chance.is(0.9);
  const rightHash = chance.is(0.9);
  const occasion = {
    chance,
    payload,
    tag,
    request,
    isPlain,
    link: isPlain ? `${own.origin}${own.home}${tag}${chance.word(5)}.png` : link(chance, own, tag),
    size: rightSize ? payload.size : payload.size + 1,
    sha256: rightHash ? payloadSha256 : 'f'.repeat(64),
  };
  const value = isLater ? format.later?.(occasion) : format.good(occasion);
  const status = isLater ? 200 : format.status;
  if (value !== undefined && value !== null && chance.is(isLater ? 0.9 : 0.6)) {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    const isMutated = chance.is(isLater ? 0.2 : 0.5);
    if (!isMutated) return made(status, text, isPlain && rightSize && rightHash);
    const body = typeof value === 'string' ? chance.scratched(value) : mutatedJson(chance, value);
    return made(chance.is(0.9) ? status : chance.pick(statuses), body);
  }
  if (chance.is(0.25)) return made(chance.pick(statuses), chance.pick(['', 'busy', '<html><title>Error</title>']));
  if (chance.is(0.5)) {
    const [refusedAs, words] = chance.pick(format.refusals);
    const text = typeof words === 'string' ? words : JSON.stringify(words);
    const repeats = chance.is(0.2) ? `${text} ${plainCanary}` : text;
    return made(chance.is(0.8) ? refusedAs : chance.pick(statuses), chance.is(0.2) ? chance.scratched(text) : repeats);
  }
  return { answer: mutatedAnswer(chance, own, tag), isGood: false };
}

/** What is wrong with an outcome, null where nothing is. */
export function formatComplaint(
  id: FormatId,
  outcome: Outcome,
  heard: Hearing,
  share: BodySent,
  secrets: readonly string[],
): string | null {
  const first = heard.first();
  if ('delivery' in outcome) return falseSuccess(id, outcome.delivery, first);
  const { failure, sent } = outcome;
  if (failure.kind === 'bug' || failure.kind === 'cancelled') return failure.kind;
  // Where a file takes several requests, how much of it had left is the provider's own to tell, and tested there.
  if (id !== 'fal') {
    const open = failure.kind === 'bad-answer' || failure.kind === 'server';
    const expected = failure.kind === 'bad-proof' && first && first.status < 300 ? 'all' : open ? share : 'nothing';
    if (sent !== expected) return `${failure.kind} after ${share} was sent says ${sent}`;
  }
  if (heard.wasGood()) return `false failure: ${failure.kind}`;
  return complaintAbout(failure, secrets);
}

function falseSuccess(id: FormatId, { link, proof, deleteHandle }: Delivery, first: HttpAnswer | null) {
  if (!first || first.status < 200 || first.status >= 300 || first.truncated) return 'false success';
  if (!/^[\x21-\x7e]{1,8192}$/.test(link) || new URL(link).href !== link) return `link of another shape: ${link}`;
  if (!formats[id].links.test(link)) return `link to another place: ${link}`;
  if (/\/$/.test(new URL(link).pathname)) return `link to a folder: ${link}`;
  if (proof && 'by' in proof && proof.by !== 'host') return 'a proof by nobody';
  const canDelete = id === 'filebin' || id === 'pixeldrain';
  return (deleteHandle !== null) === canDelete ? null : `handle: ${deleteHandle}`;
}
