/** Looks at the way to a server without asking it anything: its addresses, the connection, the certificate. */
import type { LookupFunction, Socket } from 'node:net';
import type { PeerCertificate, TLSSocket } from 'node:tls';
import { UploadFailure } from '../../shared/failure.ts';
import { literalAddress } from './addresses.ts';
import { createConnector, systemLookup } from './connector.ts';
import { connected, tunnelUrl } from './dial.ts';
import { failureOf, noInterfaceUp } from './failures.ts';
import { direct, type ProxyResolver, proxyName } from './proxy.ts';
import { connectTo, tunnelThrough } from './tunnel.ts';

export interface Certificate {
  /** Who signed it: its organisation, else its name; null where it names none. */
  readonly issuer: string | null;
  /** Epoch ms; null where it can not be read. */
  readonly expiresAt: number | null;
}

/** An open connection on which nothing was said yet. */
export interface OpenedWay extends Disposable {
  /** The proxy that it leads through, "host:port"; null where it is straight. */
  readonly proxy: string | null;
  /** Speaks TLS with the target, whose certificate must be trusted. Once only, and only for https. */
  handshake(signal: AbortSignal): Promise<Certificate>;
}

/**
 * All fail as `Net.request` does, before anything was sent: `offline, dns, tls, proxy, timeout, connection`,
 * `cancelled` after the signal, or as the choice of a proxy does.
 */
export interface Probe {
  /** The proxy that leads to the URL, "host:port"; null where none does. */
  proxyTo(url: URL): Promise<string | null>;
  /** What the net's own resolver finds for the URL's host. */
  addresses(url: URL, signal: AbortSignal): Promise<readonly string[]>;
  /**
   * Connects the way a request would go. To an http target behind an HTTP proxy that is the proxy only: whether it
   * lets us through is seen with the first request.
   */
  open(url: URL, signal: AbortSignal): Promise<OpenedWay>;
}

/** As the net's, so that the same is looked at that requests use. */
export interface ProbeOptions {
  /** Longest wait for a connection, ms; default 15,000. */
  readonly connectTimeoutMs?: number;
  readonly extraCertificates?: readonly string[];
  readonly lookup?: LookupFunction;
  readonly isOffline?: () => boolean;
  readonly resolveProxy?: ProxyResolver;
}

export function createProbe(options: ProbeOptions = {}): Probe {
  const {
    connectTimeoutMs = 15_000,
    extraCertificates = [],
    lookup = systemLookup,
    isOffline = noInterfaceUp,
  } = options;
  const failedAt = (url: URL, error: unknown): UploadFailure =>
    failureOf(error, { host: url.host.slice(0, 255), sent: 'nothing', sentBytes: 0, connectTimeoutMs, isOffline });
  const choose = async (url: URL) => (await options.resolveProxy?.(tunnelUrl(url))) ?? direct;
  const connect = createConnector({ connectTimeoutMs, extraCertificates, lookup, allowPrivateAddresses: true });

  return {
    async proxyTo(url) {
      const choice = await choose(url);
      return choice.kind === 'direct' ? null : proxyName(choice);
    },

    async addresses(url, signal) {
      const { promise, resolve, reject } = Promise.withResolvers<readonly string[]>();
      const give = (): void => reject(new UploadFailure({ kind: 'cancelled' }));
      if (signal.aborted) give();
      signal.addEventListener('abort', give, { once: true });
      lookup(url.hostname, { all: true }, (error, found) => {
        if (error) reject(failedAt(url, error));
        else resolve(typeof found === 'string' ? [found] : found.map(({ address }) => address));
      });
      return await promise.finally(() => signal.removeEventListener('abort', give));
    },

    async open(url, signal) {
      const choice = await choose(url);
      const hostname = literalAddress(url) ?? url.hostname;
      const port = url.port || (url.protocol === 'https:' ? '443' : '80');
      const target = { hostname, host: url.host, port };
      const through = { connect, timeoutMs: connectTimeoutMs, closing: signal };
      try {
        let socket: Socket;
        if (choice.kind === 'direct') socket = await connected(connect, { ...target, protocol: 'http:' }, signal);
        else if (choice.kind === 'socks5' || url.protocol !== 'http:')
          socket = await connected(tunnelThrough(choice, through), { ...target, protocol: 'http:' }, signal);
        else {
          const proxy = { hostname: choice.host, host: proxyName(choice), port: String(choice.port) };
          socket = await connected(connectTo(choice, connect), { ...proxy, protocol: `${choice.kind}:` }, signal);
        }
        // Whoever hangs up now is noticed by whoever uses it next.
        socket.on('error', () => {});
        return {
          proxy: choice.kind === 'direct' ? null : proxyName(choice),
          async handshake(during) {
            const secure = { ...target, protocol: 'https:', httpSocket: socket };
            try {
              return certificateOf(await connected(connect, secure, during));
            } catch (error) {
              throw failedAt(url, error);
            }
          },
          [Symbol.dispose]: () => void socket.destroy(),
        };
      } catch (error) {
        throw failedAt(url, error);
      }
    },
  };
}

function certificateOf(socket: Socket): Certificate {
  // Checked border: a socket that was connected for https is one of TLS.
  const { issuer, valid_to }: Partial<PeerCertificate> = (socket as TLSSocket).getPeerCertificate();
  const expiresAt = Date.parse(valid_to ?? '');
  const [name = null] = [issuer?.O ?? issuer?.CN ?? []].flat();
  return {
    issuer: name?.slice(0, 200) ?? null,
    expiresAt: Number.isFinite(expiresAt) && expiresAt >= 0 ? expiresAt : null,
  };
}
