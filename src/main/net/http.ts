/** The net on undici: agents of our own, whose connections trust the system's certificates. */
import type { LookupFunction } from 'node:net';
import { Agent } from 'undici';
import { isPrivateAddress, literalAddress } from './addresses.ts';
import { createConnector, PrivateAddressError, systemLookup } from './connector.ts';
import { exchange } from './exchange.ts';
import { failureOf, noInterfaceUp } from './failures.ts';
import type { Net } from './net.ts';

export interface NetOptions {
  /** Longest wait for a connection, TLS included, ms; default 15,000. */
  readonly connectTimeoutMs?: number;
  /** Connections per host; default 16. The engine's own limits are lower. */
  readonly connectionsPerHost?: number;
  /** PEM certificates trusted besides the system's and Node's own. */
  readonly extraCertificates?: readonly string[];
  readonly lookup?: LookupFunction;
  /** Asked when a name or a network can not be reached; by default, whether no interface is up. */
  readonly isOffline?: () => boolean;
}

export function createNet(options: NetOptions = {}): Net {
  const { connectTimeoutMs = 15_000, isOffline = noInterfaceUp } = options;
  const agent = (allowPrivateAddresses: boolean): Agent =>
    new Agent({
      allowH2: false,
      connections: options.connectionsPerHost ?? 16,
      // Each request has its own watch, which knows what is being waited for.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: createConnector({
        connectTimeoutMs,
        allowPrivateAddresses,
        extraCertificates: options.extraCertificates ?? [],
        lookup: options.lookup ?? systemLookup,
      }),
    });
  // Two, so that a connection made for one who may ask private addresses is never used by one who may not.
  const anywhere = agent(true);
  const publicOnly = agent(false);

  return {
    async request(request) {
      const { url, allowPrivateAddresses = true } = request;
      const literal = literalAddress(url);
      if (!allowPrivateAddresses && literal !== null && isPrivateAddress(literal)) {
        const nothing = { sent: 'nothing', sentBytes: 0 } as const;
        throw failureOf(new PrivateAddressError(literal), { host: url.host, ...nothing, connectTimeoutMs, isOffline });
      }
      return await exchange(request, allowPrivateAddresses ? anywhere : publicOnly, { connectTimeoutMs, isOffline });
    },
    async close() {
      await Promise.all([anywhere.destroy(), publicOnly.destroy()]);
    },
  };
}
