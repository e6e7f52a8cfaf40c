import { createHash } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Lab, startLab } from '../lab.ts';
import { put, textAt } from '../test-form.ts';

let lab: Lab;
let bins = 0;
beforeAll(async () => {
  lab = await startLab();
});
afterEach(() => lab.filebin.heal());
afterAll(() => lab.stop());

const bytes = 'hello';
const sha256 = createHash('sha256').update(bytes).digest('hex');
const md5 = createHash('md5').update(bytes).digest('base64');
const at = (path: string) => `${lab.filebin.url}/${path}`;
const newBin = () => `bin-number-${++bins}`;

describe('an upload', () => {
  test.each(['PUT', 'POST'])('by %s gets 201, with the sums of what came in', async (method) => {
    const bin = newBin();
    const answer = await fetch(at(`${bin}/a.txt`), { method, body: bytes });
    expect([answer.status, await answer.json()]).toEqual([
      201,
      {
        bin: expect.objectContaining({ id: bin, readonly: false, bytes: 5, files: 1 }),
        file: expect.objectContaining({ filename: 'a.txt', bytes: 5, md5, sha256 }),
      },
    ]);
  });

  test('trap: the name is stored as the server likes it, and the link follows the answer', async () => {
    const bin = newBin();
    const stored = async (name: string) =>
      textAt(await (await put(at(`${bin}/${encodeURIComponent(name)}`), bytes)).json(), 'file.filename');
    expect(await stored('.a b#c?ü.bin')).toBe('_a b_c_ü.bin');
    expect(lab.filebin.uploads.at(-1)).toMatchObject({
      name: '.a b#c?ü.bin',
      link: at(`${bin}/_a%20b_c_%C3%BC.bin`),
      fields: { bin },
    });
    expect(await stored('n'.repeat(200))).toHaveLength(120);
  });

  test.each([
    ['content-sha256', sha256, 201],
    ['content-sha256', '0'.repeat(64), 400],
    ['content-md5', md5, 201],
    ['content-md5', 'AAAAAAAAAAAAAAAAAAAAAA==', 400],
  ])('with %s: %s gets %i', async (header, sum, status) => {
    expect((await put(at(`${newBin()}/a.txt`), bytes, { [header]: sum })).status).toBe(status);
  });

  test('is refused when empty, or for a bin whose name is short or odd', async () => {
    expect((await put(at(`${newBin()}/a.txt`), '')).status).toBe(400);
    const short = await put(at('seven77/a.txt'), bytes);
    expect([short.status, await short.text()]).toEqual([400, expect.stringContaining('too short')]);
    expect((await put(at('bin%20number/a.txt'), bytes)).status).toBe(400);
  });

  test('trap: without a Content-Length it is 411', async () => {
    const status = await new Promise((resolve, reject) => {
      const request = httpRequest(at(`${newBin()}/a.txt`), { method: 'PUT' });
      request.on('response', (answer) => resolve(answer.resume().statusCode)).on('error', reject);
      request.write('hel');
      request.end('lo');
    });
    expect(status).toBe(411);
  });

  test('trap: to a bin that is locked or deleted it is 405', async () => {
    const [locked, deleted] = [newBin(), newBin()];
    for (const bin of [locked, deleted]) await put(at(`${bin}/a.txt`), bytes);
    expect((await put(at(locked), '')).status).toBe(200);
    expect((await fetch(at(deleted), { method: 'DELETE' })).status).toBe(200);
    for (const bin of [locked, deleted]) expect((await put(at(`${bin}/b.txt`), bytes)).status).toBe(405);
  });

  test('507 is a full storage, by a fault', async () => {
    await lab.filebin.fail({ kind: 'status', status: 507 });
    expect((await put(at(`${newBin()}/a.txt`), bytes)).status).toBe(507);
  });
});

describe('a link', () => {
  async function uploaded(): Promise<{ bin: string; link: string }> {
    const bin = newBin();
    await put(at(`${bin}/a.txt`), bytes);
    return { bin, link: at(`${bin}/a.txt`) };
  }
  const get = (url: string, headers: Record<string, string> = {}, redirect: 'follow' | 'manual' = 'follow') =>
    fetch(url, { headers: { 'User-Agent': 'Droprelay/1', ...headers }, redirect });

  test('trap: HEAD is refused', async () => {
    expect((await fetch((await uploaded()).link, { method: 'HEAD' })).status).toBe(405);
  });

  test('trap: programs other than curl, Wget and VLC get a page with status 200', async () => {
    const { link } = await uploaded();
    const page = await get(link);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=UTF-8']);
    expect(await (await get(link, { 'User-Agent': 'curl/8.5' })).text()).toBe(bytes);
    expect(await (await get(link, { Cookie: 'verified=1' })).text()).toBe(bytes);
  });

  test('the file itself is behind a redirect', async () => {
    const answer = await get((await uploaded()).link, { 'User-Agent': 'Wget/1' }, 'manual');
    expect([answer.status, answer.headers.get('location')]).toEqual([302, expect.stringContaining('X-Amz-Expires')]);
  });

  test('its bin tells the hashes without a download', async () => {
    const { bin } = await uploaded();
    expect(await (await get(at(`sha256/${bin}`))).text()).toBe(`${sha256}  a.txt\n`);
    const told = await (await get(at(bin), { Accept: 'application/json' })).json();
    expect(told).toMatchObject({ files: [{ filename: 'a.txt', sha256 }] });
  });

  test('trap: whoever knows it can delete the file', async () => {
    const { link } = await uploaded();
    expect((await fetch(link, { method: 'DELETE' })).status).toBe(200);
    expect((await get(link, { 'User-Agent': 'curl/8.5' })).status).toBe(404);
  });
});
