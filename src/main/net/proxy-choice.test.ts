import { expect, test } from 'vitest';
import { ProxySetting } from '../../shared/network.ts';
import { direct, type ProxyChoice } from './proxy.ts';
import { createProxyChoice } from './proxy-choice.ts';

const ofSystem: ProxyChoice = { kind: 'http', host: 'system.example', port: 8080 };
const host = new URL('https://files.example/x');

function chooser(setting: object, password: string | null = null) {
  let now = ProxySetting.parse(setting);
  const asked = { passwords: 0 };
  const choose = createProxyChoice({
    setting: () => now,
    system: async () => ofSystem,
    password: async () => {
      asked.passwords += 1;
      return password;
    },
  });
  const change = (to: object): void => {
    now = ProxySetting.parse(to);
  };
  return { choose, asked, change };
}

test('each use leads its own way, and a change counts for the next request', async () => {
  const { choose, change, asked } = chooser({});
  expect(await choose(host)).toEqual(ofSystem);
  change({ use: 'none' });
  expect(await choose(host)).toEqual(direct);
  change({ use: 'own', server: 'socks5://proxy.example:9050' });
  expect(await choose(host)).toEqual({ kind: 'socks5', host: 'proxy.example', port: 9050 });
  expect(asked.passwords).toBe(0);
});

test('a user comes with the password, an empty one where there is none', async () => {
  const own = { use: 'own', server: 'http://proxy.example:3128', user: 'me' };
  const at = { kind: 'http', host: 'proxy.example', port: 3128, user: 'me' };
  expect(await chooser(own, 'secret').choose(host)).toEqual({ ...at, password: 'secret' });
  expect(await chooser(own).choose(host)).toEqual({ ...at, password: '' });
});

test('an own proxy that is not set up lets nothing through', async () => {
  await expect(chooser({ use: 'own' }).choose(host)).rejects.toMatchObject({
    failure: { kind: 'settings-invalid', field: 'proxy' },
  });
});

test.each([
  'http://127.0.0.1:8080/',
  'http://127.8.8.8/',
  'http://[::1]/',
  'http://[::ffff:127.0.0.1]/',
  'http://localhost/',
  'http://a.localhost./',
])('%s is this computer, and asked straight', async (url) => {
  const { choose, change } = chooser({ use: 'own', server: 'http://proxy.example:3128' });
  expect(await choose(new URL(url))).toEqual(direct);
  change({ use: 'system' });
  expect(await choose(new URL(url))).toEqual(ofSystem);
});

test.each(['http://192.168.1.2/', 'http://127.example/', 'http://[::2]/'])('%s is not', async (url) => {
  const { choose } = chooser({ use: 'own', server: 'http://proxy.example:3128' });
  expect(await choose(new URL(url))).toMatchObject({ host: 'proxy.example' });
});
