import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { testCertificate } from './fixtures/certificate.ts';
import {
  bodyOf,
  drained,
  patternBytes,
  post,
  serve,
  sha256,
  type TestServer,
  testFolder,
} from './fixtures/loopback.ts';
import { type ProxyOptions, serveHttpProxy, serveSocksProxy, type TestProxy } from './fixtures/proxies.ts';
import { createNet, type NetOptions } from './http.ts';
import { checkLink } from './link-check.ts';
import { multipartBody } from './multipart.ts';
import type { Net } from './net.ts';
import { filePayload, pinFile } from './pinned-file.ts';
import type { ProxyChoice } from './proxy.ts';
import { rawBody } from './raw-body.ts';

const nets: Net[] = [];
afterEach(async () => void (await Promise.all(nets.splice(0).map((net) => net.close()))));

function netThrough(choice: ProxyChoice | ((url: URL) => Promise<ProxyChoice>), more: NetOptions = {}): Net {
  const resolveProxy = typeof choice === 'function' ? choice : async () => choice;
  const net = createNet({ extraCertificates: [testCertificate], isOffline: () => false, resolveProxy, ...more });
  nets.push(net);
  return net;
}

const kinds: Readonly<Record<string, (options?: ProxyOptions) => Promise<TestProxy>>> = {
  http: serveHttpProxy,
  https: (options) => serveHttpProxy(options, { secure: true }),
  socks5: serveSocksProxy,
};
const serveProxy = (kind: string, options?: ProxyOptions): Promise<TestProxy> =>
  kinds[kind]?.(options) ?? Promise.reject(new Error(kind));
const account = { user: 'me@home', password: 'pass:wörd%' };

/** Answers with the hash of what it was sent. */
function hashing(scheme: string, reader = 'fast'): Promise<TestServer> {
  return serve(
    async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) {
        chunks.push(chunk);
        if (reader === 'slow') for (let idle = 0; idle < 5; idle++) await turn();
      }
      response.end(sha256(Buffer.concat(chunks)));
    },
    { secure: scheme === 'https' },
  );
}

const ways = Object.keys(kinds).flatMap((kind) => ['http', 'https'].map((scheme) => [kind, scheme] as const));

describe('through a proxy', () => {
  it.each(ways.flatMap((way) => ['fast', 'slow'].map((reader) => [...way, reader] as const)))(
    '%s to %s, 20 MiB arrive as they are on disk, with a %s reader, two at once',
    { timeout: 60_000 },
    async (kind, scheme, reader) => {
      await using folder = await testFolder();
      await using server = await hashing(scheme, reader);
      await using proxy = await serveProxy(kind, account);
      const content = patternBytes(20 * 1024 * 1024 + 321);
      const payload = filePayload(await pinFile(await folder.file('f', content)), 'f', 'application/octet-stream');
      const net = netThrough({ ...proxy.at, ...account });
      const answers = await Promise.all([1, 2].map(() => net.request(post(server.url, rawBody(payload)))));
      expect(answers.map(({ status, text }) => [status, text])).toEqual(Array(2).fill([200, sha256(content)]));
      const forwarded = scheme === 'http' && kind !== 'socks5';
      expect(new Set(proxy.asked)).toEqual(
        new Set([forwarded ? `POST ${server.url.href}` : `CONNECT ${server.url.host}`]),
      );
    },
  );

  it.each(ways)('%s to %s, multipart bodies arrive, and connections are used again', async (kind, scheme) => {
    await using folder = await testFolder();
    await using proxy = await serveProxy(kind);
    await using server = await serve(
      async (request, response) => response.end(String((await drained(request)).length)),
      { secure: scheme === 'https' },
    );
    const payload = filePayload(await pinFile(await folder.file('f', patternBytes(300_000))), 'f', 'text/plain');
    const net = netThrough(proxy.at);
    for (let round = 0; round < 6; round++) {
      const body = multipartBody([['a', 'b']], { field: 'f', payload });
      expect(await net.request(post(server.url, body))).toMatchObject({ status: 200, text: String(body.length) });
    }
    expect(proxy.connections()).toBeLessThan(6);
  });

  it.each(['http', 'https', 'socks5'])('%s, the name of the host is for the proxy to resolve', async (kind) => {
    await using server = await hashing('http');
    await using proxy = await serveProxy(kind, { targetPort: Number(server.url.port) });
    const lookup = () => expect.unreachable('nobody asks our resolver');
    const url = new URL('http://known-to-the-proxy.test/x');
    const answer = await netThrough(proxy.at, { lookup }).request(post(url, bodyOf('x')));
    expect(answer).toMatchObject({ status: 200, text: sha256(Buffer.from('x')) });
    expect(proxy.asked).toEqual([kind === 'socks5' ? 'CONNECT known-to-the-proxy.test:80' : `POST ${url.href}`]);
  });

  it('IPv6 addresses are told as such', async () => {
    await using socks = await serveSocksProxy({ refuseWith: 4 });
    await using http = await serveHttpProxy({ refuseWith: 502 });
    const url = new URL('https://[2001:db8::7f00:1]:8443/');
    for (const { at } of [socks, http]) {
      await expect(netThrough(at).request({ method: 'GET', url })).rejects.toMatchObject({
        failure: { kind: 'proxy', detail: expect.stringContaining('2001:db8::7f00:1') },
      });
    }
    expect(socks.asked).toEqual(['CONNECT ipv6 20010db800000000000000007f000001:8443']);
    expect(http.asked).toEqual(['CONNECT [2001:db8::7f00:1]:8443']);
  });
});

describe('the choice', () => {
  it('is made for each URL, also by link checks, and may change', async () => {
    await using server = await serve((_request, response) => response.writeHead(200, { 'content-length': 5 }).end());
    await using one = await serveHttpProxy();
    await using other = await serveSocksProxy();
    const seen: string[] = [];
    const choices: ProxyChoice[] = [one.at, other.at, { kind: 'direct' }];
    const net = netThrough(async (url) => {
      seen.push(url.href);
      return choices.shift() ?? { kind: 'direct' };
    });
    for (const path of ['a', 'b', 'c']) {
      const question = {
        url: new URL(path, server.url),
        expectedSize: 5,
        mime: 'text/plain',
        name: 'f',
        method: 'head',
        signal: new AbortController().signal,
        allowPrivate: () => true,
        sleep: async () => {},
      } as const;
      expect(await checkLink(net, question)).toEqual({ kind: 'size', by: 'link' });
    }
    expect(seen).toEqual(['a', 'b', 'c'].map((path) => new URL(path, server.url).href));
    expect([one.asked.length, other.asked.length]).toEqual([1, 1]);
  });

  it('is not waited for without end, nor after a cancel', async () => {
    const never = () => new Promise<ProxyChoice>(() => {});
    const url = new URL('http://127.0.0.1:1/');
    await expect(netThrough(never, { connectTimeoutMs: 30 }).request(post(url, bodyOf('x')))).rejects.toMatchObject({
      failure: { kind: 'timeout', afterMs: 30 },
      sent: 'nothing',
    });
    const request = { ...post(url, bodyOf('x')), signal: AbortSignal.timeout(10) };
    await expect(netThrough(never).request(request)).rejects.toMatchObject({ failure: { kind: 'cancelled' } });
  });

  it.each([
    { kind: 'http', host: '', port: 80 },
    { kind: 'http', host: 'a b', port: 80 },
    { kind: 'socks5', host: 'proxy.test', port: 0 },
  ] as const)('of %o is refused', async (choice) => {
    await expect(
      netThrough(choice).request({ method: 'GET', url: new URL('http://127.0.0.1:1/') }),
    ).rejects.toMatchObject({ failure: { kind: 'settings-invalid', field: 'proxy' } });
  });

  it('does not open the way to private addresses', async () => {
    await using server = await hashing('http');
    await using proxy = await serveHttpProxy();
    const net = netThrough(proxy.at);
    const localhost = new URL(server.url);
    localhost.hostname = 'localhost';
    for (const url of [server.url, localhost, new URL('https://router.localhost./')]) {
      await expect(net.request({ method: 'GET', url, allowPrivateAddresses: false })).rejects.toMatchObject({
        failure: { kind: 'connection', detail: expect.stringContaining('not a public address') },
      });
    }
    expect(proxy.asked).toEqual([]);
  });
});
