/** An HTTP server on loopback that goes away and comes back at the same address. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { listen, portOf } from './loopback.ts';

export class LoopbackServer {
  readonly #answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  #server: Server | null = null;
  #port: number;

  /** `answer` never rejects. Port 0: any free one, and the same from the first `listen` on. */
  constructor(answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>, port = 0) {
    this.#answer = answer;
    this.#port = port;
  }

  /** `http://127.0.0.1:<port>`; the same as long as this lives. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Does nothing where it listens already. */
  async listen(): Promise<void> {
    if (this.#server) return;
    const server = createServer({ requestTimeout: 0 }, (request, response) => void this.#answer(request, response));
    await listen(server, this.#port);
    this.#port = portOf(server);
    this.#server = server;
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
}
