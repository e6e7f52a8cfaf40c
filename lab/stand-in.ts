/** One host's stand-in: a server on this machine that answers as the host does, and fails when told to. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { send } from './answers.ts';
import { ConnectionGone, type Fault, type OverLimit } from './fault.ts';
import { FaultQueue } from './fault-queue.ts';
import { FileStore } from './file-store.ts';
import { decoded, type HostScript } from './host-script.ts';
import type { LabRequest, LabUpload } from './lab-log.ts';
import { LoopbackServer } from './loopback-server.ts';
import { MalformedBody } from './multipart-reader.ts';
import { PublishedFiles } from './published-files.ts';
import { Visit } from './visit.ts';

export interface StandInOptions {
  /** 0 by default: any free port. */
  readonly port?: number;
  /** False hashes files without keeping them; links then answer HEAD rightly and GET with 410. True by default. */
  readonly keep?: boolean;
  /** Largest file, bytes; the host's own by default. */
  readonly limitBytes?: number;
  readonly overLimit?: OverLimit;
  /** Whether the first download uses a link up; as at the host by default. */
  readonly singleUse?: boolean;
  /** Nothing listens until `heal()`. */
  readonly refuse?: boolean;
}

export class StandIn {
  readonly id: string;
  readonly label: string;
  /** The key that it takes, null where it wants none. */
  readonly key: string | null;
  /** Everything that came in whole, in its order. */
  readonly uploads: LabUpload[] = [];
  readonly requests: LabRequest[] = [];
  readonly #script: HostScript;
  readonly #options: StandInOptions;
  readonly #store: FileStore;
  readonly #files = new PublishedFiles();
  readonly #faults = new FaultQueue();
  readonly #server: LoopbackServer;
  #behind: string | null = null;

  private constructor(script: HostScript, folder: string, options: StandInOptions) {
    this.id = script.id;
    this.label = script.label;
    this.key = script.key ?? null;
    this.#script = script;
    this.#options = options;
    this.#store = new FileStore(folder, { keep: options.keep ?? true, withMd5: script.tellsMd5 ?? false });
    this.#server = new LoopbackServer((request, response) => this.#serve(request, response), options.port);
  }

  static async start(script: HostScript, folder: string, options: StandInOptions = {}): Promise<StandIn> {
    const standIn = new StandIn(script, folder, options);
    await standIn.#server.listen();
    if (options.refuse) await standIn.stop();
    return standIn;
  }

  /** `http://127.0.0.1:<port>`; the same as long as the stand-in lives. */
  get url(): string {
    return this.#server.url;
  }

  /** Settings of the provider that lead it here, or to what stands before it. */
  get settings(): Readonly<Record<string, unknown>> {
    return this.#script.settings(this.#behind ?? this.url);
  }

  /** From now on links and settings lead to this address, such as a fault proxy's; null: to its own. */
  behind(url: string | null): void {
    this.#behind = url;
  }

  /**
   * Lets the next `times` uploads meet this fault (`Infinity`: all until `heal`); faults wait in line. With `at` it
   * meets requests whose "METHOD /path" matches, whether or not they carry a file.
   */
  async fail(fault: Fault, times = 1, at: RegExp | null = null): Promise<void> {
    if (fault.kind === 'refuse') await this.stop();
    else this.#faults.add(fault, times, at);
  }

  /** Forgets all faults and listens again at the same address. */
  async heal(): Promise<void> {
    this.#faults.clear();
    await this.#server.listen();
  }

  /** Closes the port and cuts what is under way. */
  stop(): Promise<void> {
    return this.#server.stop();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/', headers } = request;
    const path = url.replace(/[?#].*$/, '');
    const log: LabRequest = { method, path, headers, bodyBytes: 0, complete: false, status: null, ended: false };
    this.requests.push(log);
    response.on('finish', () => {
      log.status = response.statusCode;
    });
    try {
      await this.#answer(request, response, log);
    } catch (error) {
      if (error instanceof ConnectionGone) return;
      const status = error instanceof MalformedBody ? 400 : 500;
      await send(response, { status, text: String(error), contentType: 'text/plain' });
    } finally {
      log.ended = true;
    }
  }

  async #answer(request: IncomingMessage, response: ServerResponse, log: LabRequest): Promise<void> {
    const { method, path } = log;
    const script = this.#script;
    if (method === 'GET' || method === 'HEAD') {
      const name = script.nameOf?.(path) ?? decoded(path.slice(1));
      if (await this.#files.serve(request, response, name)) return;
    }
    const carriesFile = script.carriesFile?.(method, path) ?? (method === 'POST' || method === 'PUT');
    const fault = this.#faults.take(method, path, carriesFile);
    const visited = {
      script,
      store: this.#store,
      files: this.#files,
      uploads: this.uploads,
      base: this.#behind ?? this.url,
      limit: {
        bytes: this.#options.limitBytes ?? script.limitBytes,
        how: this.#options.overLimit ?? script.overLimit,
      },
      singleUse: this.#options.singleUse ?? script.singleUse ?? false,
    };
    await new Visit(visited, request, log, fault).answer(response);
  }
}
