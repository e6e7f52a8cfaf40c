import { expect, it } from 'vitest';
import { parsePacResult } from './pac-result.ts';

it.each([
  ['', { kind: 'direct' }],
  ['DIRECT', { kind: 'direct' }],
  ['direct', { kind: 'direct' }],
  ['PROXY p.test:3128', { kind: 'http', host: 'p.test', port: 3128 }],
  ['PROXY p.test:80;', { kind: 'http', host: 'p.test', port: 80 }],
  ['PROXY p.test', { kind: 'http', host: 'p.test', port: 80 }],
  ['HTTPS p.test', { kind: 'https', host: 'p.test', port: 443 }],
  ['SOCKS5 10.0.0.1:1080', { kind: 'socks5', host: '10.0.0.1', port: 1080 }],
  ['SOCKS p.test:9050; DIRECT', { kind: 'socks5', host: 'p.test', port: 9050 }],
  ['SOCKS5 [::1]', { kind: 'socks5', host: '::1', port: 1080 }],
  ['QUIC p.test:443; PROXY q.test:1', { kind: 'http', host: 'q.test', port: 1 }],
  ['SOCKS4 p.test:1 ;DIRECT', { kind: 'direct' }],
  ['PROXY ; PROXY p.test:99999 ; PROXY q.test:1', { kind: 'http', host: 'q.test', port: 1 }],
])('%j is %j', (text, choice) => {
  expect(parsePacResult(text)).toEqual(choice);
});

it.each(['SOCKS4 p.test:1', 'PROXY', 'nonsense'])('%j is not passed by', (text) => {
  expect(() => parsePacResult(text)).toThrow(expect.objectContaining({ failure: expect.anything() }));
});
