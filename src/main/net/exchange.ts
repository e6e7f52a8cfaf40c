/** One request and its answer: sends, watches the time, and ends everything it began, whichever way it goes. */
import type { Readable } from 'node:stream';
import { userAgent } from '../../shared/app.ts';
import { type Failure, UploadFailure } from '../../shared/failure.ts';
import { AnswerReader } from './answer-reader.ts';
import { BodyFeed } from './body-feed.ts';
import { failureOf, type RequestState } from './failures.ts';
import type { HttpAnswer, HttpRequest, RequestBody, SentAnswer } from './net.ts';
import { authRefused } from './proxy.ts';
import type { Routes } from './routes.ts';
import type { Throttle } from './throttle.ts';
import { answerLimit, flushLimit, stallMs } from './time-limits.ts';

export interface Surroundings extends Pick<RequestState, 'connectTimeoutMs' | 'isOffline'> {
  readonly throttle: Throttle | undefined;
}

/** Sends `request` the way that `routes` finds; the contract is `Net.request`. */
export async function exchange(request: HttpRequest, routes: Routes, surroundings: Surroundings): Promise<SentAnswer> {
  const { url, body, signal, stallTimeoutMs = stallMs, answerTimeoutMs = answerLimit(body?.length ?? 0) } = request;
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
  let told = -1;
  const feed = body && new BodyFeed(body, onMoved, surroundings);
  function onMoved(): void {
    if (!feed) return;
    startedAt ||= performance.now();
    if (!answering && feed.finished)
      watch(answerTimeoutMs + flushLimit(feed.sentBytes, performance.now() - startedAt), 'timeout');
    else if (!answering) watch(stallTimeoutMs, 'stalled');
    if (feed.finished || feed.sentBytes > 0) tell(feed.sentBytes);
  }
  function tell(bytes: number): void {
    if (bytes <= told) return;
    told = bytes;
    request.onSent?.(bytes);
  }

  const cancel = (): void => end({ kind: 'cancelled' });
  const reader = new AnswerReader(request.maxAnswerBytes ?? 64 * 1024);
  try {
    if (signal?.aborted) throw new UploadFailure({ kind: 'cancelled' });
    signal?.addEventListener('abort', cancel, { once: true });
    watch(surroundings.connectTimeoutMs, 'timeout');
    const { agent, origin, path, headers, forwarder } = await Promise.race([routes.find(request), ended]);
    // With a body, the next watch begins when the connection is there and asks for it.
    if (feed) clearTimeout(timer);
    else watch(answerTimeoutMs, 'timeout');
    const sending = agent.request({
      origin,
      path,
      method: request.method,
      headers: { ...headersOf(request, body), ...headers },
      body: feed ? asUndiciBody(feed.pieces) : null,
      signal: ending.signal,
    });
    sending.catch(() => {});
    const response = await Promise.race([sending, ended]);
    answering = true;
    watch(answerTimeoutMs, 'timeout');
    if (forwarder && response.statusCode === 407) {
      response.body.on('error', () => {}).destroy();
      throw authRefused(forwarder);
    }
    const answer = await reader.read(response);
    expectWholeBody(answer, feed, host);
    if (body && feed?.sent === 'all') tell(body.length);
    return { ...answer, sent: feed?.sent ?? 'nothing' };
  } catch (error) {
    // A host that refuses early and hangs up has answered, even where its sentence is cut.
    const { sent = 'nothing', sentBytes = 0 } = feed ?? {};
    if (reader.refusal && !signal?.aborted) return { ...reader.refusal, sent };
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
