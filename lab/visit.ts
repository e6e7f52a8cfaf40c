/** One request that is none for a published file: its body and its answer, with the fault that it meets. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { lookup } from 'mime-types';
import { cannedAnswer, send, sendEarly } from './answers.ts';
import { closed, type Fault, faultyBody, keptBytes, type OverLimit } from './fault.ts';
import type { FileStore } from './file-store.ts';
import { type Form, type FormFile, fieldText, readForm, readJson } from './form.ts';
import { type HostRequest, type HostScript, nginxTooLarge, type Publication } from './host-script.ts';
import type { LabRequest, LabUpload } from './lab-log.ts';
import { MalformedBody } from './multipart-reader.ts';
import type { PublishedFiles } from './published-files.ts';

/** What a visit needs of its stand-in. */
export interface Visited {
  readonly script: HostScript;
  readonly store: FileStore;
  readonly files: PublishedFiles;
  readonly uploads: LabUpload[];
  readonly base: string;
  readonly limit: { readonly bytes: number; readonly how: OverLimit };
  readonly singleUse: boolean;
}

/** Room for a form's fields and boundaries when a file is judged by its request's length. */
const formRoomBytes = 2048;

export class Visit {
  readonly #host: Visited;
  readonly #fault: Fault | null;
  readonly #limit: Visited['limit'];
  readonly #request: IncomingMessage;
  readonly #log: LabRequest;
  readonly #body: AsyncGenerator<Buffer, void, undefined>;
  #wasTooLarge = false;

  constructor(host: Visited, request: IncomingMessage, log: LabRequest, fault: Fault | null) {
    this.#host = host;
    this.#request = request;
    this.#log = log;
    this.#fault = fault;
    this.#limit = fault?.kind === 'limit' ? { bytes: fault.bytes, how: fault.how } : host.limit;
    this.#body = faultyBody(request, fault, (count) => {
      log.bodyBytes += count;
    });
  }

  /** Throws `ConnectionGone` or `MalformedBody` where the body did not come as announced. */
  async answer(response: ServerResponse): Promise<void> {
    const { script } = this.#host;
    const fault = this.#fault;
    const hasBody = this.#log.method === 'POST' || this.#log.method === 'PUT';
    if (hasBody && !Number.isSafeInteger(this.#announced)) {
      return send(response, { status: 411, text: 'Length Required' });
    }
    const canned = cannedAnswer(fault, script);
    if (canned && (fault?.kind === 'status' || fault?.kind === 'rate-limit') && fault.early) {
      return sendEarly(this.#request, response, canned, fault.early === 'close' ? 'close' : 'linger');
    }
    const { how } = this.#limit;
    if (hasBody && this.#isTooLong() && (how === 'linger' || how === 'close')) {
      return sendEarly(this.#request, response, script.earlyTooLarge ?? nginxTooLarge, how);
    }
    if (canned) {
      for await (const _ of this.#body);
      this.#mustBeComplete();
      return send(response, canned);
    }
    let answer = await script.answer(this.#asHostRequest());
    if (this.#wasTooLarge && how !== 'drop-part') answer = script.tooLarge;
    if (answer === 'drop' || fault?.kind === 'reset-after-body') return void this.#request.socket.resetAndDestroy();
    if (fault?.kind === 'no-answer') return closed(this.#request);
    return send(response, answer);
  }

  get #announced(): number {
    return Number(this.#log.headers['content-length']);
  }

  #isTooLong(): boolean {
    const isForm = /^multipart\//i.test(this.#log.headers['content-type'] ?? '');
    return this.#announced - (isForm ? formRoomBytes : 0) > this.#limit.bytes;
  }

  #mustBeComplete(): void {
    this.#log.complete = this.#request.complete && this.#log.bodyBytes === (this.#announced || 0);
    if (this.#log.complete) return;
    throw new MalformedBody(`${this.#log.bodyBytes} bytes came in, Content-Length is ${this.#announced}`);
  }

  #asHostRequest(): HostRequest {
    const { store, files, base } = this.#host;
    const { method, path, headers } = this.#log;
    return {
      method,
      path,
      headers,
      query: new URL(this.#request.url ?? '/', 'http://lab').searchParams,
      base,
      form: () => this.#form(),
      file: (name) => this.#file(name),
      json: async () => {
        const value = await readJson(this.#body);
        this.#mustBeComplete();
        return value;
      },
      text: async () => {
        const text = await fieldText(this.#body);
        this.#mustBeComplete();
        return text;
      },
      join: async (parts, name, contentType) => ({ ...(await store.join(parts)), field: '', name, contentType }),
      measured: (file) => {
        const told = this.#fault?.kind === 'bad-file' && this.#fault.told === true;
        return store.measure(file, told ? keptBytes(this.#fault, file.size) : file.size);
      },
      publish: (name, file, form, publication) => this.#publish(name, file, form?.fields ?? {}, publication ?? {}),
      published: async (name) => {
        const found = files.find(name);
        return found && { ...(await store.measure(found.file, found.servedSize)), contentType: found.contentType };
      },
      remove: (name) => files.remove(name),
    };
  }

  async #form(): Promise<Form> {
    const { store } = this.#host;
    const form = await readForm(this.#body, this.#log.headers['content-type'], store);
    this.#mustBeComplete();
    const over = form.files.filter((file) => file.size > this.#limit.bytes);
    this.#wasTooLarge = over.length > 0;
    for (const file of over) await store.discard(file);
    return { fields: form.fields, files: form.files.filter((file) => !over.includes(file)) };
  }

  async #file(name: string): Promise<FormFile> {
    const { store } = this.#host;
    const received = await store.receive(this.#body);
    this.#mustBeComplete();
    const file = { ...received, field: '', name, contentType: this.#log.headers['content-type'] ?? null };
    this.#wasTooLarge = file.size > this.#limit.bytes;
    if (!this.#wasTooLarge) return file;
    await store.discard(file);
    return { ...file, ...(await store.measure(file, 0)) };
  }

  #publish(name: string, file: FormFile, fields: Form['fields'], publication: Publication): string {
    const link = `${this.#host.base}/${name.split('/').map(encodeURIComponent).join('/')}`;
    // Over the limit the script does not know yet that the file is refused.
    if (this.#wasTooLarge) return link;
    const fault = this.#fault;
    this.#host.files.publish(publication.servedAt ?? name, {
      file,
      servedSize: keptBytes(fault, file.size),
      contentType: publication.contentType ?? (lookup(name) || 'application/octet-stream'),
      link: fault?.kind === 'bad-link' ? fault.link : this.#host.singleUse ? 'single-use' : null,
    });
    const { name: sentAs, contentType, size, sha256, path } = file;
    this.#host.uploads.push({ name: sentAs, contentType, size, sha256, fields, link, path });
    return link;
  }
}
