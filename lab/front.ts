/** An HTTP proxy before a real server: it keeps account of what comes in, and fails when told to, as a stand-in does. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { send } from './answers.ts';
import { ConnectionGone, type Fault } from './fault.ts';
import { FaultQueue } from './fault-queue.ts';
import { type FrontRequest, FrontVisit, type Stored } from './front-visit.ts';
import type { HostScript } from './host-script.ts';
import type { LabUpload } from './lab-log.ts';
import { LoopbackServer } from './loopback-server.ts';

export type { FrontRequest, Stored } from './front-visit.ts';

export interface FrontOptions {
  /** Settings of the provider that lead it to this address (`http://127.0.0.1:<port>`, no slash at its end). */
  settings(address: string): Readonly<Record<string, unknown>>;
  /** The key that the server takes, where the target's secrets are made of one. */
  readonly key?: string;
  /** Whether faults meet this request. Its body did not come in yet. */
  carriesFile(request: FrontRequest): boolean;
  /**
   * The file that is at the server now that it answered so, null for none. `text` is the answer's body, '' to GET and
   * HEAD. What is not told of it is taken from the request's body.
   */
  stored(request: FrontRequest, status: number, text: string): Stored | null | Promise<Stored | null>;
  /** Takes all bytes of a stored file at the server, or the second half: the fault `bad-file`. */
  spoil?(file: LabUpload, left: 'empty' | 'truncated'): Promise<void>;
  /** How the server refuses; plain 413 and 429 by default. */
  readonly answers?: Partial<Pick<HostScript, 'tooLarge' | 'earlyTooLarge' | 'rateLimited'>>;
}

/** What stands in `FarSide` of the conformance suite, for a server that speaks HTTP. */
export class Front implements AsyncDisposable {
  readonly key: string | null;
  /** Files that came to be at the server through here, in their order, whether or not the sender was told. */
  readonly uploads: LabUpload[] = [];
  readonly requests: FrontRequest[] = [];
  readonly #target: URL;
  readonly #options: FrontOptions;
  readonly #faults = new FaultQueue();
  /** A `reset` or `stall` whose bytes are not all in yet: it waits for the file's next request. */
  #trip: Extract<Fault, { kind: 'reset' | 'stall' }> | null = null;
  readonly #server = new LoopbackServer((request, response) => this.#serve(request, response));

  private constructor(target: URL, options: FrontOptions) {
    this.#target = target;
    this.#options = options;
    this.key = options.key ?? null;
  }

  /** Starts one before `target`, `http://<host>:<port>`. The Host header stays as it is: signatures are for `url`. */
  static async start(target: string | URL, options: FrontOptions): Promise<Front> {
    const front = new Front(new URL(target), options);
    await front.#server.listen();
    return front;
  }

  /** `http://127.0.0.1:<port>`; the same as long as the front lives. */
  get url(): string {
    return this.#server.url;
  }

  get settings(): Readonly<Record<string, unknown>> {
    return this.#options.settings(this.url);
  }

  /**
   * Lets the next `times` requests that carry a file meet this fault; with `at` those whose "METHOD /path?query" it
   * matches. The bytes of `reset` and `stall` are counted over all requests that a file is sent in. Rejects faults that
   * a front can not bring about: a link of another kind, a dropped part, a spoilt file without `spoil`.
   */
  async fail(fault: Fault, times = 1, at: RegExp | null = null): Promise<void> {
    const impossible =
      fault.kind === 'bad-link' ||
      (fault.kind === 'limit' && fault.how === 'drop-part') ||
      (fault.kind === 'bad-file' && this.#options.spoil === undefined);
    if (impossible) throw new Error(`a front can not do this: ${JSON.stringify(fault)}`);
    if (fault.kind === 'refuse') await this.stop();
    else this.#faults.add(fault, times, at);
  }

  /** Forgets all faults and listens again at the same address. */
  async heal(): Promise<void> {
    this.#faults.clear();
    this.#trip = null;
    await this.#server.listen();
  }

  /** Closes the port and cuts what is under way. The server behind stays. */
  stop(): Promise<void> {
    return this.#server.stop();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/', headers } = request;
    const [path = '', query] = url.split(/\?(.*)/s);
    const log: FrontRequest = {
      ...{ method, path, query: query === undefined ? '' : `?${query}`, headers },
      ...{ bodyBytes: 0, bodySha256: '', complete: false, status: null, ended: false },
    };
    this.requests.push(log);
    response.on('finish', () => {
      log.status = response.statusCode;
    });
    try {
      const fault = this.#take(log);
      await new FrontVisit(this.#options, this.#target, this.uploads, request, log, fault).answer(response);
    } catch (error) {
      if (error instanceof ConnectionGone) return;
      if (response.headersSent) response.destroy();
      else await send(response, { status: 502, text: `the front: ${error}`, contentType: 'text/plain' });
    } finally {
      log.ended = true;
    }
  }

  #take(log: FrontRequest): Fault | null {
    const carriesFile = this.#options.carriesFile(log);
    const waiting = carriesFile ? this.#trip : null;
    if (waiting) this.#trip = null;
    const fault = waiting ?? this.#faults.take(log.method, log.path + log.query, carriesFile);
    if (fault?.kind !== 'reset' && fault?.kind !== 'stall') return fault;
    const announced = Number(log.headers['content-length'] ?? Number.NaN);
    if (!(announced < fault.afterBytes)) return fault;
    this.#trip = { ...fault, afterBytes: fault.afterBytes - announced };
    return null;
  }
}
