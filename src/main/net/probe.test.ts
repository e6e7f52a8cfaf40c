/** The probe over every kind of way: straight, tunnels, SOCKS, and none. */
import { expect, test } from 'vitest';
import { faultLookup } from '../../../lab/fault-lookup.ts';
import { testCertificate } from './fixtures/certificate.ts';
import { serve, serveSockets } from './fixtures/loopback.ts';
import { serveHttpProxy, serveSocksProxy, type TestProxy } from './fixtures/proxies.ts';
import { createProbe } from './probe.ts';

const never = new AbortController().signal;
const trusted = { extraCertificates: [testCertificate], isOffline: () => false };
const certificate = { issuer: 'Droprelay tests', expiresAt: Date.UTC(2120, 0, 1) };

test('straight: the connection, then the certificate', async () => {
  await using server = await serve((_, response) => response.end(), { secure: true });
  using way = await createProbe(trusted).open(server.url, never);
  expect([way.proxy, await way.handshake(never)]).toEqual([null, certificate]);
});

test.each<[string, () => Promise<TestProxy>]>([
  ['an HTTP proxy', () => serveHttpProxy()],
  ['an HTTPS proxy', () => serveHttpProxy({}, { secure: true })],
  ['an HTTP proxy that wants a password', () => serveHttpProxy({ user: 'me', password: 'p' })],
  ['SOCKS 5', () => serveSocksProxy()],
])('through %s: the certificate is the target’s', async (_, start) => {
  await using proxy = await start();
  await using server = await serve((_, response) => response.end(), { secure: true });
  const { lookup, asked } = faultLookup({ localhost: '127.0.0.1' });
  const probe = createProbe({
    ...trusted,
    lookup,
    resolveProxy: async () => ({ ...proxy.at, user: 'me', password: 'p' }),
  });
  const url = new URL(`https://localhost:${server.url.port}/`);
  using way = await probe.open(url, never);
  expect(way.proxy).toBe(`127.0.0.1:${proxy.at.port}`);
  expect(await way.handshake(never)).toEqual(certificate);
  expect(proxy.asked).toEqual([`CONNECT localhost:${server.url.port}`]);
  // The proxy looks the target's name up.
  expect(asked).toEqual([]);
});

test('an http target behind an HTTP proxy: the proxy alone is reached, and asked nothing', async () => {
  await using proxy = await serveHttpProxy();
  const probe = createProbe({ ...trusted, resolveProxy: async () => proxy.at });
  using way = await probe.open(new URL('http://target.example/'), never);
  expect([way.proxy, proxy.connections(), proxy.asked]).toEqual([`127.0.0.1:${proxy.at.port}`, 1, []]);
});

test('names are looked up by the net’s own resolver, and what fails has its name', async () => {
  const { lookup } = faultLookup({ 'here.example': '192.0.2.1', 'later.example': 'try-again' });
  const probe = createProbe({ ...trusted, lookup });
  expect(await probe.addresses(new URL('https://here.example'), never)).toEqual(['192.0.2.1']);
  await expect(probe.addresses(new URL('https://later.example'), never)).rejects.toMatchObject({
    failure: { kind: 'dns', host: 'later.example' },
  });
});

test('without a network it is offline', async () => {
  const probe = createProbe({ lookup: faultLookup({}).lookup, isOffline: () => true });
  await expect(probe.addresses(new URL('https://a.example'), never)).rejects.toMatchObject({
    failure: { kind: 'offline' },
  });
});

test('a handshake that is never answered is given up at once, and its connection ends', async () => {
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  await using server = await serveSockets((socket) => void socket.resume().on('close', () => resolve()));
  const url = new URL(server.url.href.replace('http:', 'https:'));
  using way = await createProbe(trusted).open(url, never);
  const cancel = new AbortController();
  setTimeout(() => cancel.abort(), 50);
  await expect(way.handshake(cancel.signal)).rejects.toMatchObject({ failure: { kind: 'cancelled' } });
  await closed;
});

test('a way that is given up while names are looked up', async () => {
  const cancel = new AbortController();
  const probe = createProbe({ ...trusted, lookup: faultLookup({ 'mute.example': 'silent' }).lookup });
  setTimeout(() => cancel.abort(), 20);
  await expect(probe.open(new URL('https://mute.example'), cancel.signal)).rejects.toMatchObject({
    failure: { kind: 'cancelled' },
  });
});
