/** Connections to a target that lead through a proxy. */
import type { Socket } from 'node:net';
import { type buildConnector, Client } from 'undici';
import { authRefused, ProxyError, type ProxyServer, proxyAuthorization, proxyName } from './proxy.ts';
import { socks5Connect } from './socks5.ts';

export interface TunnelOptions {
  /** Makes connections to the proxy, and speaks TLS to targets over those. */
  readonly connect: buildConnector.connector;
  /** Longest wait for the proxy once it is reached, ms. */
  readonly timeoutMs: number;
  /** Ends tunnels that are being made. */
  readonly closing: AbortSignal;
}

/** What undici calls for a connection to a target that `proxy` is to reach. Fails with a `ProxyError` up to there. */
export function tunnelThrough(proxy: ProxyServer, options: TunnelOptions): buildConnector.connector {
  const open = proxy.kind === 'socks5' ? openSocks : openConnect;
  return (target, callback) => {
    open(proxy, { host: target.hostname, port: portOf(target) }, options).then(
      (socket) => {
        if (target.protocol === 'https:') options.connect({ ...target, httpSocket: socket }, callback);
        else callback(null, socket);
      },
      (error: unknown) => callback(atProxy(proxy, error), null),
    );
  };
}

/** Makes connections to the proxy itself, for requests that it forwards. */
export function connectTo(proxy: ProxyServer, connect: buildConnector.connector): buildConnector.connector {
  return ({ servername: _, ...target }, callback) =>
    // undici would ask the proxy for the certificate of the target, which stands in the request's `Host`.
    connect(target, (...[error, socket]) => (error ? callback(atProxy(proxy, error), null) : callback(null, socket)));
}

/** Where an HTTP proxy listens. */
export function proxyOrigin(proxy: ProxyServer): string {
  return `${proxy.kind}://${proxyName(proxy)}`;
}

interface Target {
  readonly host: string;
  readonly port: number;
}

async function openConnect(proxy: ProxyServer, target: Target, options: TunnelOptions): Promise<Socket> {
  const client = new Client(proxyOrigin(proxy), {
    connect: options.connect,
    allowH2: false,
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const waiting = deadline(proxy, options, 2);
  try {
    const authority = proxyName(target);
    const headers = { host: authority, ...proxyAuthorization(proxy) };
    const { statusCode, socket } = await client.connect({ path: authority, headers, signal: waiting.signal });
    if (statusCode >= 200 && statusCode < 300) return socket as Socket;
    socket.on('error', () => {}).destroy();
    if (statusCode === 407) throw authRefused(proxy);
    throw new ProxyError(proxy, `the proxy did not connect us to ${authority} (${statusCode})`);
  } catch (error) {
    await client.destroy();
    throw waiting.signal.aborted ? waiting.signal.reason : error;
  } finally {
    waiting.over();
  }
}

async function openSocks(proxy: ProxyServer, target: Target, options: TunnelOptions): Promise<Socket> {
  const socket = await new Promise<Socket>((resolve, reject) => {
    const { host: hostname, port } = proxy;
    options.connect({ hostname, host: hostname, protocol: 'http:', port: String(port) }, (...[error, connected]) =>
      error ? reject(error) : resolve(connected),
    );
  });
  const waiting = deadline(proxy, options, 1);
  const end = (): unknown => socket.destroy();
  waiting.signal.addEventListener('abort', end, { once: true });
  try {
    await socks5Connect(socket, proxy, target);
    return socket;
  } catch (error) {
    socket.destroy();
    throw waiting.signal.aborted ? waiting.signal.reason : error;
  } finally {
    waiting.signal.removeEventListener('abort', end);
    waiting.over();
  }
}

/** `steps`: the connection to the proxy has a limit of its own, and is one more where it is waited for as well. */
function deadline(proxy: ProxyServer, { timeoutMs, closing }: TunnelOptions, steps: number) {
  const ending = new AbortController();
  const late = () => ending.abort(new ProxyError(proxy, `the proxy did not answer within ${timeoutMs} ms`));
  const timer = setTimeout(late, timeoutMs * steps);
  const close = () => ending.abort(new ProxyError(proxy, 'the connection was given up'));
  if (closing.aborted) close();
  else closing.addEventListener('abort', close, { once: true });
  return {
    signal: ending.signal,
    over(): void {
      clearTimeout(timer);
      closing.removeEventListener('abort', close);
    },
  };
}

function portOf(target: buildConnector.Options): number {
  return Number(target.port) || (target.protocol === 'https:' ? 443 : 80);
}

function atProxy(proxy: ProxyServer, error: unknown): ProxyError {
  if (error instanceof ProxyError) return error;
  const first = error instanceof AggregateError ? error.errors[0] : error;
  return new ProxyError(proxy, first instanceof Error ? first.message : String(first), { cause: error });
}
