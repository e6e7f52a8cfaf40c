/** Dropbox's SDK on our network: it makes the requests, the net sends them, and both sides of an answer are bounded. */
import type { Dropbox } from 'dropbox';
import type { z } from 'zod';
import { UploadFailure } from '../../../shared/failure.ts';
import type { RequestBody, SentAnswer } from '../../net/net.ts';
import type { Payload } from '../../net/payload.ts';
import { textBody } from '../fileless-request.ts';
import { below } from '../http-host.ts';
import { answerDetail } from '../status.ts';
import { type Account, type Addresses, apiHost } from './account.ts';
import { isRefused, refusalOf } from './refusal.ts';
import { accessToken, isReplaceable } from './tokens.ts';

/** What the SDK hands over to its `fetch` (`rpcRequest` and `uploadRequest` in its `src/dropbox.js`). */
interface SdkRequest {
  readonly headers: Readonly<Record<string, string>>;
  /** JSON, or the `contents` of its argument as they were given. */
  readonly body?: string | RequestBody | null;
}

/** What it uses of the answer (`src/response.js`). */
interface SdkAnswer {
  readonly ok: boolean;
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
}

export interface Call {
  readonly signal: AbortSignal;
  /** The file that it is about. */
  readonly payload?: Pick<Payload, 'name' | 'size'>;
  /** As `HttpRequest` has it. */
  readonly answerTimeoutMs?: number;
  /** Bytes of the request's contents that have left. */
  readonly onSent?: (bytes: number) => void;
}

/** One of the SDK's methods, with its argument; asked again where a token has ended. */
type Method = (sdk: Dropbox) => Promise<{ readonly result: unknown }>;

/**
 * What Dropbox answers. Fails with an `UploadFailure`, a `Refusal` where Dropbox said no; its `sent` is about the
 * request's own contents.
 */
export async function call<T>(account: Account, method: Method, shape: z.ZodType<T>, options: Call): Promise<T> {
  const { signal } = options;
  if (signal.aborted) throw new UploadFailure({ kind: 'cancelled' });
  const token = await accessToken(account, signal);
  try {
    return await callWith(token, account, method, shape, options);
  } catch (error) {
    if (!isRefused(error, 'expired_access_token', 'invalid_access_token')) throw error;
    if (!isReplaceable(account, token)) throw error;
    return await callWith(await accessToken(account, signal), account, method, shape, options);
  }
}

async function callWith<T>(
  token: string,
  account: Account,
  method: Method,
  shape: z.ZodType<T>,
  { signal, payload = { name: '', size: 0 }, onSent, answerTimeoutMs }: Call,
): Promise<T> {
  const { net, clock } = account.services;
  const got: { answer?: SentAnswer; host: string } = { host: apiHost(account) };
  const send = async (address: string, { headers, body }: SdkRequest): Promise<SdkAnswer> => {
    const url = addressFor(address, account.at);
    got.host = url.host;
    const isText = typeof body === 'string' || !body;
    const answer = await net.request({
      method: 'POST',
      url,
      headers,
      body: isText ? textBody('application/json', body ?? 'null') : body,
      signal,
      ...(onSent && { onSent }),
      ...(answerTimeoutMs !== undefined && { answerTimeoutMs }),
    });
    got.answer = answer;
    return {
      ok: answer.status >= 200 && answer.status < 300,
      status: answer.status,
      headers: { get: (name) => answer.headers[name.toLowerCase()] ?? null },
      text: () => Promise.resolve(answer.text),
    };
  };
  // 10 MB and 30 ms: only for those who use it.
  const { Dropbox } = await import('dropbox');
  const secrets = [...Object.values(account.secrets), token];
  const result = await method(new Dropbox({ accessToken: token, fetch: send })).then(
    (response) => response.result,
    (error: unknown) => {
      const asked = { host: got.host, name: payload.name, sizeBytes: payload.size, secrets, now: clock() };
      throw (got.answer && refusalOf(got.answer, asked)) ?? error;
    },
  );
  const read = shape.safeParse(result);
  if (read.success && !got.answer?.truncated) return read.data;
  const { sent = 'nothing' } = got.answer ?? {};
  const detail = (got.answer && answerDetail(got.answer, secrets)) || 'an empty answer';
  throw new UploadFailure({ kind: 'bad-answer', host: got.host, detail }, { sent });
}

/** The SDK knows Dropbox's own servers only. */
function addressFor(address: string, { api, content, isOwn }: Addresses): URL {
  const { hostname, pathname } = new URL(address);
  const server = hostname.startsWith('content.') ? content : api;
  return below(isOwn ? api : server, pathname.slice(1));
}
