/**
 * The proxies that `https_proxy`, `http_proxy`, `all_proxy` and `no_proxy` name, read as curl reads them
 * (https://curl.se/docs/manpage.html#ENVIRONMENT).
 */
import { BlockList, isIP } from 'node:net';
import { UploadFailure } from '../../shared/failure.ts';
import { literalAddress } from './addresses.ts';
import { direct, type ProxyChoice, type ProxyResolver } from './proxy.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where the variable names no port; of all kinds but https. */
const defaultPort = 1080;
const kinds: Readonly<Record<string, 'http' | 'https' | 'socks5'>> = {
  http: 'http',
  https: 'https',
  socks5: 'socks5',
  socks5h: 'socks5',
};

/**
 * The lower-case name comes first; `HTTP_PROXY` is left alone in a CGI program, where it is a request's header.
 * (curl never reads it, for that reason; most other programs do.)
 * Fails with `settings-invalid` and the variable's name where it names no proxy that we can use: going straight
 * instead could show what was to be hidden.
 */
export function environmentProxy(environment: Environment): ProxyResolver {
  const variable = (name: string): string | undefined => {
    const upper = name === 'http_proxy' && environment.REQUEST_METHOD ? '' : environment[name.toUpperCase()];
    return environment[name] || upper || undefined;
  };
  const bypassed = bypassOf(variable('no_proxy') ?? '');
  return async (url) => {
    const names = [url.protocol === 'https:' ? 'https_proxy' : 'http_proxy', 'all_proxy'];
    const name = names.find((one) => variable(one) !== undefined);
    if (name === undefined || bypassed(url)) return direct;
    const choice = proxyOf(variable(name) ?? '');
    if (!choice) throw new UploadFailure({ kind: 'settings-invalid', field: name });
    return choice;
  };
}

/** `[kind://][user[:password]@]host[:port]`; null where it is something else, or a kind that we do not speak. */
function proxyOf(text: string): ProxyChoice | null {
  const [, scheme = 'http', rest = ''] = /^(?:([a-z0-9]+):\/\/)?(.*)$/is.exec(text.trim()) ?? [];
  const kind = kinds[scheme.toLowerCase()];
  // A scheme that the parser does not know keeps its port, also 80.
  const url = URL.parse(`proxy://${rest}`);
  if (!kind || !url?.hostname) return null;
  const port = url.port === '' ? (kind === 'https' ? 443 : defaultPort) : Number(url.port);
  const proxy = { kind, host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port };
  if (url.username === '' && url.password === '') return proxy;
  return { ...proxy, user: decoded(url.username), password: decoded(url.password) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A lone percent sign stands for itself.
    return text;
  }
}

/**
 * Hosts that are asked directly: names, each with all below it; addresses; networks (`10.0.0.0/8`); `*` alone is all.
 * Separated by commas or spaces, ports are not looked at.
 */
function bypassOf(list: string): (url: URL) => boolean {
  if (list.trim() === '*') return () => true;
  const entries = list.split(/[\s,]+/).filter((entry) => entry !== '');
  const names: string[] = [];
  const addresses = new BlockList();
  for (const entry of entries) {
    const [network = '', bits] = entry.replace(/[[\]]/g, '').split('/');
    const family = isIP(network);
    if (family === 0) names.push(entry.toLowerCase().replace(/^\.|\.$/g, ''));
    else addSubnet(addresses, network, bits, family);
  }
  return (url) => {
    const literal = literalAddress(url);
    if (literal !== null) return addresses.check(literal, isIP(literal) === 4 ? 'ipv4' : 'ipv6');
    const host = url.hostname.replace(/\.$/, '');
    return names.some((name) => name !== '' && (host === name || host.endsWith(`.${name}`)));
  };
}

/** A prefix that is none matches nothing. */
function addSubnet(list: BlockList, network: string, bits: string | undefined, family: number): void {
  const longest = family === 4 ? 32 : 128;
  const prefix = bits === undefined ? longest : /^\d{1,3}$/.test(bits) ? Number(bits) : -1;
  if (prefix >= 0 && prefix <= longest) list.addSubnet(network, prefix, family === 4 ? 'ipv4' : 'ipv6');
}
