/** Asks a fresh link whether the file is behind it. */
import { UploadFailure } from '../../shared/failure.ts';
import type { Proof } from '../../shared/model.ts';
import { PrivateAddressError } from './addresses.ts';
import { type Expectation, judge } from './link-answer.ts';
import type { HttpAnswer, Net } from './net.ts';

export interface LinkQuestion extends Expectation {
  readonly url: URL;
  /** `range` asks for one byte, for hosts that refuse HEAD; a refused `head` becomes a `range` by itself. */
  readonly method: 'head' | 'range';
  readonly signal: AbortSignal;
  /** True for addresses that may be asked although they are private; decides for every redirect as well. */
  readonly allowPrivate: (url: URL) => boolean;
  /** Waits `ms`, or until the signal aborts. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** True where a link that is refused (4xx) to the last is a contradiction, not merely unverified. */
  readonly mustOpen?: boolean;
  /** Which statuses refuse a link; default 4xx but those that say nothing about it (too many requests, …). */
  readonly isRefusal?: (status: number) => boolean;
  /** The waits before each asking, ms; default 0, 2,000 and 8,000. */
  readonly delaysMs?: readonly number[];
}

/** What is behind the link is something else, or closed to all: `gotBytes` where it said how large it is. */
export interface Contradiction {
  readonly contradiction: 'size' | 'page' | 'closed';
  readonly gotBytes: number | null;
}

const maxRedirects = 5;
const answerTimeoutMs = 15_000;
/** How hosts say that they do not answer HEAD. */
const headRefused = new Set([403, 405, 501]);
/** 4xx that are no answer to whether the link opens: too slow, too many, no such range. */
const noRefusal = new Set([408, 416, 425, 429]);
const redirects = new Set([301, 302, 303, 307, 308]);

/**
 * Proves what an answer can prove: `size` where the length is told and right, `reachable` where none is told. A link
 * that can not be reached is asked again, then `unverified`. Throws only `cancelled`.
 */
export async function checkLink(net: Net, question: LinkQuestion): Promise<Proof | Contradiction> {
  let refused = false;
  for (const delayMs of question.delaysMs ?? [0, 2_000, 8_000]) {
    // How the wait ended is asked of the signal, whether or not `sleep` rejects.
    if (delayMs > 0) await question.sleep(delayMs, question.signal).catch(() => {});
    if (question.signal.aborted) throw new UploadFailure({ kind: 'cancelled' });
    refused = false;
    try {
      const answer = await ask(net, question);
      refused = answer !== null && (question.isRefusal ?? isRefusal)(answer.status);
      const verdict = answer && judge(answer, question);
      if (verdict) return verdict;
    } catch (error) {
      if (question.signal.aborted) throw new UploadFailure({ kind: 'cancelled' }, { cause: error });
      const isPrivate = error instanceof UploadFailure && error.cause instanceof PrivateAddressError;
      if (isPrivate) return { kind: 'unverified', why: 'not-checkable' };
    }
  }
  if (refused && question.mustOpen) return { contradiction: 'closed', gotBytes: null };
  return { kind: 'unverified', why: 'unreachable' };
}

function isRefusal(status: number): boolean {
  return status >= 400 && status < 500 && !noRefusal.has(status);
}

async function ask(net: Net, question: LinkQuestion): Promise<HttpAnswer | null> {
  if (question.method === 'range') return await follow(net, question, 'range');
  const answer = await follow(net, question, 'head');
  return answer && headRefused.has(answer.status) ? await follow(net, question, 'range') : answer;
}

/** The first answer that is no redirect; null where there are too many, or one leads nowhere we go. */
async function follow(net: Net, question: LinkQuestion, method: 'head' | 'range'): Promise<HttpAnswer | null> {
  let url = question.url;
  for (let hop = 0; hop <= maxRedirects; hop++) {
    const answer = await net.request({
      method: method === 'head' ? 'HEAD' : 'GET',
      url,
      headers: { 'accept-encoding': 'identity', ...(method === 'range' && { range: 'bytes=0-0' }) },
      signal: question.signal,
      answerTimeoutMs,
      // A host that ignores the range would send the whole file.
      maxAnswerBytes: 1,
      allowPrivateAddresses: question.allowPrivate(url),
    });
    if (!redirects.has(answer.status)) return answer;
    const { location } = answer.headers;
    const target = location === undefined ? null : URL.parse(location, url.href);
    if (!target || !/^https?:$/.test(target.protocol)) return null;
    url = target;
  }
  return null;
}
