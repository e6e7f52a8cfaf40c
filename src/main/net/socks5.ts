/**
 * The client's half of SOCKS 5 (RFC 1928, RFC 1929) on an open connection to the proxy. undici's own is experimental:
 * it prints a warning, takes IPv6 addresses for names, never sends an empty password, and waits out its whole timeout
 * when the proxy hangs up.
 */
import { isIPv4, isIPv6, type Socket } from 'node:net';
import { ipv6Bytes } from './addresses.ts';
import { ExactReader } from './exact-reader.ts';
import { ProxyError, type ProxyServer } from './proxy.ts';

const version = 5;
const noAuth = 0;
const byPassword = 2;
const noneAcceptable = 0xff;

/** RFC 1928, section 6. */
const replies: Readonly<Record<number, string>> = {
  1: 'general failure',
  2: 'not allowed by its rules',
  3: 'network unreachable',
  4: 'host unreachable',
  5: 'connection refused',
  6: 'time to live expired',
  7: 'command not supported',
  8: 'kind of address not supported',
};

/**
 * Has the proxy connect `socket` to the target, whose name the proxy resolves; afterwards the socket is the target's.
 * Fails with a `ProxyError`, or with what destroyed the socket.
 */
export async function socks5Connect(socket: Socket, proxy: ProxyServer, target: { host: string; port: number }) {
  using reader = new ExactReader(socket);
  const greeting = proxy.user === undefined ? [noAuth] : [noAuth, byPassword];
  socket.write(Uint8Array.of(version, greeting.length, ...greeting));
  const [spoken, method] = await take(reader, 2, proxy);
  if (spoken !== version) throw new ProxyError(proxy, 'the proxy does not speak SOCKS 5');
  if (method === byPassword && proxy.user !== undefined) await authenticate(socket, reader, proxy);
  else if (method === noneAcceptable)
    throw new ProxyError(proxy, 'the proxy accepts no way of signing in that we know');
  else if (method !== noAuth) throw new ProxyError(proxy, 'the proxy wants a way of signing in that we do not know');

  const port = Buffer.alloc(2);
  port.writeUInt16BE(target.port);
  socket.write(Buffer.concat([Uint8Array.of(version, 1, 0), addressField(target.host, proxy), port]));
  const [, reply = 1, , addressKind] = await take(reader, 4, proxy);
  if (reply !== 0) {
    const reason = replies[reply] ?? `reply ${reply}`;
    throw new ProxyError(proxy, `the proxy could not connect to ${target.host}:${target.port}: ${reason}`);
  }
  await take(reader, (await addressLength(reader, addressKind, proxy)) + 2, proxy);
}

async function authenticate(socket: Socket, reader: ExactReader, proxy: ProxyServer): Promise<void> {
  const fields = [proxy.user ?? '', proxy.password ?? ''].map((text) => Buffer.from(text));
  if (fields.some(({ length }) => length > 255)) throw new ProxyError(proxy, 'the user name or password is too long');
  socket.write(Buffer.concat([Uint8Array.of(1), ...fields.flatMap((field) => [Uint8Array.of(field.length), field])]));
  const [, status] = await take(reader, 2, proxy);
  if (status !== 0) throw new ProxyError(proxy, 'the proxy refused the user name or password');
}

function addressField(host: string, proxy: ProxyServer): Uint8Array {
  if (isIPv4(host)) return Uint8Array.of(1, ...host.split('.').map(Number));
  if (isIPv6(host)) return Uint8Array.of(4, ...ipv6Bytes(host));
  const name = Buffer.from(host);
  if (name.length > 255) throw new ProxyError(proxy, 'the name of the host is too long for the proxy');
  return Uint8Array.of(3, name.length, ...name);
}

/** Bytes of the address that follows in the proxy's reply. */
async function addressLength(reader: ExactReader, kind: number | undefined, proxy: ProxyServer): Promise<number> {
  if (kind === 1) return 4;
  if (kind === 4) return 16;
  if (kind === 3) return (await take(reader, 1, proxy))[0] ?? 0;
  throw new ProxyError(proxy, 'the proxy answered with something else than SOCKS 5');
}

async function take(reader: ExactReader, bytes: number, proxy: ProxyServer): Promise<Buffer> {
  const taken = await reader.take(bytes);
  if (!taken) throw new ProxyError(proxy, 'the proxy hung up');
  return taken;
}
