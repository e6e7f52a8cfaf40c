/** One HTTP listener on one address, with limits on what a client may hold open. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, STATUS_CODES } from 'node:http';
import { type AddressInfo, isIP, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { safetyHeaders } from './headers.ts';

export interface ShareLimits {
  /** Connections at once; more are dropped. */
  readonly connections: number;
  /** Connections at once from one address; more are dropped. */
  readonly connectionsPerAddress: number;
  /** Bytes of a request's line and headers; more gets 431. */
  readonly headerBytes: number;
  /** Longest time until a request's headers are there, ms; then 408. */
  readonly headersTimeoutMs: number;
  /** Longest time without a byte moving in either direction, ms; then the connection is cut. */
  readonly idleTimeoutMs: number;
}

export const defaultLimits: ShareLimits = {
  connections: 128,
  connectionsPerAddress: 32,
  headerBytes: 16 * 1024,
  headersTimeoutMs: 10_000,
  idleTimeoutMs: 30_000,
};

/** Answers one request; `host` is the only `Host` header that may be answered. Never throws. */
export type RequestHandler = (request: IncomingMessage, response: ServerResponse, host: string) => void;

export interface ListenerParts {
  readonly limits: ShareLimits;
  readonly handle: RequestHandler;
}

export interface Listener {
  readonly address: string;
  readonly port: number;
  /** Address and port as a link names them. */
  readonly host: string;
  close(): Promise<void>;
}

/** The authority of a link to this address: IPv6 in brackets, port 80 left out. */
export function hostOf(address: string, port: number): string {
  return new URL(`http://${address.includes(':') ? `[${address}]` : address}:${port}`).host;
}

/** The port of what `hostOf` gave. */
export function portOf(host: string): number {
  return Number(new URL(`http://${host}`).port || 80);
}

/**
 * Listens on this one address; port 0 takes any free one. Rejects with the system's error (`EADDRINUSE`,
 * `EADDRNOTAVAIL`, `EACCES`), and with a `RangeError` for anything but one interface's address.
 */
export async function openListener(address: string, port: number, parts: ListenerParts): Promise<Listener> {
  if (isIP(address) === 0 || /^[0:.]*$|^::ffff:/i.test(address)) {
    throw new RangeError('a share is served on one interface only');
  }
  const { limits } = parts;
  const server = createServer({
    maxHeaderSize: limits.headerBytes,
    headersTimeout: limits.headersTimeoutMs,
    requestTimeout: limits.headersTimeoutMs,
    connectionsCheckingInterval: Math.min(1_000, limits.headersTimeoutMs),
    requireHostHeader: false,
  });
  server.maxConnections = limits.connections;
  server.timeout = limits.idleTimeoutMs;

  limitPerAddress(server, limits.connectionsPerAddress);
  let host = '';
  const asked = new WeakSet<Duplex>();
  const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    // Every answer closes its connection, so a second request on it was pipelined: nobody but an abuser does that.
    if (asked.has(request.socket)) {
      request.socket.destroy();
      return;
    }
    asked.add(request.socket);
    parts.handle(request, response, host);
  };
  server.on('request', onRequest);
  server.on('checkContinue', onRequest);
  server.on('checkExpectation', onRequest);
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (asked.has(socket) || !socket.writable) socket.destroy();
    else socket.end(bareAnswer(statusOf(error.code)));
  });

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: address, port, exclusive: true }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const bound = server.address() as AddressInfo;
  host = hostOf(address, bound.port);
  return {
    address,
    port: bound.port,
    host,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function limitPerAddress(server: ReturnType<typeof createServer>, limit: number): void {
  const open = new Map<string, number>();
  server.on('connection', (socket: Socket) => {
    const from = socket.remoteAddress ?? '';
    const count = (open.get(from) ?? 0) + 1;
    open.set(from, count);
    socket.once('close', () => {
      const left = (open.get(from) ?? 1) - 1;
      if (left === 0) open.delete(from);
      else open.set(from, left);
    });
    if (count > limit) socket.destroy();
  });
}

function statusOf(code: string | undefined): number {
  if (code === 'HPE_HEADER_OVERFLOW') return 431;
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 408;
  return 400;
}

/** An answer for what could not be read as a request. */
function bareAnswer(status: number): string {
  const lines = Object.entries({ ...safetyHeaders, 'Content-Length': '0' }).map(([name, value]) => `${name}: ${value}`);
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('\r\n')}\r\n\r\n`;
}
