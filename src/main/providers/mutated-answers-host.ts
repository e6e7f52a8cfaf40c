/** A server on the loopback that speaks no HTTP of its own: it says what it is told, byte for byte. */
import type { Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { serveSockets, type TestServer } from '../net/fixtures/loopback.ts';
import type { WireAnswer } from './mutated-answers-wire.ts';

/** What to say to a request; asked once per request, with its method and path. */
export type Script = (method: string, path: string) => Omit<WireAnswer, 'shape' | 'meaning'>;

/** Reads requests, one after the other on each connection, and answers as the script says. */
export function serveScript(script: Script): Promise<TestServer> {
  return serveSockets((socket) => {
    const reading = new RequestHead(socket, script);
    socket.on('data', (data) => reading.push(data));
    socket.resume();
  });
}

class RequestHead {
  readonly #socket: Socket;
  readonly #script: Script;
  #head = '';
  #bodyLeft = 0;
  #then: (() => Promise<void>) | null = null;

  constructor(socket: Socket, script: Script) {
    this.#socket = socket;
    this.#script = script;
  }

  push(data: Buffer): void {
    let body = data;
    if (!this.#then) {
      this.#head += data.toString('latin1');
      const end = this.#head.indexOf('\r\n\r\n');
      if (end < 0) return;
      body = Buffer.from(this.#head.slice(end + 4), 'latin1');
      const [, method = '', path = ''] = /^(\S+) (\S+)/.exec(this.#head) ?? [];
      this.#bodyLeft = Number(/^content-length: (\d+)/im.exec(this.#head.slice(0, end))?.[1] ?? 0);
      const said = this.#script(method, path);
      this.#then = () => this.#say(said);
      if (said.early) {
        this.#then = async () => {};
        // What is not read yet stays unread while the answer travels.
        this.#socket.pause();
        void this.#say(said).then(() => setTimeout(() => this.#socket.resume(), 20).unref());
      }
    }
    this.#bodyLeft -= body.length;
    if (this.#bodyLeft > 0) return;
    const say = this.#then;
    this.#head = '';
    this.#then = null;
    void say();
  }

  async #say({ pieces, after }: Omit<WireAnswer, 'shape' | 'meaning'>): Promise<void> {
    for (const piece of pieces) {
      if (!this.#socket.writable) return;
      this.#socket.write(piece);
      await turn();
    }
    if (after === 'end') this.#socket.end();
    if (after === 'reset') this.#socket.resetAndDestroy();
  }
}
