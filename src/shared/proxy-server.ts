/** The address of a proxy as a user writes it. Without zod: the page reads it as well. */

export interface ProxyPlace {
  readonly kind: 'http' | 'https' | 'socks5';
  /** A name or an address, an IPv6 one without brackets. */
  readonly host: string;
  readonly port: number;
}

const kinds: Readonly<Record<string, ProxyPlace['kind']>> = {
  http: 'http',
  https: 'https',
  socks5: 'socks5',
  socks5h: 'socks5',
};
const usualPorts = { http: 80, https: 443, socks5: 1080 } as const;

/** `[kind://]host[:port]`; null for anything else, a user or a path included. */
export function readProxyServer(text: string): ProxyPlace | null {
  const [, scheme = 'http', rest = ''] = /^(?:([a-z0-9]+):\/\/)?([^/?#@\s]+)\/?$/i.exec(text.trim()) ?? [];
  const kind = kinds[scheme.toLowerCase()];
  // A scheme that the parser knows would lose its usual port.
  const url = rest === '' ? null : URL.parse(`proxy://${rest}`);
  if (!kind || !url?.hostname) return null;
  const port = url.port === '' ? usualPorts[kind] : Number(url.port);
  if (port < 1 || URL.parse(`http://${url.host}`) === null) return null;
  return { kind, host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port };
}
