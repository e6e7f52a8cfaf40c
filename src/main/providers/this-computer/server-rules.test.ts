import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hostOf } from './listener.ts';
import { ask, otherLoopback, rawAnswer, type TestServer, testServer } from './test-server.ts';

const otherHost = new URL(`http://${hostOf(otherLoopback, 1)}`).hostname;
let box: TestServer;
beforeEach(async () => {
  box = await testServer();
});
afterEach(() => box[Symbol.asyncDispose]());

const safety = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': 'sandbox',
  'referrer-policy': 'no-referrer',
  'cache-control': 'private, no-store',
  'cross-origin-resource-policy': 'same-origin',
  connection: 'close',
};

describe('where it listens', () => {
  test('only on the address of the chosen interface', async () => {
    const link = new URL(await box.shared('bytes'));
    expect(link.hostname).toBe('127.0.0.1');
    link.hostname = otherHost;
    await expect(ask(link.href)).rejects.toThrow('ECONNREFUSED');
  });

  test.each(['0.0.0.0', '::', '', 'localhost', '::ffff:0:0'])('never on %o', async (address) => {
    box.interfaces[0] = { id: 'loopback', address, label: '' };
    await expect(box.shared('bytes')).rejects.toThrow();
  });
});

describe('the token', () => {
  test('is 128 random bits, new for every share', async () => {
    const tokens = [await box.shared('a'), await box.shared('b')].map((link) => new URL(link).pathname.split('/')[1]);
    expect(new Set(tokens).size).toBe(2);
    for (const token of tokens) expect(Buffer.from(token ?? '', 'base64url')).toHaveLength(16);
  });

  test('a wrong token, a wrong name and a wrong path look the same', async () => {
    const link = await box.shared('secret', 'a.bin');
    const [, token = ''] = new URL(link).pathname.split('/');
    const paths = [
      '/',
      '//',
      '/favicon.ico',
      `/${token}`,
      `/${token}/`,
      `/${token}/b.bin`,
      `/${token}/a.bin/`,
      `/${token}/A.BIN`,
      `//${token}/a.bin`,
      `/${token}/x/../a.bin`,
      `/${token}/%ZZ`,
      `/${token}/%`,
      `/${token}/a.bin%00`,
      `/${token.slice(1)}/a.bin`,
      `/${token.toLowerCase()}x/a.bin`,
      `/${'A'.repeat(22)}/a.bin`,
      `http://${new URL(link).host}/${token}/a.bin`,
      '*',
    ];
    const answers = await Promise.all(paths.map((path) => ask(link, { path })));
    const [first] = answers;
    for (const [index, { status, headers, body }] of answers.entries()) {
      expect(status, paths[index]).toBe(404);
      expect(body).toEqual(first?.body);
      expect({ ...headers, date: '' }).toEqual({ ...first?.headers, date: '' });
    }
  });

  test.each([
    '/../../etc/passwd',
    '/..%2f..%2fetc%2fpasswd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/..\\..\\windows\\win.ini',
    '/%5c..%5c',
    '/TOKEN/..%2f..%2fetc%2fpasswd',
    '/TOKEN/../../../etc/passwd',
    '/TOKEN/%2fetc%2fpasswd',
    '/TOKEN/file-1',
    '/etc/passwd',
    '/file:///etc/passwd',
  ])('the path %s leads nowhere', async (path) => {
    const link = await box.shared('bytes');
    const [, token = ''] = new URL(link).pathname.split('/');
    expect((await ask(link, { path: path.replace('TOKEN', token) })).status).toBe(404);
  });

  test('a query that a chat or mail program appended does no harm', async () => {
    const link = await box.shared('bytes');
    expect((await ask(`${link}?utm_source=x`)).body.toString()).toBe('bytes');
  });

  test('a link works only at the address it names', async () => {
    const here = new URL(await box.shared('here', 'here'));
    box.settings.interfaceId = 'ipv4:test0';
    const there = new URL(await box.shared('there', 'there'));
    expect(there.hostname).toBe(otherHost);
    expect((await ask(here.href)).body.toString()).toBe('here');
    here.host = there.host;
    expect((await ask(here.href)).status).toBe(404);
  });
});

describe('the Host header (DNS rebinding)', () => {
  test.each(['evil.example', 'localhost', '127.0.0.1', '127.0.0.1:1', 'HOST.', 'HOST@evil.example'])(
    '%o gets 421',
    async (host) => {
      const link = await box.shared('bytes');
      const answer = await ask(link, { headers: { Host: host.replace('HOST', new URL(link).host) } });
      expect(answer.status).toBe(421);
      expect(answer.body.toString()).not.toContain('bytes');
    },
  );

  test('none, or two of them, get 421', async () => {
    const link = await box.shared('bytes');
    const { host, pathname } = new URL(link);
    expect(await rawAnswer(link, `GET ${pathname} HTTP/1.0\r\n\r\n`)).toMatch(/^HTTP\/1.1 421 /);
    expect(await rawAnswer(link, `GET ${pathname} HTTP/1.1\r\n\r\n`)).toMatch(/^HTTP\/1.1 421 /);
    expect(await rawAnswer(link, `GET ${pathname} HTTP/1.1\r\nHost:\r\n\r\n`)).toMatch(/^HTTP\/1.1 421 /);
    const twice = `GET ${pathname} HTTP/1.1\r\nHost: ${host}\r\nHost: evil.example\r\n\r\n`;
    expect(await rawAnswer(link, twice)).toMatch(/^HTTP\/1.1 4(00|21) /);
  });
});

describe('methods and bodies', () => {
  test.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND'])('%s gets 405', async (method) => {
    const answer = await ask(await box.shared('bytes'), { method, headers: { 'Content-Length': '0' } });
    expect(answer.status).toBe(405);
    expect(answer.headers.allow).toBe('GET, HEAD');
  });

  test('CONNECT is not answered at all', async () => {
    const link = await box.shared('bytes');
    expect(await rawAnswer(link, 'CONNECT a.example:443 HTTP/1.1\r\nHost: a.example\r\n\r\n')).toBe('');
  });

  test('a GET with a body gets 400, whether it waits for leave or not', async () => {
    const link = await box.shared('bytes');
    const { host, pathname } = new URL(link);
    const head = `GET ${pathname} HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 5\r\n`;
    expect(await rawAnswer(link, `${head}\r\nhello`)).toMatch(/^HTTP\/1.1 400 /);
    expect(await rawAnswer(link, `${head}Expect: 100-continue\r\n\r\n`)).toMatch(/^HTTP\/1.1 400 /);
    expect(await rawAnswer(link, `${head}Expect: something\r\n\r\n`)).toMatch(/^HTTP\/1.1 400 /);
  });
});

describe('what every answer says', () => {
  test('the safety headers stand on files and refusals alike, and none opens it to other origins', async () => {
    const link = await box.shared('bytes');
    const gone = await box.shared('more', 'gone');
    box.server.stop('gone');
    const origin = { Origin: 'https://evil.example', 'Access-Control-Request-Method': 'GET' };
    const answers = [
      [200, await ask(link, { headers: origin })],
      [200, await ask(link, { method: 'HEAD', headers: origin })],
      [206, await ask(link, { headers: { Range: 'bytes=0-0', ...origin } })],
      [404, await ask(link, { path: '/', headers: origin })],
      [405, await ask(link, { method: 'OPTIONS', headers: origin })],
      [410, await ask(gone, { headers: origin })],
      [416, await ask(link, { headers: { Range: 'bytes=9-', ...origin } })],
      [421, await ask(link, { headers: { Host: 'evil.example', ...origin } })],
    ] as const;
    for (const [status, answer] of answers) {
      expect(answer.status).toBe(status);
      expect(answer.headers).toMatchObject(safety);
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });

  test('the safety headers stand on what could not be read as a request', async () => {
    const link = await box.shared('bytes');
    const broken = (await rawAnswer(link, 'nonsense\r\n\r\n')).toLowerCase();
    expect(broken).toMatch(/^http\/1.1 400 /);
    for (const [name, value] of Object.entries(safety)) expect(broken).toContain(`${name}: ${value}\r\n`);
  });

  test('nothing tells the path, the inode or the time of the file', async () => {
    const link = await box.shared('bytes');
    const { path, ino, mtimeNs } = box.store.byUpload('a.bin')?.source ?? {};
    const { headers } = await ask(link);
    const all = JSON.stringify(headers);
    expect(headers['last-modified']).toBeUndefined();
    for (const secret of [path, ino, ino?.toString(16), mtimeNs]) expect(all).not.toContain(String(secret));
  });

  test.each([
    ['page.html', 'text/html', 'attachment'],
    ['drawing.svg', 'image/svg+xml', 'attachment'],
    ['feed.xml', 'text/xml', 'attachment'],
    ['page.xhtml', 'application/xhtml+xml', 'attachment'],
    ['photo.png', 'image/png', 'inline'],
  ])('%s comes as %s, %s', async (name, mime, disposition) => {
    const { headers } = await ask(await box.shared('<script>1</script>', name, mime));
    expect(headers['content-type']).toBe(mime);
    expect(headers['content-disposition']).toMatch(new RegExp(`^${disposition}; filename="${name}"`));
  });

  test.each([
    'a"b.txt',
    'a\r\nX-Evil: 1.txt',
    'a#b%20c?.txt',
    '日本 🎉.txt',
    '\u202Etxt.exe',

    `${'ä'.repeat(127)}x`,
    'half \uD83C',
  ])('the name %o downloads right', async (name) => {
    if (name === '..') return;
    const answer = await ask(await box.shared('bytes', name));
    expect(answer.status).toBe(200);
    expect(answer.body.toString()).toBe('bytes');
    expect(answer.headers['x-evil']).toBeUndefined();
  });
});
