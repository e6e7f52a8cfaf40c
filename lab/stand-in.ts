/** One host's stand-in: a server on this machine that answers as the host does, and fails when told to. */
import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { lookup } from 'mime-types';
import { cannedAnswer, closeAtOnce, linger, send, statusAnswer } from './answers.ts';
import { ConnectionGone, closed, type Fault, faultyBody, type OverLimit } from './fault.ts';
import { FileStore } from './file-store.ts';
import { type Form, type FormFile, readForm } from './form.ts';
import type { Answer, HostRequest, HostScript } from './host-script.ts';
import { MalformedBody } from './multipart-reader.ts';

/** A file that came in whole and has a link, whether or not its sender was told. */
export interface LabUpload {
  /** The file's name as it stood on the wire. */
  readonly name: string;
  readonly contentType: string | null;
  /** Bytes. */
  readonly size: number;
  /** Lower-case hex. */
  readonly sha256: string;
  /** The form's other fields. */
  readonly fields: Readonly<Record<string, string>>;
  readonly link: string;
  /** Where its bytes are, null with `keep: false`. */
  readonly path: string | null;
}

export interface LabRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Body bytes that came in so far. */
  bodyBytes: number;
  /** True once the body came in whole. */
  complete: boolean;
  /** What was answered, null while nothing was. */
  status: number | null;
  /** True once the stand-in is done with it: answered, given up or cut. */
  ended: boolean;
}

export interface StandInOptions {
  /** 0 by default: any free port. */
  readonly port?: number;
  /** False hashes files without keeping them; true by default. */
  readonly keep?: boolean;
  /** Largest file, bytes; the host's own by default. */
  readonly limitBytes?: number;
  readonly overLimit?: OverLimit;
  /** Nothing listens until `heal()`. */
  readonly refuse?: boolean;
}

/** Room for a form's fields and boundaries when a file is judged by its request's length. */
const formRoomBytes = 2048;

export class StandIn {
  readonly id: string;
  readonly label: string;
  /** Everything that came in whole, in its order. */
  readonly uploads: LabUpload[] = [];
  readonly requests: LabRequest[] = [];
  readonly #script: HostScript;
  readonly #options: StandInOptions;
  readonly #store: FileStore;
  #server: Server | null = null;
  #port: number;
  #faults: { fault: Fault; left: number }[] = [];

  private constructor(script: HostScript, folder: string, options: StandInOptions) {
    this.id = script.id;
    this.label = script.label;
    this.#script = script;
    this.#options = options;
    this.#store = new FileStore(folder, options.keep ?? true);
    this.#port = options.port ?? 0;
  }

  static async start(script: HostScript, folder: string, options: StandInOptions = {}): Promise<StandIn> {
    const standIn = new StandIn(script, folder, options);
    await standIn.#listen();
    if (options.refuse) await standIn.stop();
    return standIn;
  }

  /** `http://127.0.0.1:<port>`; the same as long as the stand-in lives. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Settings of the provider that lead it here. */
  get settings(): Readonly<Record<string, unknown>> {
    return this.#script.settings(this.url);
  }

  /** Lets the next `times` uploads meet this fault (`Infinity`: all until `heal`); faults wait in line. */
  async fail(fault: Fault, times = 1): Promise<void> {
    if (fault.kind === 'refuse') await this.stop();
    else this.#faults.push({ fault, left: times });
  }

  /** Forgets all faults and listens again at the same address. */
  async heal(): Promise<void> {
    this.#faults = [];
    if (!this.#server) await this.#listen();
  }

  /** Closes the port and cuts what is under way. */
  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (!server) return;
    const done = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await done;
  }

  async #listen(): Promise<void> {
    const server = createServer({ requestTimeout: 0 }, (request, response) => void this.#serve(request, response));
    server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the stand-in has no port');
    this.#port = address.port;
    this.#server = server;
  }

  #nextFault(): Fault | null {
    const first = this.#faults[0];
    if (!first) return null;
    first.left -= 1;
    if (first.left <= 0) this.#faults.shift();
    return first.fault;
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
      if ((method === 'GET' || method === 'HEAD') && (await this.#store.serve(request, response, path.slice(1))))
        return;
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
    const uploads = log.method === 'POST' || log.method === 'PUT';
    const fault = uploads ? this.#nextFault() : null;
    const body = faultyBody(request, fault, (count) => {
      log.bodyBytes += count;
    });
    const limit =
      fault?.kind === 'limit'
        ? { bytes: fault.bytes, how: fault.how }
        : {
            bytes: this.#options.limitBytes ?? this.#script.limitBytes,
            how: this.#options.overLimit ?? this.#script.overLimit,
          };
    const tooLarge: Answer = { status: 413, text: this.#script.tooLargeText };
    const length = Number(log.headers['content-length']);
    if (uploads && !Number.isSafeInteger(length)) return send(response, { status: 411, text: 'Length Required' });
    if (fault?.kind === 'status' && fault.early) return linger(request, response, statusAnswer(fault), fault);
    if (uploads && length - formRoomBytes > limit.bytes && limit.how === 'close')
      return closeAtOnce(response, tooLarge);
    if (uploads && length - formRoomBytes > limit.bytes && limit.how === 'linger') {
      return linger(request, response, tooLarge);
    }
    const form = async (): Promise<Form> => {
      const read = await readForm(body, log.headers['content-type'], this.#store);
      log.complete = request.complete && log.bodyBytes === length;
      if (!log.complete) throw new MalformedBody(`${log.bodyBytes} bytes came in, Content-Length is ${length}`);
      return read;
    };

    const canned = cannedAnswer(fault);
    if (canned) {
      for (const file of (await form()).files) await this.#store.discard(file);
      return send(response, canned, fault?.kind === 'status' ? fault : {});
    }
    const seen = { tooLarge: false };
    const hostRequest: HostRequest = {
      ...log,
      base: this.url,
      form: async () => {
        const read = await form();
        const over = read.files.filter((file) => file.size > limit.bytes);
        seen.tooLarge = over.length > 0;
        for (const file of over) await this.#store.discard(file);
        return { fields: read.fields, files: read.files.filter((file) => !over.includes(file)) };
      },
      publish: (name, file, whole, contentType) => this.#publish(name, file, whole, contentType, fault),
    };
    let answer = await this.#script.answer(hostRequest);
    if (seen.tooLarge && limit.how !== 'drop-part') answer = tooLarge;
    if (answer === 'drop' || fault?.kind === 'reset-after-body') return void request.socket.resetAndDestroy();
    if (fault?.kind === 'no-answer') return closed(request);
    return send(response, answer);
  }

  #publish(name: string, file: FormFile, form: Form, contentType: string | undefined, fault: Fault | null): string {
    const link = `${this.url}/${name}`;
    const servedSize = fault?.kind !== 'bad-file' ? file.size : fault.file === 'empty' ? 0 : Math.floor(file.size / 2);
    this.#store.publish(name, file, {
      contentType: contentType ?? (lookup(name) || 'application/octet-stream'),
      servedSize,
    });
    const { size, sha256, path } = file;
    this.uploads.push({
      name: file.name,
      contentType: file.contentType,
      size,
      sha256,
      fields: form.fields,
      link,
      path,
    });
    return link;
  }
}
