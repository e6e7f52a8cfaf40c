/** Connections on which something else than HTTP is spoken, straight or through the proxy that tunnels would take. */
import type { LookupFunction } from 'node:net';
import { Socket } from 'node:net';
import type { buildConnector } from 'undici';
import { UploadFailure } from '../../shared/failure.ts';
import { isLoopbackName, literalAddress, PrivateAddressError } from './addresses.ts';
import { createConnector } from './connector.ts';
import { failureOf } from './failures.ts';
import type { ConnectRequest, Line } from './net.ts';
import { direct, type ProxyResolver } from './proxy.ts';
import { expectUsable, refusePrivate } from './routes.ts';
import type { Throttle } from './throttle.ts';
import { tunnelThrough } from './tunnel.ts';

export interface DialOptions {
  readonly connectTimeoutMs: number;
  readonly lookup: LookupFunction;
  readonly isOffline: () => boolean;
  readonly extraCertificates: readonly string[];
  readonly resolveProxy: ProxyResolver | undefined;
  readonly throttle: Throttle | undefined;
}

export interface Dial {
  /** The contract is `Net.connect`. */
  connect(request: ConnectRequest): Promise<Line>;
  /** Cuts every line, and those that are being made. */
  close(): void;
}

const noLimit: Throttle = { pieceBytes: () => Number.POSITIVE_INFINITY, draw: () => null };

export function createDial(options: DialOptions): Dial {
  const { connectTimeoutMs, resolveProxy, isOffline, throttle = noLimit } = options;
  const closing = new AbortController();
  const open = new Set<Socket>();
  const anywhere = createConnector({ ...options, allowPrivateAddresses: true });
  const publicOnly = createConnector({ ...options, allowPrivateAddresses: false });

  const socketTo = async (url: URL, allowPrivate: boolean, signal: AbortSignal): Promise<Socket> => {
    if (!allowPrivate) refusePrivate(url);
    const choice = (await resolveProxy?.(tunnelUrl(url))) ?? direct;
    if (signal.aborted) throw new UploadFailure({ kind: 'cancelled' });
    const target = { hostname: literalAddress(url) ?? url.hostname, host: url.host, port: url.port, protocol: 'http:' };
    if (choice.kind === 'direct') return await connected(allowPrivate ? anywhere : publicOnly, target, signal);
    expectUsable(choice);
    if (!allowPrivate && isLoopbackName(url)) throw new PrivateAddressError(url.hostname);
    const tunnel = tunnelThrough(choice, { connect: anywhere, timeoutMs: connectTimeoutMs, closing: signal });
    return await connected(tunnel, target, signal);
  };

  return {
    async connect({ url, signal, allowPrivateAddresses = true }) {
      const ending = AbortSignal.any([closing.signal, ...(signal ? [signal] : [])]);
      try {
        const socket = await socketTo(url, allowPrivateAddresses, ending);
        open.add(socket);
        // Whoever hangs up before there is a listener is noticed by the first use.
        socket.on('error', () => {}).once('close', () => open.delete(socket));
        return { socket, limit: throttle };
      } catch (error) {
        const host = url.host.slice(0, 255);
        throw failureOf(error, { host, sent: 'nothing', sentBytes: 0, connectTimeoutMs, isOffline });
      }
    },
    close() {
      closing.abort();
      for (const socket of open) socket.destroy();
    },
  };
}

/**
 * What the choice of a proxy is asked for a connection that is not HTTP's: the same as for https, whose connections are
 * tunnels too. Resolvers know no other schemes.
 */
export function tunnelUrl(url: URL): URL {
  return /^https?:$/.test(url.protocol) ? url : new URL(`https://${url.host}`);
}

/** The connection that the connector makes; given up once the signal aborts. */
export function connected(
  connect: buildConnector.connector,
  target: buildConnector.Options,
  signal: AbortSignal,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(new UploadFailure({ kind: 'cancelled' }));
    // undici's connectors return the socket that they are connecting; their type does not say so.
    let begun: unknown;
    const give = (): void => {
      if (begun instanceof Socket) begun.on('error', () => {}).destroy();
      reject(new UploadFailure({ kind: 'cancelled' }));
    };
    signal.addEventListener('abort', give, { once: true });
    begun = connect(target, (...[error, socket]) => {
      signal.removeEventListener('abort', give);
      if (error) reject(error);
      else if (signal.aborted) socket.destroy();
      else resolve(socket);
    });
  });
}
