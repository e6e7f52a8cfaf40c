/** One request and its answer: sends, watches the time, and ends everything it began, whichever way it goes. */
import type { Readable } from 'node:stream';
import type { Agent } from 'undici';
import { userAgent } from '../../shared/app.ts';
import { type Failure, UploadFailure } from '../../shared/failure.ts';
import { AnswerReader } from './answer-reader.ts';
import { BodyFeed } from './body-feed.ts';
import { failureOf, type RequestState } from './failures.ts';
import type { HttpAnswer, HttpRequest, RequestBody } from './net.ts';

export type Surroundings = Pick<RequestState, 'connectTimeoutMs' | 'isOffline'>;

/** What the kernel may still hold once the last byte was written: Linux's and macOS' largest send buffer. */
const kernelBufferBytes = 4 * 1024 * 1024;
const maxFlushMs = 300_000;

/** Sends `request` through `agent`; the contract is `Net.request`. */
export async function exchange(request: HttpRequest, agent: Agent, surroundings: Surroundings): Promise<HttpAnswer> {
  const { url, body, signal, answerTimeoutMs = 60_000, stallTimeoutMs = 60_000 } = request;
  const host = url.host.slice(0, 255);
  const ending = new AbortController();
  const end = (failure: Failure): void => ending.abort(new UploadFailure(failure, { sent: feed?.sent ?? 'nothing' }));
  const ended = new Promise<never>((_, reject) => {
    ending.signal.addEventListener('abort', () => reject(ending.signal.reason), { once: true });
  });
  // It has readers only while something is awaited.
  ended.catch(() => {});

  let timer: NodeJS.Timeout | undefined;
  const watch = (afterMs: number, kind: 'timeout' | 'stalled'): void => {
    clearTimeout(timer);
    timer = setTimeout(() => end({ kind, host, afterMs }), afterMs);
  };
  let answering = false;
  let startedAt = 0;
  const feed = body && new BodyFeed(body, onMoved);
  function onMoved(): void {
    if (!feed) return;
    startedAt ||= performance.now();
    if (!answering && feed.finished) watch(answerTimeoutMs + flushMs(feed.sentBytes, startedAt), 'timeout');
    else if (!answering) watch(stallTimeoutMs, 'stalled');
    if (feed.finished || feed.sentBytes > 0) request.onSent?.(feed.sentBytes);
  }

  const cancel = (): void => end({ kind: 'cancelled' });
  const reader = new AnswerReader(request.maxAnswerBytes ?? 64 * 1024);
  try {
    if (signal?.aborted) throw new UploadFailure({ kind: 'cancelled' });
    signal?.addEventListener('abort', cancel, { once: true });
    // With a body, the watch begins when the connection is there and asks for it.
    if (!feed) watch(answerTimeoutMs, 'timeout');
    const sending = agent.request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: request.method,
      headers: headersOf(request, body),
      body: feed ? asUndiciBody(feed.pieces) : null,
      signal: ending.signal,
    });
    sending.catch(() => {});
    const response = await Promise.race([sending, ended]);
    answering = true;
    watch(answerTimeoutMs, 'timeout');
    const answer = await reader.read(response);
    expectWholeBody(answer, feed, host);
    return answer;
  } catch (error) {
    // A host that refuses early and hangs up has answered, even where its sentence is cut.
    if (reader.refusal && !signal?.aborted) return reader.refusal;
    const { sent = 'nothing', sentBytes = 0 } = feed ?? {};
    throw failureOf(error, { host, sent, sentBytes, ...surroundings });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', cancel);
    const closing = feed?.end();
    // Who cancels or gives up does not wait for a disk that may be the reason.
    if (!ending.signal.aborted) await closing;
  }
}

/** A success told before the body was out is about some other file than ours. */
function expectWholeBody(answer: HttpAnswer, feed: BodyFeed | undefined, host: string): void {
  if (!feed || feed.sent === 'all' || answer.status >= 300) return;
  const failure: Failure = { kind: 'cut-while-sending', host, sentBytes: feed.sentBytes };
  throw new UploadFailure(failure, { sent: feed.sent });
}

/** How long the kernel may need to send what it holds, at the rate so far. */
function flushMs(sentBytes: number, startedAt: number): number {
  const share = sentBytes === 0 ? 0 : Math.min(1, kernelBufferBytes / sentBytes);
  return Math.min(maxFlushMs, (performance.now() - startedAt) * share);
}

function headersOf(request: HttpRequest, body: RequestBody | undefined): Record<string, string> {
  const given = Object.entries(request.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    'user-agent': userAgent,
    ...Object.fromEntries(given),
    ...(body && { 'content-type': body.contentType, 'content-length': String(body.length) }),
  };
}

/** undici takes async iterables (`isIterable` in its `lib/core/request.js`); its types do not say so. */
function asUndiciBody(pieces: AsyncIterable<Uint8Array>): Readable {
  return pieces as unknown as Readable;
}
