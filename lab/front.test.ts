import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingHttpHeaders, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Fault } from './fault.ts';
import { Front } from './front.ts';
import { listen, portOf } from './loopback.ts';

const mebibyte = 1024 * 1024;
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** A server of one's own: keeps what is PUT, gives it back, and tells what it was asked. */
class OwnServer {
  readonly files = new Map<string, Buffer>();
  readonly asked: { method: string; url: string; headers: IncomingHttpHeaders; cut: boolean }[] = [];
  readonly server: Server;

  constructor() {
    this.server = createServer(async (request, response) => {
      const { method = '', url = '', headers } = request;
      const entry = { method, url, headers, cut: false };
      this.asked.push(entry);
      if (url === '/early') return void response.writeHead(401, { 'WWW-Authenticate': 'Basic' }).end('who are you?');
      const chunks: Buffer[] = [];
      try {
        for await (const chunk of request) chunks.push(chunk);
      } catch {
        entry.cut = true;
        return;
      }
      if (url === '/dies') return void request.socket.resetAndDestroy();
      const kept = this.files.get(url);
      if (method === 'PUT') {
        this.files.set(url, Buffer.concat(chunks));
        response.writeHead(201, ['ETag', '"e"', 'X-Twice', '1', 'X-Twice', '2']).end('stored');
      } else if (kept) response.writeHead(200, { 'Content-Length': kept.length }).end(method === 'HEAD' ? '' : kept);
      else response.writeHead(404).end();
    });
  }
}

let behind: OwnServer;
let front: Front;
beforeEach(async () => {
  behind = new OwnServer();
  await listen(behind.server, 0);
  front = await Front.start(`http://127.0.0.1:${portOf(behind.server)}`, {
    settings: (address) => ({ endpoint: address }),
    carriesFile: ({ method }) => method === 'PUT',
    stored: ({ method, path }, status) =>
      method === 'PUT' && status === 201 ? { name: decodeURIComponent(path.slice(1)) } : null,
    async spoil({ name, size }, left) {
      const path = `/${encodeURIComponent(name)}`;
      behind.files.set(path, behind.files.get(path)?.subarray(0, left === 'empty' ? 0 : size / 2) ?? Buffer.alloc(0));
    },
    answers: { rateLimited: { status: 503, text: 'SlowDown' }, tooLarge: { status: 400, text: 'EntityTooLarge' } },
  });
});
afterEach(async () => {
  await front.stop();
  behind.server.closeAllConnections();
  behind.server.close();
});

const put = (path: string, body: Buffer, signal: AbortSignal | null = null) =>
  fetch(front.url + path, { method: 'PUT', body, signal });
const said = async (answer: Response) => [answer.status, await answer.text()];

describe('a front without faults', () => {
  test('passes requests and answers on as they are, and keeps account', async () => {
    const bytes = randomBytes(5 * mebibyte + 1);
    const answer = await put('/a%20b?part=1', bytes);
    expect(await said(answer)).toEqual([201, 'stored']);
    expect([answer.headers.get('etag'), answer.headers.get('x-twice')]).toEqual(['"e"', '1, 2']);
    expect(behind.files.get('/a%20b?part=1')?.equals(bytes)).toBe(true);
    // What is signed is the address that the client sees.
    expect(behind.asked[0]?.headers.host).toBe(new URL(front.url).host);
    const size = bytes.length;
    expect(front.uploads).toMatchObject([{ name: 'a b', size, sha256: sha256(bytes) }]);
    const account = { bodyBytes: size, complete: true, status: 201, ended: true, bodySha256: sha256(bytes) };
    expect(front.requests).toMatchObject([{ method: 'PUT', path: '/a%20b', query: '?part=1', ...account }]);
  });

  test('streams downloads, and answers HEAD with the length alone', async () => {
    const bytes = randomBytes(3 * mebibyte);
    behind.files.set('/f', bytes);
    expect(Buffer.from(await (await fetch(`${front.url}/f`)).arrayBuffer()).equals(bytes)).toBe(true);
    const head = await fetch(`${front.url}/f`, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length')]).toEqual([200, String(bytes.length)]);
  });

  test('takes a body of unknown length', async () => {
    const sent = httpRequest(`${front.url}/f`, { method: 'PUT' });
    sent.write('one ');
    sent.end('two');
    await once(sent, 'response');
    expect(behind.files.get('/f')?.toString()).toBe('one two');
    expect(front.requests[0]).toMatchObject({ bodyBytes: 7, complete: true });
  });

  test('tells an answer that comes before the body is read', async () => {
    expect(await said(await put('/early', randomBytes(20 * mebibyte)))).toEqual([401, 'who are you?']);
    expect(front.uploads).toEqual([]);
  });

  test('cuts where the server cuts', async () => {
    await expect(put('/dies', Buffer.from('x'))).rejects.toThrow('fetch failed');
    expect(front.requests[0]).toMatchObject({ status: null });
    await expect.poll(() => front.requests[0]?.ended).toBe(true);
  });

  test('leaves the server with a cut where the sender gives up', async () => {
    const giveUp = new AbortController();
    // So that the sender is still at it.
    await front.fail({ kind: 'slow', bytesPerSecond: 4 * mebibyte });
    const sending = put('/f', randomBytes(20 * mebibyte), giveUp.signal);
    await expect.poll(() => front.requests[0]?.bodyBytes).toBeGreaterThanOrEqual(mebibyte);
    await expect.poll(() => behind.asked.length).toBe(1);
    giveUp.abort();
    await expect(sending).rejects.toThrow('aborted');
    await expect.poll(() => [front.requests[0]?.ended, behind.asked[0]?.cut]).toEqual([true, true]);
    expect([front.requests[0]?.complete, front.uploads.length, behind.files.size]).toEqual([false, 0, 0]);
  });
});

describe('a fault', () => {
  const file = randomBytes(100);

  test.each([
    [{ kind: 'status', status: 500, body: 'no' }, [500, 'no']],
    [{ kind: 'status', status: 403, early: true, body: 'no' }, [403, 'no']],
    [{ kind: 'rate-limit' }, [503, 'SlowDown']],
    [{ kind: 'limit', bytes: 99, how: 'after-body' }, [400, 'EntityTooLarge']],
    [{ kind: 'limit', bytes: 99, how: 'linger' }, [413, expect.stringContaining('Too Large')]],
    [{ kind: 'limit', bytes: 100, how: 'after-body' }, [201, 'stored']],
    [{ kind: 'text', text: 'hello' }, [200, 'hello']],
    [{ kind: 'html-page' }, [200, expect.stringContaining('<html>')]],
    [{ kind: 'slow', bytesPerSecond: 100_000 }, [201, 'stored']],
  ] as const satisfies readonly (readonly [Fault, unknown])[])('%j is met once', async (fault, expected) => {
    await front.fail(fault);
    expect(await said(await put('/f', file))).toEqual(expected);
    const passed = expected[0] === 201 ? 1 : 0;
    expect([behind.files.size, front.uploads.length]).toEqual([passed, passed]);
    expect(await said(await put('/f', file))).toEqual([201, 'stored']);
    expect(front.requests.map(({ status }) => status)).toEqual([expected[0], 201]);
  });

  test.each(['no-answer', 'reset-after-body'] as const)('%s leaves the file at the server', async (kind) => {
    await front.fail({ kind });
    const giveUp = new AbortController();
    const sending = put('/f', file, giveUp.signal);
    const failed = expect(sending).rejects.toThrow(kind === 'no-answer' ? 'aborted' : 'fetch failed');
    await expect.poll(() => front.uploads.length).toBe(1);
    if (kind === 'no-answer') giveUp.abort();
    await failed;
    expect(behind.files.get('/f')?.equals(file)).toBe(true);
    await expect.poll(() => front.requests[0]).toMatchObject({ complete: true, status: null, ended: true });
  });

  test('reset counts the bytes of all requests of a file', async () => {
    await front.fail({ kind: 'reset', afterBytes: 10 * mebibyte });
    const part = randomBytes(4 * mebibyte);
    expect((await put('/1', part)).status).toBe(201);
    expect((await put('/2', part)).status).toBe(201);
    expect((await fetch(`${front.url}/2`)).status).toBe(200);
    await expect(put('/3', part)).rejects.toThrow('fetch failed');
    expect((await put('/4', part)).status).toBe(201);
    expect([...behind.files.keys()]).toEqual(['/1', '/2', '/4']);
  });

  test('bad-file takes the bytes at the server before the answer', async () => {
    await front.fail({ kind: 'bad-file', file: 'truncated' });
    await put('/f', file);
    expect(behind.files.get('/f')).toHaveLength(50);
  });

  test('refuse holds until it is healed, at the same address', async () => {
    const { url } = front;
    await front.fail({ kind: 'refuse' });
    await expect(put('/f', file)).rejects.toThrow('fetch failed');
    await front.heal();
    expect([(await put('/f', file)).status, front.url]).toEqual([201, url]);
  });

  test('meets the requests that it is told to meet, by their query too', async () => {
    await front.fail({ kind: 'status', status: 503 }, 2, /^(PUT|GET) \/f\?part=[23]$/);
    const statuses = [];
    for (const part of [1, 2, 3, 3]) statuses.push((await put(`/f?part=${part}`, file)).status);
    expect(statuses).toEqual([201, 503, 503, 201]);
  });

  test('that a front can not bring about is refused', async () => {
    await expect(front.fail({ kind: 'bad-link', link: 'late' })).rejects.toThrow('can not do this');
    await expect(front.fail({ kind: 'limit', bytes: 1, how: 'drop-part' })).rejects.toThrow('can not do this');
  });
});
