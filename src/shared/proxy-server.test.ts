import { expect, test } from 'vitest';
import { ProxySetting } from './network.ts';
import { readProxyServer } from './proxy-server.ts';

test.each([
  ['http://proxy.example:3128', { kind: 'http', host: 'proxy.example', port: 3128 }],
  [' proxy.example:3128/ ', { kind: 'http', host: 'proxy.example', port: 3128 }],
  ['https://proxy.example', { kind: 'https', host: 'proxy.example', port: 443 }],
  ['http://proxy.example:80', { kind: 'http', host: 'proxy.example', port: 80 }],
  ['SOCKS5://127.0.0.1', { kind: 'socks5', host: '127.0.0.1', port: 1080 }],
  ['socks5h://[::1]:9050', { kind: 'socks5', host: '::1', port: 9050 }],
])('%s is a proxy', (text, expected) => {
  expect(readProxyServer(text)).toEqual(expected);
});

test.each([
  '',
  'ftp://proxy.example',
  'http://user:pass@proxy.example',
  'http://a/b',
  'a b',
  'host:0',
  'host:99999',
  'http://',
  'http://a?b',
])('%j is none, and can not be set', (text) => {
  expect(readProxyServer(text)).toBeNull();
  expect(ProxySetting.safeParse({ server: text }).success).toBe(text === '');
});
