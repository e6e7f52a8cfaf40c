/** Which way a request goes: straight, through a tunnel, or handed to a proxy; and the connections of each way. */
import type { LookupFunction } from 'node:net';
import { Agent, type buildConnector } from 'undici';
import { UploadFailure } from '../../shared/failure.ts';
import { isLoopbackName, isPrivateAddress, literalAddress, PrivateAddressError } from './addresses.ts';
import { createConnector } from './connector.ts';
import type { HttpRequest } from './net.ts';
import { direct, type ProxyResolver, type ProxyServer, proxyAuthorization } from './proxy.ts';
import { connectTo, proxyOrigin, tunnelThrough } from './tunnel.ts';

export interface Route {
  readonly agent: Agent;
  /** Whom the agent is to connect to, and what it is to ask there. */
  readonly origin: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The proxy that reads the request and may answer it itself; null where nobody but the target does. */
  readonly forwarder: ProxyServer | null;
}

export interface Routes {
  /** Fails with a `PrivateAddressError`, or as the resolver does. */
  find(request: Pick<HttpRequest, 'url' | 'allowPrivateAddresses'>): Promise<Route>;
  close(): Promise<void>;
}

export interface RoutesOptions {
  readonly connectTimeoutMs: number;
  readonly extraCertificates: readonly string[];
  readonly lookup: LookupFunction;
  readonly resolveProxy: ProxyResolver | undefined;
}

/** Connections per host, for uploads and link checks; the engine's own limits are lower. */
const connections = 40;
/** Proxies whose connections are kept; of more, the one that was used first is let go. */
const maxProxies = 8;

interface ThroughProxy {
  readonly tunnels: Agent;
  readonly forwarding: Agent;
}

export function createRoutes(options: RoutesOptions): Routes {
  const { connectTimeoutMs, resolveProxy } = options;
  const closing = new AbortController();
  const connect = createConnector({ ...options, allowPrivateAddresses: true });
  // Two, so that a connection made for one who may ask private addresses is never used by one who may not.
  const anywhere = agentOf(connect);
  const publicOnly = agentOf(createConnector({ ...options, allowPrivateAddresses: false }));
  const proxies = new Map<string, ThroughProxy>();

  const through = (proxy: ProxyServer): ThroughProxy => {
    const { kind, host, port, user, password } = proxy;
    const key = JSON.stringify([kind, host, port, user, password]);
    const known = proxies.get(key);
    if (known) return known;
    const made = {
      tunnels: agentOf(tunnelThrough(proxy, { connect, timeoutMs: connectTimeoutMs, closing: closing.signal })),
      forwarding: agentOf(connectTo(proxy, connect)),
    };
    proxies.set(key, made);
    const [oldest] = proxies;
    if (oldest && proxies.size > maxProxies) {
      proxies.delete(oldest[0]);
      // Lets what is under way come to its end.
      for (const agent of [oldest[1].tunnels, oldest[1].forwarding]) agent.close().catch(() => {});
    }
    return made;
  };

  return {
    async find({ url, allowPrivateAddresses = true }) {
      if (!allowPrivateAddresses) refusePrivate(url);
      const choice = (await resolveProxy?.(url)) ?? direct;
      const path = `${url.pathname}${url.search}`;
      const straight = { origin: url.origin, path, headers: {}, forwarder: null };
      if (choice.kind === 'direct' || closing.signal.aborted) {
        return { agent: allowPrivateAddresses ? anywhere : publicOnly, ...straight };
      }
      expectUsable(choice);
      if (!allowPrivateAddresses && isLoopbackName(url)) throw new PrivateAddressError(url.hostname);
      const { tunnels, forwarding } = through(choice);
      if (choice.kind === 'socks5' || url.protocol === 'https:') return { agent: tunnels, ...straight };
      return {
        agent: forwarding,
        origin: proxyOrigin(choice),
        // What proxies are asked for is the whole address (RFC 9112, section 3.2.2): many allow tunnels to 443 only.
        path: `${url.origin}${path}`,
        headers: { host: url.host, ...proxyAuthorization(choice) },
        forwarder: choice,
      };
    },
    async close() {
      closing.abort();
      const agents = [...proxies.values()].flatMap(({ tunnels, forwarding }) => [tunnels, forwarding]);
      await Promise.all([anywhere, publicOnly, ...agents].map((agent) => agent.destroy()));
    },
  };
}

function agentOf(connect: buildConnector.connector): Agent {
  // Each request has its own watch, which knows what is being waited for.
  return new Agent({ allowH2: false, connections, headersTimeout: 0, bodyTimeout: 0, connect });
}

/** Throws a `PrivateAddressError` where the URL names a private address literally. */
export function refusePrivate(url: URL): void {
  const literal = literalAddress(url);
  if (literal !== null && isPrivateAddress(literal)) throw new PrivateAddressError(literal);
}

/** A host or port that is none would end as a puzzling error of undici's. */
export function expectUsable(proxy: ProxyServer): void {
  const portIsOne = Number.isInteger(proxy.port) && proxy.port > 0 && proxy.port < 65_536;
  if (!portIsOne || URL.parse(proxyOrigin(proxy)) === null) {
    throw new UploadFailure({ kind: 'settings-invalid', field: 'proxy' });
  }
}
