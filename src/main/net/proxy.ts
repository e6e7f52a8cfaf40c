/** What a proxy is, who chooses one for a request, and how its failures are told apart from the target's. */
import { isIPv6 } from 'node:net';

/** `user` and `password` are plain text, not percent-encoded; an empty password is sent as one. */
export interface ProxyServer {
  /** `http`, and `https` (TLS to the proxy itself), are HTTP proxies; `socks5` resolves names at the proxy. */
  readonly kind: 'http' | 'https' | 'socks5';
  /** A name or an address, an IPv6 one without brackets. */
  readonly host: string;
  readonly port: number;
  readonly user?: string;
  readonly password?: string;
}

export type ProxyChoice = { readonly kind: 'direct' } | ProxyServer;

/** Asked before every request; may fail with an `UploadFailure`, and then nothing is sent. */
export type ProxyResolver = (url: URL) => Promise<ProxyChoice>;

export const direct: ProxyChoice = { kind: 'direct' };

/** "host:port", which is all of a proxy that is ever told. */
export function proxyName({ host, port }: Pick<ProxyServer, 'host' | 'port'>): string {
  return `${isIPv6(host) ? `[${host}]` : host}:${port}`;
}

/** The proxy can not be reached, refused us, or could not reach the target. `detail` holds no secrets. */
export class ProxyError extends Error {
  /** Not one of undici's: some of these make its client try again for ever. */
  readonly code = 'ERR_PROXY';
  /** "host:port". */
  readonly proxy: string;

  constructor(proxy: ProxyServer, detail: string, options?: { readonly cause: unknown }) {
    super(detail, options);
    this.name = 'ProxyError';
    this.proxy = proxyName(proxy);
  }
}

/** The header that names us to an HTTP proxy, where it is to know us. */
export function proxyAuthorization({ user, password = '' }: ProxyServer): Record<string, string> {
  if (user === undefined) return {};
  return { 'proxy-authorization': `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
}

/** What a 407 means for this proxy. */
export function authRefused(proxy: ProxyServer): ProxyError {
  const said = proxy.user === undefined ? 'wants a user name and password' : 'refused the user name or password';
  return new ProxyError(proxy, `the proxy ${said} (407)`);
}
