import { afterEach, expect, test } from 'vitest';
import { ProxySetting } from '../../shared/network.ts';
import { testCertificate } from '../net/fixtures/certificate.ts';
import { serve } from '../net/fixtures/loopback.ts';
import { serveHttpProxy, serveSocksProxy, type TestProxy } from '../net/fixtures/proxies.ts';
import { createNet } from '../net/http.ts';
import { createProbe } from '../net/probe.ts';
import { direct } from '../net/proxy.ts';
import { createProxyChoice } from '../net/proxy-choice.ts';
import { createWayTest } from '../net/way-test.ts';
import { Settings, type SettingsStore } from '../store/settings.ts';
import { createTestSecrets } from '../store/test-secrets.ts';
import { createNetwork, proxyPassword } from './network.ts';

const open: (Disposable | AsyncDisposable)[] = [];
afterEach(async () => {
  await using stack = new AsyncDisposableStack();
  for (const each of open.splice(0)) stack.use(each);
});

/** The calls over real requests; `servers` are those of the chain. */
function rig(servers: readonly string[] = ['https://files.example']) {
  let kept = Settings.parse({});
  const settings: SettingsStore = {
    get: () => kept,
    set(change) {
      kept = { ...kept, ...change };
    },
  };
  const files = createTestSecrets();
  const secrets = files.keeper;
  const resolveProxy = createProxyChoice({
    setting: () => kept.proxy,
    system: async () => direct,
    password: async () => (secrets.has(proxyPassword) ? await secrets.read(proxyPassword) : null),
  });
  const net = createNet({ resolveProxy, isOffline: () => false, extraCertificates: [testCertificate] });
  const told: unknown[] = [];
  const network = createNetwork({
    settings,
    secrets,
    test: createWayTest({ net, probe: createProbe({ resolveProxy }), ticks: () => performance.now() }),
    servers: () => servers.map((url) => new URL(url)),
    changed: () => told.push(kept),
  });
  open.push(files, { [Symbol.asyncDispose]: () => net.close() }, network);
  return { network, secrets, told, kept: () => kept };
}

const own = (proxy: TestProxy, user = '') =>
  ProxySetting.parse({ use: 'own', server: `${proxy.at.kind}://127.0.0.1:${proxy.at.port}`, user });
const nameOf = ({ at }: TestProxy): string => `127.0.0.1:${at.port}`;

test('a limit and a proxy are kept and shown', () => {
  const { network, told, kept } = rig();
  network['network.limit']({ bytesPerSecond: 500_000 });
  const proxy = ProxySetting.parse({ use: 'own', server: 'http://proxy.example:3128', user: 'me' });
  network['network.proxy']({ proxy });
  expect(network.view()).toEqual({ bytesPerSecond: 500_000, proxy, password: 'none' });
  expect(kept()).toMatchObject({ bytesPerSecond: 500_000, proxy });
  expect(told).toHaveLength(2);
});

test('the password is kept by the vault, never in the settings, and goes with its server', async () => {
  const { network, secrets, kept } = rig();
  const at = (server: string, user = 'me', use = 'own') =>
    network['network.proxy']({ proxy: ProxySetting.parse({ use, server, user }) });
  at('http://proxy.example:3128');
  expect(await network['network.setPassword']({ password: 'canary', storeWeak: false })).toEqual({ sealing: 'sealed' });
  expect(JSON.stringify(kept())).not.toContain('canary');
  at('proxy.example:3128');
  at('proxy.example:3128', 'me', 'system');
  expect(await secrets.read(proxyPassword)).toBe('canary');
  for (const [server, user] of [
    ['http://other.example:3128', 'me'],
    ['http://other.example:3129', 'me'],
    ['socks5://other.example:3129', 'me'],
    ['socks5://other.example:3129', 'you'],
  ] as const) {
    at(server, user);
    expect(secrets.has(proxyPassword)).toBe(false);
    await network['network.setPassword']({ password: 'canary', storeWeak: false });
  }
  network['network.forgetPassword'](undefined);
  expect(network.view().password).toBe('none');
});

test.each<[string, () => Promise<TestProxy>]>([
  ['an HTTP proxy', () => serveHttpProxy({ user: 'me', password: 'p', targetPort: 1 })],
  ['SOCKS 5', () => serveSocksProxy({ user: 'me', password: 'p', targetPort: 1 })],
])('a test that %s stops names it, and what it said', async (_what, begin) => {
  await using proxy = await begin();
  const { network } = rig();
  network['network.proxy']({ proxy: own(proxy, 'me') });
  const told = async () => {
    const { hop, failure } = await network['network.test'](undefined);
    expect([hop, failure?.kind]).toEqual([nameOf(proxy), 'proxy']);
    return failure && 'detail' in failure ? failure.detail : '';
  };
  expect(await told()).toContain('refused the user name or password');
  await network['network.setPassword']({ password: 'p', storeWeak: false });
  // It knows us now; nothing listens where it looks for the target.
  expect(await told()).not.toContain('password');
  expect(proxy.asked).toContain('CONNECT files.example:443');
});

test.each<[string, (port: number) => Promise<TestProxy>]>([
  ['an HTTP proxy', (targetPort) => serveHttpProxy({ user: 'me', password: 'p', targetPort })],
  ['SOCKS 5', (targetPort) => serveSocksProxy({ user: 'me', password: 'p', targetPort })],
])('a test that gets through %s says so', async (_what, begin) => {
  const paths: (string | undefined)[] = [];
  await using target = await serve((request, response) => {
    paths.push(`${request.method} ${request.url}`);
    response.end();
  });
  await using proxy = await begin(Number(target.url.port));
  for (const [server, asked] of [
    ['https://files.example', []],
    ['http://files.example/dav/', ['HEAD /']],
  ] as const) {
    const { network } = rig([server]);
    network['network.proxy']({ proxy: own(proxy, 'me') });
    await network['network.setPassword']({ password: 'p', storeWeak: false });
    const { ms, ...rest } = await network['network.test'](undefined);
    expect(rest).toEqual({ hop: nameOf(proxy), host: 'files.example', failure: null });
    expect(ms).toBeGreaterThan(0);
    expect(paths).toEqual(asked);
  }
});

test('a password that is being stored while its proxy goes does not meet the next one', async () => {
  const { network, secrets } = rig();
  const at = (server: string) =>
    network['network.proxy']({ proxy: ProxySetting.parse({ use: 'own', server, user: 'me' }) });
  at('http://proxy.example:3128');
  const first = Promise.resolve(network['network.setPassword']({ password: 'canary', storeWeak: false }));
  at('http://other.example:3128');
  await expect(first).rejects.toMatchObject({ failure: { kind: 'cancelled' } });
  await network['network.setPassword']({ password: 'canary', storeWeak: false });
  const again = Promise.resolve(network['network.storePasswordWeak'](undefined));
  at('http://third.example:3128');
  await expect(again).rejects.toMatchObject({ failure: { kind: 'cancelled' } });
  expect(secrets.has(proxyPassword)).toBe(false);
});

test('straight ways are tested as well, and an own proxy that is missing lets nothing through', async () => {
  await using target = await serve((_request, response) => response.end());
  const { network } = rig([target.url.href]);
  expect(await network['network.test'](undefined)).toMatchObject({ hop: null, failure: null });
  const { network: other } = rig();
  other['network.proxy']({ proxy: ProxySetting.parse({ use: 'own' }) });
  expect(await other['network.test'](undefined)).toMatchObject({
    hop: null,
    failure: { kind: 'settings-invalid', field: 'proxy' },
  });
});

test('without a destination there is nothing to test with', async () => {
  const { network } = rig([]);
  await expect(network['network.test'](undefined)).rejects.toMatchObject({ failure: { kind: 'settings-invalid' } });
});
