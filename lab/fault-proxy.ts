/** A TCP proxy on the loopback that stands before any server and spoils its connections. */
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { listen, portOf } from './loopback.ts';
import { type Direction, type Sleep, type TcpFault, throughLine } from './tcp-faults.ts';
import { type TlsFace, type TlsFront, tlsFront } from './tls-front.ts';

export type { Direction, Sleep, TcpFault } from './tcp-faults.ts';
export type { TlsFace } from './tls-front.ts';

export type ProxyFault =
  | TcpFault
  /** Nothing listens. */
  | { readonly kind: 'refused' }
  /** Takes connections and never reads from them. */
  | { readonly kind: 'black-hole' }
  /** Speaks TLS before the target: the address is https, its other faults count encrypted bytes. */
  | { readonly kind: 'tls'; readonly face: TlsFace };

export interface ProxyConnection {
  /** Bytes passed on to the host so far. */
  up: number;
  /** Bytes passed on to the client so far. */
  down: number;
  /** False once both sides are closed. */
  open: boolean;
}

export interface FaultProxy extends AsyncDisposable {
  /** `http://127.0.0.1:<port>`, https with a `tls` fault; the same as long as the proxy lives. */
  readonly url: string;
  /** All that were ever made, in their order. */
  readonly connections: readonly ProxyConnection[];
  /**
   * From now on new connections pass, to an https address with the `trusted` certificate. Those under way keep their
   * faults to their end.
   */
  heal(): Promise<void>;
  /** Closes the port and cuts what is under way. */
  stop(): Promise<void>;
}

/**
 * Starts a proxy before `target` (an `http:` address, such as a stand-in's). Several faults are met one after the
 * other. Owned by the caller: `stop()`, or `await using`. For links and settings that lead through it see
 * `StandIn.behind`.
 * @param sleep for tests that take no time
 */
export async function faultProxy(
  target: string | URL,
  fault: ProxyFault | readonly ProxyFault[],
  { sleep = realSleep }: { readonly sleep?: Sleep } = {},
): Promise<FaultProxy> {
  const proxy = new SpoilingProxy(new URL(target), 'kind' in fault ? [fault] : fault, sleep);
  await proxy.start();
  return proxy;
}

const realSleep: Sleep = (ms, signal) => wait(ms, undefined, { signal });

function isTcpFault(fault: ProxyFault): fault is TcpFault {
  return fault.kind !== 'refused' && fault.kind !== 'black-hole' && fault.kind !== 'tls';
}

class SpoilingProxy implements FaultProxy {
  readonly connections: ProxyConnection[] = [];
  readonly #target: { readonly host: string; readonly port: number };
  readonly #scheme: 'http' | 'https';
  readonly #sleep: Sleep;
  readonly #sockets = new Set<Socket>();
  readonly #fronts: TlsFront[] = [];
  readonly #end = new AbortController();
  #faults: readonly ProxyFault[];
  #server: Server | null = null;
  #port = 0;

  constructor(target: URL, faults: readonly ProxyFault[], sleep: Sleep) {
    this.#target = { host: target.hostname, port: Number(target.port || 80) };
    this.#faults = faults;
    this.#scheme = faults.some(({ kind }) => kind === 'tls') ? 'https' : 'http';
    this.#sleep = sleep;
  }

  get url(): string {
    return `${this.#scheme}://127.0.0.1:${this.#port}`;
  }

  async start(): Promise<void> {
    for (const fault of this.#faults) if (fault.kind === 'tls') await this.#addFront(fault.face);
    await this.#listen();
    if (this.#faults.some(({ kind }) => kind === 'refused')) await this.#close();
  }

  async heal(): Promise<void> {
    this.#faults = [];
    if (this.#scheme === 'https') await this.#addFront('trusted');
    if (!this.#server) await this.#listen();
  }

  async stop(): Promise<void> {
    this.#end.abort();
    for (const socket of this.#sockets) socket.destroy();
    await this.#close();
    await Promise.all(this.#fronts.splice(0).map((front) => front.stop()));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  async #addFront(face: TlsFace): Promise<void> {
    this.#fronts.unshift(await tlsFront(this.#target, face));
  }

  async #listen(): Promise<void> {
    const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => this.#take(socket));
    await listen(server, this.#port);
    this.#port = portOf(server);
    this.#server = server;
  }

  async #close(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (!server) return;
    const done = once(server, 'close');
    server.close();
    await done;
  }

  #take(client: Socket): void {
    const connection: ProxyConnection = { up: 0, down: 0, open: true };
    this.connections.push(connection);
    this.#own(client);
    client.on('close', () => {
      connection.open = false;
    });
    if (this.#faults.some(({ kind }) => kind === 'black-hole')) return;
    const [front] = this.#fronts;
    const address = front ? { host: '127.0.0.1', port: front.port } : this.#target;
    const host = connect({ ...address, allowHalfOpen: true, noDelay: true });
    this.#own(host);
    client.setNoDelay(true);
    // Cut on one side is cut on the other; a proper end goes through the line.
    client.on('error', () => reset(host));
    host.on('error', () => reset(client));
    this.#pump(client, host, 'up', connection);
    this.#pump(host, client, 'down', connection);
  }

  #own(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => {}).on('close', () => this.#sockets.delete(socket));
  }

  #pump(from: Socket, to: Socket, direction: Direction, connection: ProxyConnection): void {
    const line = { direction, faults: this.#faults.filter(isTcpFault), sleep: this.#sleep, signal: this.#end.signal };
    // The iterator must not close the socket with its own end: the other direction may go on.
    const source: AsyncIterable<Buffer> = from.iterator({ destroyOnReturn: false });
    const move = async (): Promise<void> => {
      for await (const chunk of throughLine(source, line)) {
        if (to.destroyed) return;
        await new Promise<void>((resolve, reject) => to.write(chunk, (error) => (error ? reject(error) : resolve())));
        connection[direction] += chunk.length;
      }
      to.end();
    };
    move().catch(() => {
      reset(from);
      reset(to);
    });
  }
}

function reset(socket: Socket): void {
  if (socket.connecting) socket.destroy();
  else socket.resetAndDestroy();
}
