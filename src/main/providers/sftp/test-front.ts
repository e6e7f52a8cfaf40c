/** A TCP front before a server: counts what comes in, and refuses or resets connections when told to. */
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { LabRequest } from '../../../../lab/lab-log.ts';
import { listen, portOf } from '../../../../lab/loopback.ts';

export class Front {
  /** Each connection as a request, whose body are all bytes that came in on it. */
  readonly connections: LabRequest[] = [];
  readonly #targetPort: number;
  readonly #sockets = new Set<Socket>();
  #server: Server | null = null;
  #port = 0;
  #resetAfter = Number.POSITIVE_INFINITY;

  private constructor(targetPort: number) {
    this.#targetPort = targetPort;
  }

  static async start(targetPort: number): Promise<Front> {
    const front = new Front(targetPort);
    await front.heal();
    return front;
  }

  /** The same as long as it lives. */
  get port(): number {
    return this.#port;
  }

  /** The next connection is reset once so many bytes came in on it. */
  resetAfter(bytes: number): void {
    this.#resetAfter = bytes;
  }

  /** Nothing listens until `heal`; what is under way is cut. */
  async refuse(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (!server) return;
    for (const socket of this.#sockets) socket.destroy();
    const closed = once(server, 'close');
    server.close();
    await closed;
  }

  async heal(): Promise<void> {
    this.#resetAfter = Number.POSITIVE_INFINITY;
    if (this.#server) return;
    this.#server = createServer((socket) => this.#take(socket));
    await listen(this.#server, this.#port);
    this.#port = portOf(this.#server);
  }

  #take(client: Socket): void {
    const unread = { method: 'SSH', path: '', headers: {}, complete: false, status: null };
    const connection: LabRequest = { ...unread, bodyBytes: 0, ended: false };
    this.connections.push(connection);
    const resetAfter = this.#resetAfter;
    this.#resetAfter = Number.POSITIVE_INFINITY;
    const host = connect(this.#targetPort, '127.0.0.1');
    for (const [socket, other] of [
      [client, host],
      [host, client],
    ] as const) {
      this.#sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
    client.on('data', (chunk: Buffer) => {
      connection.bodyBytes += chunk.length;
      if (connection.bodyBytes > resetAfter) client.resetAndDestroy();
    });
    host.on('close', () => {
      connection.ended = true;
    });
  }
}
