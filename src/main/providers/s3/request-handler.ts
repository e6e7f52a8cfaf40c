/** Lets the SDK's requests go out through our net, with bodies that are streamed from the file. */
import type { Readable } from 'node:stream';
import { UploadFailure } from '../../../shared/failure.ts';
import type { HttpRequest, Net, RequestBody, SentAnswer } from '../../net/net.ts';

/**
 * Stands in a command for the body that its exchange holds. The SDK takes it for a stream: it signs the request without
 * the body (`UNSIGNED-PAYLOAD`, over http as well; Content-MD5 is signed) and never looks into it.
 */
export const streamed = Object.freeze({}) as unknown as Readable;

/** What a request takes along past the SDK, and how it was answered. */
export interface Exchange {
  /** What `streamed` stands for. */
  readonly body?: RequestBody;
  readonly onSent?: (bytes: number) => void;
  readonly maxAnswerBytes?: number;
  readonly answerTimeoutMs?: number;
  answer?: SentAnswer;
}

/** As the SDK calls us; what it hands over is checked where it is used. */
interface SdkRequest {
  readonly method: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number | undefined;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

interface SdkOptions {
  readonly abortSignal?: unknown;
  readonly exchange?: Exchange;
}

export interface SdkAnswer {
  readonly response: { statusCode: number; headers: Record<string, string>; body: Uint8Array };
}

/** What our net says itself, with the same values. */
const left = new Set(['host', 'content-length', 'user-agent', 'expect']);
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'] as const;

export class RequestHandler {
  readonly metadata = { handlerProtocol: 'http/1.1' };
  readonly #net: Pick<Net, 'request'>;

  constructor(net: Pick<Net, 'request'>) {
    this.#net = net;
  }

  async handle(request: SdkRequest, { abortSignal, exchange = {} }: SdkOptions = {}): Promise<SdkAnswer> {
    const method = methods.find((known) => known === request.method);
    if (!method) throw new UploadFailure({ kind: 'bug', detail: `method ${request.method}` });
    const body = bodyOf(request, exchange);
    const kept = Object.entries(request.headers).filter(
      ([name]) => !left.has(name.toLowerCase()) && !(body && name.toLowerCase() === 'content-type'),
    );
    const answer = await this.#net.request({
      method,
      url: urlOf(request),
      headers: Object.fromEntries(kept),
      ...(body && { body }),
      ...(abortSignal instanceof AbortSignal && { signal: abortSignal }),
      ...wishes(exchange),
    });
    exchange.answer = answer;
    // The SDK takes whatever is no refusal for a success.
    const isInformation = answer.status < 200;
    const trouble = isInformation ? `status ${answer.status}` : method === 'HEAD' ? null : troubleWith(answer);
    // Of a refusal the status still tells.
    if (trouble !== null && answer.status < 300) {
      const failure = { kind: 'bad-answer', host: request.hostname, detail: trouble } as const;
      throw new UploadFailure(failure, { sent: answer.sent });
    }
    const text = trouble !== null || method === 'HEAD' ? '' : answer.text;
    return { response: { statusCode: answer.status, headers: { ...answer.headers }, body: Buffer.from(text) } };
  }

  /** The net belongs to the program. */
  destroy(): void {}

  updateHttpClientConfig(): void {}

  httpHandlerConfigs(): Record<string, never> {
    return {};
  }
}

/** Why the SDK may not read an answer; null where it may. */
function troubleWith({ truncated, text }: SentAnswer): string | null {
  // What was cut is not read as if it were whole.
  if (truncated) return 'a longer answer than there can be';
  // S3 sends none, and the SDK goes over the whole answer once more for each: hours for some megabytes of them.
  return /<!doctype/i.test(text) ? 'a page, which S3 does not send' : null;
}

function wishes({ onSent, maxAnswerBytes, answerTimeoutMs }: Exchange): Partial<HttpRequest> {
  return {
    ...(onSent && { onSent }),
    ...(maxAnswerBytes !== undefined && { maxAnswerBytes }),
    ...(answerTimeoutMs !== undefined && { answerTimeoutMs }),
  };
}

function bodyOf({ headers, body }: SdkRequest, exchange: Exchange): RequestBody | null {
  // The type is signed: it must be the one that the SDK saw.
  const contentType = headers['content-type'] ?? 'application/octet-stream';
  if (body === streamed && exchange.body) return { ...exchange.body, contentType };
  if (body === undefined || body === null) return null;
  if (typeof body !== 'string' && !(body instanceof Uint8Array)) {
    throw new UploadFailure({ kind: 'bug', detail: 'a body that is not known' });
  }
  const bytes = Buffer.from(body);
  return {
    contentType,
    length: bytes.length,
    async *chunks() {
      yield bytes;
    },
  };
}

/** Encoded as it was signed: RFC 3986, with nothing that a URL parser would change. */
function urlOf({ protocol, hostname, port, path, query = {} }: SdkRequest): URL {
  const search = Object.entries(query)
    .flatMap(([name, value]) => [value].flat().map((one) => [name, one ?? ''] as const))
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .join('&');
  return new URL(`${protocol}//${hostname}${port ? `:${port}` : ''}${path}${search && `?${search}`}`);
}

function encoded(text: string): string {
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
