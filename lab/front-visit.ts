/** One request through a front: passed on to the server and its answer back, with the fault that it meets. */
import { createHash } from 'node:crypto';
import {
  Agent,
  type ClientRequest,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { pipeline } from 'node:stream/promises';
import { cannedAnswer, send, sendEarly } from './answers.ts';
import { ConnectionGone, closed, type Fault, faultyBody } from './fault.ts';
import type { FrontOptions } from './front.ts';
import { nginxTooLarge, plainAnswer } from './host-script.ts';
import type { LabRequest, LabUpload } from './lab-log.ts';

export interface FrontRequest extends LabRequest {
  /** With its "?"; empty where there is none. */
  readonly query: string;
  /** Of the body, lower-case hex, once it is complete; empty before. */
  bodySha256: string;
}

/** A file that came to be at the server. What is not told of it is the request's own. */
export interface Stored {
  readonly name: string;
  /** Bytes. */
  readonly size?: number;
  /** Lower-case hex. */
  readonly sha256?: string;
}

/** Longer answers than this to anything but GET are none that a front understands. */
const maxAnswerBytes = 4 * 1024 * 1024;
/** They concern one connection, and here there are two. */
const hopByHop = new Set(['connection', 'keep-alive', 'proxy-connection']);

export class FrontVisit {
  readonly #options: FrontOptions;
  readonly #target: URL;
  readonly #uploads: LabUpload[];
  readonly #request: IncomingMessage;
  readonly #log: FrontRequest;
  readonly #fault: Fault | null;
  readonly #body: AsyncGenerator<Buffer, void, undefined>;

  constructor(
    options: FrontOptions,
    target: URL,
    uploads: LabUpload[],
    request: IncomingMessage,
    log: FrontRequest,
    fault: Fault | null,
  ) {
    this.#options = options;
    this.#target = target;
    this.#uploads = uploads;
    this.#request = request;
    this.#log = log;
    this.#fault = fault;
    this.#body = this.#counted();
  }

  /** Throws `ConnectionGone` where the sender is gone. */
  async answer(response: ServerResponse): Promise<void> {
    const fault = this.#fault;
    const { answers = {} } = this.#options;
    const canned = cannedAnswer(fault, answers);
    if (canned && (fault?.kind === 'status' || fault?.kind === 'rate-limit') && fault.early) {
      return sendEarly(this.#request, response, canned, fault.early === 'close' ? 'close' : 'linger');
    }
    if (fault?.kind === 'limit' && Number(this.#log.headers['content-length']) > fault.bytes) {
      const { how } = fault;
      if (how === 'linger' || how === 'close') {
        return sendEarly(this.#request, response, answers.earlyTooLarge ?? nginxTooLarge, how);
      }
      for await (const _ of this.#body);
      return send(response, answers.tooLarge ?? plainAnswer(413, 'Content Too Large\n'));
    }
    if (canned) {
      for await (const _ of this.#body);
      return send(response, canned);
    }
    return this.#forward(response);
  }

  /** The body as it comes in, with the fault in it. */
  async *#counted(): AsyncGenerator<Buffer, void, undefined> {
    const log = this.#log;
    const sum = createHash('sha256');
    const onBytes = (count: number): void => {
      log.bodyBytes += count;
    };
    for await (const chunk of faultyBody(this.#request, this.#fault, onBytes)) {
      sum.update(chunk);
      yield chunk;
    }
    log.complete = this.#request.complete && log.bodyBytes === Number(log.headers['content-length'] ?? log.bodyBytes);
    if (!log.complete) throw new ConnectionGone('cut by the client');
    log.bodySha256 = sum.digest('hex');
  }

  async #forward(response: ServerResponse): Promise<void> {
    const { hostname, port } = this.#target;
    // A connection for each, so that none is used that the server has closed; one that it may keep open, so that it does
    // not cut what it has not read yet.
    const agent = new Agent({ keepAlive: true });
    const upstream = httpRequest({
      ...{ host: hostname, port, method: this.#log.method, path: this.#request.url ?? '/' },
      headers: [...withoutHops(this.#request.rawHeaders), ...bodyLength(this.#request)],
      agent,
    });
    // Who gave up must not leave its half at the server.
    response.on('close', () => response.writableFinished || upstream.destroy());
    const [answered, sending] = [answerOf(upstream), this.#sendTo(upstream)];
    try {
      // The server may answer before it has read all: then so does the front.
      await this.#relay(await Promise.race([answered, sending.then(() => answered)]), response);
      await sending;
    } catch (error) {
      upstream.destroy();
      // What happened to the connection behind happens to the one before.
      if (error instanceof Error && 'code' in error) this.#request.socket.resetAndDestroy();
      await sending.catch(() => {});
      throw this.#request.socket.destroyed ? new ConnectionGone('gone', { cause: error }) : error;
    } finally {
      agent.destroy();
    }
  }

  /** Reads on where the server takes no more: it has said why, or its connection's error is its answer. */
  async #sendTo(upstream: ClientRequest): Promise<void> {
    let open = true;
    let wake = (): void => {};
    upstream.on('drain', () => wake());
    upstream.on('close', () => {
      open = false;
      wake();
    });
    for await (const chunk of this.#body) {
      if (!open || upstream.write(chunk)) continue;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    if (open) upstream.end();
  }

  async #relay(answer: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method } = this.#log;
    const { statusCode: status = 502, statusMessage = '' } = answer;
    const streamed = method === 'GET' || method === 'HEAD';
    const bytes = streamed ? null : await wholeOf(answer);
    await this.#note(status, bytes?.toString('utf8') ?? '');
    if (this.#fault?.kind === 'reset-after-body') return void this.#request.socket.resetAndDestroy();
    if (this.#fault?.kind === 'no-answer') return closed(this.#request);
    response.sendDate = false;
    response.writeHead(status, statusMessage, withoutHops(answer.rawHeaders));
    if (bytes === null) await pipeline(answer, response);
    else response.end(bytes);
  }

  async #note(status: number, text: string): Promise<void> {
    const { headers, bodyBytes, bodySha256 } = this.#log;
    const stored = await this.#options.stored(this.#log, status, text);
    if (stored === null) return;
    const { name, size = bodyBytes, sha256 = bodySha256 } = stored;
    const contentType = headers['content-type'] ?? null;
    const upload: LabUpload = { name, contentType, size, sha256, fields: {}, link: '', path: null };
    this.#uploads.push(upload);
    if (this.#fault?.kind === 'bad-file') await this.#options.spoil?.(upload, this.#fault.file);
  }
}

function answerOf(upstream: ClientRequest): Promise<IncomingMessage> {
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    upstream.once('response', resolve);
    upstream.on('error', reject);
  });
  // Looked at once the body is out; until then nobody may take it for unhandled.
  answered.catch(() => {});
  return answered;
}

/** Where there is no body Node would announce one in chunks, and a MKCOL with a body is refused. */
function bodyLength({ method = '', headers }: IncomingMessage): string[] {
  const isSaid = 'content-length' in headers || 'transfer-encoding' in headers;
  return isSaid || /^(GET|HEAD|DELETE)$/.test(method) ? [] : ['Content-Length', '0'];
}

function withoutHops(rawHeaders: readonly string[]): string[] {
  return rawHeaders.filter((_, index) => !hopByHop.has((rawHeaders[index - (index % 2)] ?? '').toLowerCase()));
}

async function wholeOf(answer: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer) {
    if (!(chunk instanceof Buffer)) continue;
    size += chunk.length;
    if (size > maxAnswerBytes) throw new Error('the server answers without an end');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
