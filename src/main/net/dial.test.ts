/** Connections for what is not HTTP, over every kind of way, and how they end. */
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { faultLookup } from '../../../lab/fault-lookup.ts';
import { testCertificate } from './fixtures/certificate.ts';
import { serveSockets, type TestServer } from './fixtures/loopback.ts';
import { serveHttpProxy, serveSocksProxy, type TestProxy } from './fixtures/proxies.ts';
import { createNet, type NetOptions } from './http.ts';
import type { Net } from './net.ts';
import type { ProxyServer } from './proxy.ts';

const nets: Net[] = [];
afterEach(async () => void (await Promise.all(nets.splice(0).map((net) => net.close()))));

function netOf(options: NetOptions = {}): Net {
  const net = createNet({ extraCertificates: [testCertificate], isOffline: () => false, ...options });
  nets.push(net);
  return net;
}

const through = (proxy: TestProxy, more: Partial<ProxyServer> = {}): NetOptions => ({
  resolveProxy: async () => ({ ...proxy.at, ...more }),
});

/** Greets, and then says everything back. */
const echo = (): Promise<TestServer> =>
  serveSockets((socket) => {
    socket.write('hello');
    socket.pipe(socket);
  });

const at = (server: TestServer, host = '127.0.0.1') => new URL(`ssh://${host}:${server.url.port}`);

async function heard(socket: Socket, bytes: number): Promise<string> {
  let text = '';
  for (socket.setEncoding('utf8'); text.length < bytes; ) text += (await once(socket, 'data'))[0];
  return text;
}

async function failing(connecting: Promise<unknown>): Promise<unknown> {
  return await connecting.then(
    () => 'it was connected',
    (error: unknown) => error,
  );
}

describe('a line', () => {
  test('goes straight, and both sides can speak', async () => {
    await using server = await echo();
    const { socket } = await netOf().connect({ url: at(server) });
    socket.write(' there');
    expect(await heard(socket, 11)).toBe('hello there');
    socket.destroy();
  });

  test.each<[string, () => Promise<TestProxy>]>([
    ['an HTTP proxy', () => serveHttpProxy({ user: 'me', password: 'p' })],
    ['an HTTPS proxy', () => serveHttpProxy({ user: 'me', password: 'p' }, { secure: true })],
    ['SOCKS 5', () => serveSocksProxy({ user: 'me', password: 'p' })],
  ])('goes through %s, which resolves the name and is asked for a tunnel', async (_, start) => {
    await using proxy = await start();
    await using server = await echo();
    const lookup = faultLookup({ localhost: '127.0.0.1' });
    const net = netOf({ ...through(proxy, { user: 'me', password: 'p' }), lookup: lookup.lookup });
    const { socket } = await net.connect({ url: at(server, 'localhost') });
    socket.write(' there');
    expect(await heard(socket, 11)).toBe('hello there');
    expect([proxy.asked, lookup.asked]).toEqual([[`CONNECT localhost:${server.url.port}`], []]);
    socket.destroy();
  });

  test('takes the proxy that https would take', async () => {
    await using server = await echo();
    const asked: string[] = [];
    const net = netOf({
      resolveProxy: async (url) => {
        asked.push(url.href);
        return { kind: 'direct' };
      },
    });
    (await net.connect({ url: at(server) })).socket.destroy();
    expect(asked).toEqual([`https://127.0.0.1:${server.url.port}/`]);
  });

  test('is cut when the net is closed', async () => {
    await using server = await echo();
    const net = netOf();
    const { socket } = await net.connect({ url: at(server) });
    const closed = once(socket, 'close');
    await net.close();
    await closed;
    expect(await failing(net.connect({ url: at(server) }))).toMatchObject({ failure: { kind: 'cancelled' } });
  });

  test('comes with the limit that requests have too', async () => {
    await using server = await echo();
    const limited = await netOf({ bytesPerSecond: () => 1_000_000 }).connect({ url: at(server) });
    expect(limited.limit.pieceBytes()).toBe(100_000);
    const free = await netOf().connect({ url: at(server) });
    expect([free.limit.pieceBytes(), free.limit.draw(1e9, AbortSignal.timeout(1), () => {})]).toEqual([
      Number.POSITIVE_INFINITY,
      null,
    ]);
  });
});

describe('what fails', () => {
  const dead = new URL('ssh://127.0.0.1:1');

  test('nobody listens', async () => {
    const failure = { kind: 'connection', host: '127.0.0.1:1', detail: expect.stringContaining('ECONNREFUSED') };
    expect(await failing(netOf().connect({ url: dead }))).toMatchObject({ failure, sent: 'nothing' });
  });

  test('the name is not known, or nothing is connected', async () => {
    const { lookup } = faultLookup({ 'gone.example': 'missing' });
    const url = new URL('ssh://gone.example:22');
    const dns = { kind: 'dns', host: 'gone.example:22' };
    expect(await failing(netOf({ lookup }).connect({ url }))).toMatchObject({ failure: dns });
    const offline = { failure: { kind: 'offline' } };
    expect(await failing(netOf({ lookup, isOffline: () => true }).connect({ url }))).toMatchObject(offline);
  });

  test('the resolver or the proxy stays silent for too long', async () => {
    const { lookup } = faultLookup({ 'slow.example': 'silent' });
    const url = new URL('ssh://slow.example:22');
    const timeout = { kind: 'timeout', host: 'slow.example:22', afterMs: 50 };
    expect(await failing(netOf({ lookup, connectTimeoutMs: 50 }).connect({ url }))).toMatchObject({ failure: timeout });
    await using silent = await serveSockets(() => {});
    const proxy = { kind: 'socks5', host: '127.0.0.1', port: Number(silent.url.port) } as const;
    const net = netOf({ connectTimeoutMs: 50, resolveProxy: async () => proxy });
    expect(await failing(net.connect({ url }))).toMatchObject({
      failure: { kind: 'proxy', host: `127.0.0.1:${proxy.port}` },
    });
  });

  test.each<[string, () => Promise<TestProxy>, string]>([
    ['an HTTP proxy', () => serveHttpProxy({ refuseWith: 403 }), '(403)'],
    ['an HTTP proxy that wants a password', () => serveHttpProxy({ user: 'me' }), '(407)'],
    ['SOCKS 5', () => serveSocksProxy({ refuseWith: 5 }), 'connection refused'],
  ])('%s refuses', async (_, start, detail) => {
    await using proxy = await start();
    const failure = { kind: 'proxy', host: `127.0.0.1:${proxy.at.port}`, detail: expect.stringContaining(detail) };
    const net = netOf(through(proxy, { user: 'me', password: 'canary-pass' }));
    const error = await failing(net.connect({ url: dead }));
    expect(error).toMatchObject({ failure });
    expect(JSON.stringify(error)).not.toContain('canary');
  });

  test('a proxy that is none is a mistake in the settings', async () => {
    const resolveProxy = async () => ({ kind: 'http', host: 'no host', port: 0 }) as const;
    const failure = { kind: 'settings-invalid', field: 'proxy' };
    expect(await failing(netOf({ resolveProxy }).connect({ url: dead }))).toMatchObject({ failure });
  });

  test('private addresses, where they are not allowed: literal, looked up, and by a name behind a proxy', async () => {
    await using server = await echo();
    await using proxy = await serveSocksProxy();
    const { lookup } = faultLookup({ 'inside.example': '127.0.0.1' });
    const named = new URL(`ssh://inside.example:${server.url.port}`);
    for (const [net, url] of [
      [netOf(), at(server)],
      [netOf({ lookup }), named],
      [netOf(through(proxy)), at(server, 'localhost')],
    ] as const) {
      const failure = { kind: 'connection', detail: expect.stringContaining('is not a public address') };
      expect(await failing(net.connect({ url, allowPrivateAddresses: false }))).toMatchObject({ failure });
    }
    expect(proxy.connections()).toBe(0);
  });

  test('a cancel before, and while the proxy is silent', async () => {
    const cancelled = { failure: { kind: 'cancelled' }, sent: 'nothing' };
    expect(await failing(netOf().connect({ url: dead, signal: AbortSignal.abort() }))).toMatchObject(cancelled);
    const reached = Promise.withResolvers<Socket>();
    await using silent = await serveSockets(reached.resolve);
    const proxy = { kind: 'http', host: '127.0.0.1', port: Number(silent.url.port) } as const;
    const cancel = new AbortController();
    const connecting = failing(
      netOf({ resolveProxy: async () => proxy }).connect({ url: dead, signal: cancel.signal }),
    );
    const socket = await reached.promise;
    cancel.abort();
    expect(await connecting).toMatchObject(cancelled);
    const closed = once(socket, 'close');
    socket.resume();
    await closed;
  });
});
