import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { testCertificate } from './fixtures/certificate.ts';
import { bodyOf, drained, patternBytes, post, serve, serveSockets } from './fixtures/loopback.ts';
import { serveHttpProxy, serveSocksProxy, type TestProxy } from './fixtures/proxies.ts';
import { createNet, type NetOptions } from './http.ts';
import type { Net } from './net.ts';
import { type ProxyServer, proxyName } from './proxy.ts';

const nets: Net[] = [];
afterEach(async () => void (await Promise.all(nets.splice(0).map((net) => net.close()))));

const canary = 'c4nary-passw0rd';

/** What a request of a few bytes to `url` through `proxy` ends with; no password may stand anywhere in it. */
async function outcome(proxy: ProxyServer, url: URL, more: NetOptions = {}, body = bodyOf('x')): Promise<unknown> {
  const resolveProxy = async () => proxy;
  const net = createNet({ extraCertificates: [testCertificate], isOffline: () => false, resolveProxy, ...more });
  nets.push(net);
  const result = await net.request(post(url, body)).catch((error: unknown) => error);
  const told = result instanceof Error ? JSON.stringify(result) + result.stack + String(result.cause) : '';
  expect(told).not.toContain(canary);
  expect(told).not.toContain(Buffer.from(`me:${canary}`).toString('base64'));
  return result;
}

function failedAt(proxy: ProxyServer, detail: string): unknown {
  const failure = { kind: 'proxy', host: proxyName(proxy), detail: expect.stringContaining(detail) };
  return expect.objectContaining({ failure, sent: 'nothing' });
}

const schemes = ['http', 'https'] as const;
const somewhere = { http: new URL('http://host.test/'), https: new URL('https://host.test/') };

describe.each(schemes)('on the way to %s', (scheme) => {
  const url = somewhere[scheme];

  it.each(['http', 'https', 'socks5'] as const)('a %s proxy that is down is told by its name', async (kind) => {
    const gone = await serveHttpProxy();
    await gone[Symbol.asyncDispose]();
    const proxy = { ...gone.at, kind, user: 'me', password: canary };
    expect(await outcome(proxy, url)).toEqual(failedAt(proxy, 'ECONNREFUSED'));
    expect(await outcome(proxy, url, { isOffline: () => true })).toEqual(failedAt(proxy, 'ECONNREFUSED'));
  });

  it.each(['http', 'https', 'socks5'] as const)('a %s proxy whose name is not known', async (kind) => {
    const proxy: ProxyServer = { kind, host: 'proxy.test', port: 8080 };
    const lookup: NonNullable<NetOptions['lookup']> = (host, _options, callback) =>
      callback(Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: 'ENOTFOUND' }), '');
    expect(await outcome(proxy, url, { lookup })).toEqual(failedAt(proxy, 'ENOTFOUND proxy.test'));
    expect(await outcome(proxy, url, { lookup, isOffline: () => true })).toMatchObject({
      failure: { kind: 'offline' },
    });
  });

  it.each([
    ['http', undefined, 'wants a user name and password'],
    ['http', 'wrong', 'refused the user name or password'],
    ['http', canary, 'refused the user name or password'],
    ['socks5', undefined, 'accepts no way of signing in'],
    ['socks5', canary, 'refused the user name or password'],
  ])('a %s proxy that does not take the password %s', async (kind, password, detail) => {
    const options = { user: 'me', password: 'right' };
    await using proxy = await (kind === 'http' ? serveHttpProxy(options) : serveSocksProxy(options));
    const account = password === undefined ? {} : { user: 'me', password };
    expect(await outcome({ ...proxy.at, ...account }, url)).toEqual(failedAt(proxy.at, detail));
  });

  it('a proxy that hangs up, or never answers', async () => {
    const hangUp = (socket: import('node:net').Socket) => void socket.once('data', () => socket.end()).resume();
    for (const handler of [hangUp, () => {}]) {
      await using server = await serveSockets(handler);
      const at = { host: server.url.hostname, port: Number(server.url.port) };
      const socks = { kind: 'socks5', ...at } as const;
      expect(await outcome(socks, url, { connectTimeoutMs: 50 })).toEqual(failedAt(socks, 'the proxy '));
      const http = { kind: 'http', ...at } as const;
      // Handed to a proxy, a request has the time that any answer has.
      if (scheme === 'https') {
        const failed = await outcome(http, url, { connectTimeoutMs: 50 });
        expect(failed).toEqual(failedAt(http, handler === hangUp ? 'closed' : 'did not answer within 50 ms'));
      }
    }
  });

  it('a SOCKS proxy that is none', async () => {
    await using server = await serve((_request, response) => response.end());
    const proxy = { kind: 'socks5', host: server.url.hostname, port: Number(server.url.port) } as const;
    expect(await outcome(proxy, url)).toEqual(failedAt(proxy, 'does not speak SOCKS 5'));
  });
});

describe('what the proxy says about the target', () => {
  it.each([403, 502, 503, 504])('by status %i', async (status) => {
    await using proxy = await serveHttpProxy({ refuseWith: status });
    const detail = `did not connect us to host.test:443 (${status})`;
    expect(await outcome(proxy.at, somewhere.https)).toEqual(failedAt(proxy.at, detail));
  });

  it.each([
    [1, 'general failure'],
    [2, 'not allowed by its rules'],
    [3, 'network unreachable'],
    [4, 'host unreachable'],
    [5, 'connection refused'],
    [6, 'time to live expired'],
    [7, 'command not supported'],
    [8, 'kind of address not supported'],
    [99, 'reply 99'],
  ])('by SOCKS reply %i', async (reply, detail) => {
    await using proxy = await serveSocksProxy({ refuseWith: reply });
    expect(await outcome(proxy.at, somewhere.https)).toEqual(failedAt(proxy.at, `host.test:443: ${detail}`));
  });
});

describe('a target that fails behind a proxy is told as without one', () => {
  const proxies = (): Promise<TestProxy>[] => [serveHttpProxy(), serveSocksProxy()];

  it('by its certificate', async () => {
    await using server = await serve((_request, response) => response.end(), { secure: true });
    for (const starting of proxies()) {
      await using proxy = await starting;
      expect(await outcome(proxy.at, server.url, { extraCertificates: [] })).toMatchObject({
        failure: { kind: 'tls', host: server.url.host, detail: expect.stringContaining('DEPTH_ZERO') },
      });
    }
  });

  it.each(schemes)('by a broken connection within the body, over %s', async (scheme) => {
    await using server = await serve((request) => void once(request, 'data').then(() => request.socket.destroy()), {
      secure: scheme === 'https',
    });
    await using proxy = await serveSocksProxy();
    const body = bodyOf(patternBytes(24 * 1024 * 1024));
    expect(await outcome(proxy.at, server.url, {}, body)).toMatchObject({
      failure: { kind: 'cut-while-sending', host: server.url.host },
    });
  });

  it('by its answer, a 407 of its own behind a tunnel included', async () => {
    await using server = await serve(
      async (request, response) => {
        await drained(request);
        response.writeHead(407).end('mine');
      },
      { secure: true },
    );
    for (const starting of proxies()) {
      await using proxy = await starting;
      expect(await outcome(proxy.at, server.url)).toMatchObject({ status: 407, text: 'mine' });
    }
  });
});

it("a https proxy's own certificate is its own failure", async () => {
  await using proxy = await serveHttpProxy({}, { secure: true });
  for (const url of Object.values(somewhere)) {
    const failed = await outcome(proxy.at, url, { extraCertificates: [] });
    expect(failed).toEqual(failedAt(proxy.at, 'self-signed certificate'));
  }
});

it('closing the net ends a tunnel that is being made', async () => {
  await using server = await serveSockets(() => {});
  for (const kind of ['http', 'socks5'] as const) {
    const proxy = { kind, host: server.url.hostname, port: Number(server.url.port) };
    const net = createNet({ resolveProxy: async () => proxy });
    const waiting = net.request({ method: 'GET', url: somewhere.https });
    setTimeout(() => void net.close(), 20);
    await expect(waiting).rejects.toMatchObject({ sent: 'nothing' });
    await expect(net.request({ method: 'GET', url: somewhere.https })).rejects.toMatchObject({
      failure: { kind: 'connection' },
    });
  }
});
