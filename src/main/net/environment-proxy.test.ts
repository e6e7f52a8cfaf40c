import { describe, expect, it } from 'vitest';
import { environmentProxy } from './environment-proxy.ts';

const ask = (environment: Record<string, string>, url: string) => environmentProxy(environment)(new URL(url));
const direct = { kind: 'direct' };
const a = { kind: 'http', host: 'a', port: 1 };
const b = { kind: 'http', host: 'b', port: 2 };

describe('the variable', () => {
  it.each([
    ['nothing is set', {}, direct, direct],
    ['https_proxy', { https_proxy: 'http://a:1' }, direct, a],
    ['HTTPS_PROXY', { HTTPS_PROXY: 'http://a:1' }, direct, a],
    ['http_proxy', { http_proxy: 'http://a:1' }, a, direct],
    ['HTTP_PROXY', { HTTP_PROXY: 'http://a:1' }, a, direct],
    ['HTTP_PROXY, a header of a CGI request', { HTTP_PROXY: 'http://a:1', REQUEST_METHOD: 'GET' }, direct, direct],
    ['http_proxy within CGI', { http_proxy: 'http://a:1', REQUEST_METHOD: 'GET' }, a, direct],
    ['all_proxy', { all_proxy: 'http://a:1' }, a, a],
    ['ALL_PROXY', { ALL_PROXY: 'http://a:1' }, a, a],
    ['lower case first', { https_proxy: 'http://a:1', HTTPS_PROXY: 'http://b:2' }, direct, a],
    ['its own first', { https_proxy: 'http://a:1', all_proxy: 'http://b:2' }, b, a],
    ['an empty one is not set', { https_proxy: '', HTTPS_PROXY: '', ALL_PROXY: 'b:2' }, b, b],
  ])('%s', async (_, environment, http, https) => {
    expect(await ask(environment, 'http://host.test/')).toEqual(http);
    expect(await ask(environment, 'https://host.test/')).toEqual(https);
  });
});

describe('its text', () => {
  it.each([
    ['proxy.test', { kind: 'http', host: 'proxy.test', port: 1080 }],
    ['proxy.test:80/', { kind: 'http', host: 'proxy.test', port: 80 }],
    ['HTTP://proxy.test:3128', { kind: 'http', host: 'proxy.test', port: 3128 }],
    ['https://proxy.test', { kind: 'https', host: 'proxy.test', port: 443 }],
    ['socks5://10.0.0.1', { kind: 'socks5', host: '10.0.0.1', port: 1080 }],
    ['socks5h://[::1]:9050', { kind: 'socks5', host: '::1', port: 9050 }],
    ['http://u:p@h:1', { kind: 'http', host: 'h', port: 1, user: 'u', password: 'p' }],
    ['http://u@h:1', { kind: 'http', host: 'h', port: 1, user: 'u', password: '' }],
    ['http://d%40m%5Cu:p%3A%2F%C3%A9%25@h:1', { kind: 'http', host: 'h', port: 1, user: 'd@m\\u', password: 'p:/é%' }],
    ['http://u:100%@h:1', { kind: 'http', host: 'h', port: 1, user: 'u', password: '100%' }],
  ])('%s', async (text, choice) => {
    expect(await ask({ https_proxy: text }, 'https://host.test/')).toEqual(choice);
  });

  it.each(['socks4://h:1', 'ftp://h:1', 'http://', 'http://h:99999', 'http://u:secret@'])(
    '%s is told, not passed by',
    async (text) => {
      await expect(ask({ ALL_PROXY: text }, 'https://host.test/')).rejects.toMatchObject({
        failure: { kind: 'settings-invalid', field: 'all_proxy' },
      });
    },
  );
});

describe('no_proxy', () => {
  it.each([
    ['*', 'host.test', true],
    [' * ', 'host.test', true],
    ['host.test', 'host.test', true],
    ['HOST.test', 'host.test', true],
    ['.host.test', 'host.test', true],
    ['host.test.', 'host.test', true],
    ['host.test', 'host.test.', true],
    ['host.test', 'sub.host.test', true],
    ['.host.test', 'sub.host.test', true],
    ['host.test', 'myhost.test', false],
    ['sub.host.test', 'host.test', false],
    ['a.test, host.test,b.test', 'host.test', true],
    ['a.test host.test', 'host.test', true],
    ['.', 'host.test', false],
    [',', 'host.test', false],
    ['127.0.0.1', '127.0.0.1', true],
    ['127.0.0.1', '127.0.0.2', false],
    ['10.0.0.0/8', '10.200.1.1', true],
    ['10.0.0.0/8', '11.0.0.1', false],
    ['10.0.0.0/x', '10.0.0.0', false],
    ['10.0.0.0/33', '10.0.0.0', false],
    ['0.0.1', '10.0.0.1', false],
    ['::1', '[::1]', true],
    ['[::1]', '[::1]', true],
    ['fe80::/10', '[fe80::1]', true],
    ['fe80::/10', '[fd00::1]', false],
  ])('%s has %s asked directly: %s', async (list, host, directly) => {
    for (const name of ['no_proxy', 'NO_PROXY']) {
      expect(await ask({ all_proxy: 'a:1', [name]: list }, `https://${host}:8443/`)).toEqual(directly ? direct : a);
    }
  });

  it('in lower case comes first', async () => {
    const both = { all_proxy: 'a:1', no_proxy: 'x.test', NO_PROXY: '*' };
    expect(await ask(both, 'https://host.test/')).toEqual(a);
  });
});
