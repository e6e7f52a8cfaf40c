import { randomBytes } from 'node:crypto';
import { appendFile, mkdir, open, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ask, type TestServer, testServer } from './test-server.ts';

const MiB = 1024 * 1024;
let box: TestServer;
beforeEach(async () => {
  box = await testServer();
});
afterEach(() => box[Symbol.asyncDispose]());

const pathOf = (uploadId: string): string => box.store.byUpload(uploadId)?.source.path ?? '';

describe('the bytes', () => {
  test('arrive equal, with their exact length and type', async () => {
    const bytes = randomBytes(3 * MiB + 17);
    const answer = await ask(await box.shared(bytes, 'photo.png', 'image/png'));
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-length': String(bytes.length),
      'content-type': 'image/png',
      'accept-ranges': 'bytes',
    });
    expect(answer.body.equals(bytes)).toBe(true);
  });

  test('arrive equal at a client that reads in fits, although the reader uses its buffers again', async () => {
    const bytes = randomBytes(40 * MiB);
    const link = new URL(await box.shared(bytes));
    const socket = connect(Number(link.port), link.hostname);
    socket.write(`GET ${link.pathname} HTTP/1.1\r\nHost: ${link.host}\r\n\r\n`);
    const parts: Buffer[] = [];
    for await (const part of socket) {
      parts.push(Buffer.from(part));
      if (parts.length % 50 === 0) await sleep(5);
    }
    const all = Buffer.concat(parts);
    expect(all.subarray(all.indexOf('\r\n\r\n') + 4).equals(bytes)).toBe(true);
  });

  test('eight clients at once get them equal', async () => {
    const bytes = randomBytes(5 * MiB + 1);
    const link = await box.shared(bytes);
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask(link)));
    expect(answers.every((answer) => answer.body.equals(bytes))).toBe(true);
  });

  test('of an empty file are none', async () => {
    const link = await box.shared('', 'empty');
    const answer = await ask(link);
    expect([answer.status, answer.headers['content-length'], answer.body.length]).toEqual([200, '0', 0]);
    expect((await ask(link, { headers: { Range: 'bytes=0-' } })).status).toBe(416);
    expect(box.server.downloads('empty')).toBe(1);
  });

  test('are not sent to HEAD, which tells the same about them', async () => {
    const link = await box.shared('0123456789');
    const [get, head] = [await ask(link), await ask(link, { method: 'HEAD', headers: { Range: 'bytes=2-3' } })];
    expect(head.status).toBe(200);
    expect(head.body).toHaveLength(0);
    expect({ ...head.headers, date: '' }).toEqual({ ...get.headers, date: '' });
  });
});

describe('ranges', () => {
  test.each([
    ['bytes=0-3', 206, '0123', 'bytes 0-3/10'],
    ['bytes=7-', 206, '789', 'bytes 7-9/10'],
    ['bytes=-2', 206, '89', 'bytes 8-9/10'],
    ['bytes=-99', 206, '0123456789', 'bytes 0-9/10'],
    ['bytes=5-500', 206, '56789', 'bytes 5-9/10'],
    ['bytes=10-', 416, 'The file is shorter than that.\n', 'bytes */10'],
    ['bytes=-0', 416, 'The file is shorter than that.\n', 'bytes */10'],
    ['bytes=0-1,3-4', 200, '0123456789', undefined],
    ['bytes=4-2', 200, '0123456789', undefined],
    ['lines=1-2', 200, '0123456789', undefined],
  ])('%s gets %i', async (range, status, body, contentRange) => {
    const answer = await ask(await box.shared('0123456789'), { headers: { Range: range } });
    expect(answer.status).toBe(status);
    expect(answer.body.toString()).toBe(body);
    expect(answer.headers['content-range']).toBe(contentRange);
    expect(answer.headers['content-length']).toBe(String(body.length));
  });

  test('a range across the reader’s chunks is exact', async () => {
    const bytes = randomBytes(5 * MiB);
    const from = MiB - 3;
    const to = 4 * MiB + 5;
    const answer = await ask(await box.shared(bytes), { headers: { Range: `bytes=${from}-${to}` } });
    expect(answer.body.equals(bytes.subarray(from, to + 1))).toBe(true);
  });

  test('If-Range gives the part to a client with the same file, else the whole', async () => {
    const link = await box.shared('0123456789');
    const etag = (await ask(link)).headers.etag ?? '';
    const other = (await ask(await box.shared('0123456789', 'b'))).headers.etag ?? '';
    expect(etag).toMatch(/^"[\w-]{22}"$/);
    expect(other).not.toBe(etag);
    const get = async (condition: string) =>
      (await ask(link, { headers: { Range: 'bytes=8-', 'If-Range': condition } })).body.toString();
    expect(await get(etag)).toBe('89');
    for (const condition of [other, `W/${etag}`, 'Sun, 22 Nov 2026 00:00:00 GMT', '']) {
      expect(await get(condition)).toBe('0123456789');
    }
  });
});

describe('a source that is no longer what was shared', () => {
  test.each([
    ['changed', (path: string) => writeFile(path, 'other')],
    ['grew', (path: string) => appendFile(path, 'more')],
    ['shrank', (path: string) => truncate(path, 1)],
    ['was deleted', (path: string) => rm(path)],
    [
      'became a folder',
      async (path: string) => {
        await rm(path);
        await mkdir(path);
      },
    ],
    [
      'was replaced by a file of the same size',
      async (path: string) => {
        await writeFile(`${path}.new`, 'BYTES');
        await rename(`${path}.new`, path);
      },
    ],
  ])('answers 410 once it %s', async (_, change) => {
    const link = await box.shared('bytes');
    await change(pathOf('a.bin'));
    for (const options of [{}, { method: 'HEAD' }, { headers: { Range: 'bytes=0-0' } }]) {
      const answer = await ask(link, options);
      expect(answer.status).toBe(410);
      expect(answer.body.toString()).not.toContain('byt');
    }
    expect(box.server.downloads('a.bin')).toBe(0);
  });

  test.each([
    ['grows', (path: string) => appendFile(path, 'x')],
    ['shrinks', (path: string) => truncate(path, 1000)],
    [
      'is written to',
      async (path: string) => {
        await using file = await open(path, 'r+');
        await file.write(Buffer.from('x'), 0, 1, 50 * MiB);
      },
    ],
  ])('leaves the download incomplete and uncounted if it %s meanwhile', async (_, change) => {
    const link = await box.shared(Buffer.alloc(64 * MiB, 1));
    const answer = await ask(link, { midway: () => change(pathOf('a.bin')) });
    expect(answer.status).toBe(200);
    expect(answer.complete).toBe(false);
    expect(answer.body.length).toBeLessThan(64 * MiB);
    expect(box.server.downloads('a.bin')).toBe(0);
  });
});

describe('the count of downloads', () => {
  test('is one for every GET whose last byte was sent', async () => {
    const link = await box.shared('0123456789');
    await ask(link);
    await ask(link, { headers: { Range: 'bytes=0-4' } });
    expect(box.server.downloads('a.bin')).toBe(1);
    await ask(link, { headers: { Range: 'bytes=5-' } });
    expect(box.server.downloads('a.bin')).toBe(2);
    expect(box.server.downloads('nobody')).toBe(0);
  });

  test('leaves out HEAD, refusals and own checks, and the share’s beginning', async () => {
    const link = await box.shared('0');
    await ask(link, { method: 'HEAD' });
    await ask(link, { path: '/' });
    await box.server.probe('a.bin');
    expect(box.server.downloads('a.bin')).toBe(0);
    expect(box.changes).toEqual(['a.bin']);
  });

  test('takes nobody else’s request for an own check', async () => {
    const link = await box.shared('0');
    await ask(link, { headers: { 'X-Droprelay-Probe': 'A'.repeat(22) } });
    expect(box.server.downloads('a.bin')).toBe(1);
  });

  test('leaves out a client that went away', async () => {
    const link = new URL(await box.shared(Buffer.alloc(64 * MiB)));
    const socket = connect(Number(link.port), link.hostname);
    socket.write(`GET ${link.pathname} HTTP/1.1\r\nHost: ${link.host}\r\n\r\n`);
    await new Promise((resolve) => socket.once('data', resolve));
    socket.destroy();
    await sleep(50);
    expect(box.server.downloads('a.bin')).toBe(0);
    expect((await ask(link.href, { method: 'HEAD' })).status).toBe(200);
  });

  test('is told as it changes', async () => {
    const link = await box.shared('bytes');
    await ask(link);
    await vi.waitFor(() => expect(box.changes).toEqual(['a.bin', 'a.bin']));
  });
});
