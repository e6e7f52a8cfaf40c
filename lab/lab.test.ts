import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { providerById } from '../src/main/providers/index.ts';
import { hostIds, type Lab, startLab } from './lab.ts';
import { formOf, post } from './test-form.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
});
afterEach(async () => {
  for (const standIn of lab.standIns) await standIn.heal();
});
afterAll(() => lab.stop());

const text = 'Grüße\n'.repeat(1000);

const form = (fields: Record<string, string>, field: string, content = text, name = 'a b.txt') =>
  formOf(fields, { field, content, name });
const catboxForm = (content = text, name?: string) => form({ reqtype: 'fileupload' }, 'fileToUpload', content, name);
const catboxApi = () => `${lab.catbox.url}/user/api.php`;

describe('uploads and their links', () => {
  test('catbox gives a six-character link that serves the same bytes', async () => {
    const link = await (await post(catboxApi(), catboxForm())).text();
    expect(link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[a-z0-9]{6}\.txt$/);
    expect(await (await fetch(link)).text()).toBe(text);
    const upload = lab.catbox.uploads.at(-1);
    expect(upload).toMatchObject({
      name: 'a b.txt',
      size: Buffer.byteLength(text),
      link,
      fields: { reqtype: 'fileupload' },
    });
    expect(upload?.sha256).toBe(createHash('sha256').update(text).digest('hex'));
    expect(await readFile(upload?.path ?? '', 'utf8')).toBe(text);
  });

  test('litterbox wants a time, and gives 16 characters on request', async () => {
    const api = `${lab.litterbox.url}/resources/internals/api.php`;
    const refused = await post(api, form({ reqtype: 'fileupload', time: '48h' }, 'fileToUpload'));
    expect([refused.status, await refused.text()]).toEqual([412, 'No expire time specified.']);
    const taken = await post(api, form({ reqtype: 'fileupload', time: '1h', fileNameLength: '16' }, 'fileToUpload'));
    expect(await taken.text()).toMatch(/\/[a-z0-9]{16}\.txt$/);
  });

  test('x0.at ends its link with a new line, and honours id_length', async () => {
    const link = await (await post(`${lab.x0at.url}/`, form({ id_length: '16' }, 'file', 'x', 'a.tar.gz'))).text();
    expect(link).toMatch(/\/[a-z0-9]{16}\.tar\.gz\n$/);
  });

  test('a link answers HEAD and ranges as a web server does', async () => {
    const link = await (await post(catboxApi(), catboxForm('0123456789'))).text();
    const head = await fetch(link, { method: 'HEAD' });
    expect(head.headers.get('content-length')).toBe('10');
    const part = await fetch(link, { headers: { Range: 'bytes=2-4' } });
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([206, 'bytes 2-4/10', '234']);
    expect((await fetch(link, { headers: { Range: 'bytes=10-' } })).status).toBe(416);
    expect((await fetch(`${lab.catbox.url}/nothing.txt`)).status).toBe(404);
  });
});

describe('refusals', () => {
  test('catbox names a wrong field, a missing file and a refused type', async () => {
    expect(await (await post(catboxApi(), form({}, 'fileToUpload'))).text()).toBe('No request type given.');
    expect(await (await post(catboxApi(), form({ reqtype: 'fileupload' }, 'file'))).text()).toBe('No files given.');
    expect((await post(catboxApi(), catboxForm('x', 'a.docx'))).status).toBe(412);
    expect(lab.catbox.uploads.some(({ name }) => name === 'a.docx')).toBe(false);
  });

  test('x0.at shows its front page for a wrong field, and refuses an empty file', async () => {
    const page = await post(`${lab.x0at.url}/`, form({}, 'upload'));
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=UTF-8']);
    expect((await post(`${lab.x0at.url}/`, form({}, 'file', ''))).status).toBe(400);
  });

  test('catbox hangs up on a request without User-Agent', async () => {
    const outcome = new Promise((resolve) => {
      const request = httpRequest(catboxApi(), { method: 'POST', headers: { 'Content-Length': 0 } });
      request
        .on('error', ({ message }) => resolve(message))
        .on('response', () => resolve('answered'))
        .end();
    });
    expect(await outcome).toMatch(/hang up|ECONNRESET/);
  });

  test.each(['after-body', 'linger', 'close'] as const)('a file over the limit gets 413 (%s)', async (how) => {
    await lab.catbox.fail({ kind: 'limit', bytes: 100, how }, 2);
    expect((await post(catboxApi(), catboxForm('x'.repeat(101)))).status).toBe(413);
    expect((await post(catboxApi(), catboxForm('x'.repeat(100)))).status).toBe(200);
  });

  test('a part that PHP drops: a page at x0.at, "no files" at catbox', async () => {
    for (const standIn of [lab.x0at, lab.catbox]) await standIn.fail({ kind: 'limit', bytes: 10, how: 'drop-part' });
    const page = await post(`${lab.x0at.url}/`, form({}, 'file'));
    expect([page.status, /<html/.test(await page.text())]).toEqual([200, true]);
    expect(await (await post(catboxApi(), catboxForm())).text()).toBe('No files given.');
  });
});

describe('faults', () => {
  test('a status once, with its headers, and then all is well', async () => {
    await lab.catbox.fail({ kind: 'status', status: 503, retryAfter: '7', body: 'busy' });
    const first = await post(catboxApi(), catboxForm());
    expect([first.status, first.headers.get('retry-after'), await first.text()]).toEqual([503, '7', 'busy']);
    expect((await post(catboxApi(), catboxForm())).status).toBe(200);
  });

  test('an early status reaches a sender that is still sending', async () => {
    await lab.catbox.fail({ kind: 'status', status: 403, early: true });
    expect((await post(catboxApi(), catboxForm('x'.repeat(5_000_000)))).status).toBe(403);
  });

  test('refused connections until it is healed, at the same address', async () => {
    const before = lab.catbox.url;
    await lab.catbox.fail({ kind: 'refuse' });
    await expect(post(catboxApi(), catboxForm())).rejects.toThrow();
    await lab.catbox.heal();
    expect(lab.catbox.url).toBe(before);
    expect((await post(catboxApi(), catboxForm())).status).toBe(200);
  });

  test.each([
    ['reset', { kind: 'reset', afterBytes: 1000 }],
    ['reset after the body', { kind: 'reset-after-body' }],
  ] as const)('%s cuts the connection', async (_, fault) => {
    await lab.x0at.fail(fault);
    await expect(post(`${lab.x0at.url}/`, form({}, 'file'))).rejects.toThrow();
    expect(lab.x0at.requests.at(-1)?.status).toBeNull();
  });

  test.each([
    ['stall', { kind: 'stall', afterBytes: 1000 }],
    ['no answer', { kind: 'no-answer' }],
  ] as const)('%s lasts until the sender gives up', async (_, fault) => {
    await lab.x0at.fail(fault);
    const giveUp = new AbortController();
    const answer = fetch(`${lab.x0at.url}/`, { method: 'POST', body: form({}, 'file'), signal: giveUp.signal });
    await expect.poll(() => lab.x0at.requests.at(-1)?.bodyBytes ?? 0).toBeGreaterThan(1000);
    giveUp.abort();
    await expect(answer).rejects.toThrow();
  });

  test.each([
    ['empty', '0'],
    ['truncated', '5'],
  ] as const)('a link to a file that is %s', async (file, length) => {
    await lab.catbox.fail({ kind: 'bad-file', file });
    const link = await (await post(catboxApi(), catboxForm('0123456789'))).text();
    expect((await fetch(link, { method: 'HEAD' })).headers.get('content-length')).toBe(length);
    expect(await (await fetch(link)).text()).toBe('0123456789'.slice(0, Number(length)));
  });

  test('a link whose loss the host noticed, or did not, before it told the size', async () => {
    const upload = async () => (await post(`${lab.tmpfilelink.url}/api/upload`, form({}, 'file', '0123456789'))).json();
    await lab.tmpfilelink.fail({ kind: 'bad-file', file: 'truncated' });
    await lab.tmpfilelink.fail({ kind: 'bad-file', file: 'truncated', told: true });
    expect([await upload(), await upload()]).toMatchObject([{ size: 10 }, { size: 5 }]);
  });

  test.each([
    ['single-use', [200, 200, 404]],
    ['no-head', [405, 200, 200]],
    ['forbidden', [403, 403, 403]],
    ['late', [404, 404, 200]],
  ] as const)('a link that is %s', async (link, statuses) => {
    await lab.catbox.fail({ kind: 'bad-link', link });
    const url = await (await post(catboxApi(), catboxForm())).text();
    const asked: number[] = [];
    for (const method of ['HEAD', 'GET', 'GET']) asked.push((await fetch(url, { method })).status);
    expect(asked).toEqual(statuses);
  });

  test('a link to a page instead of the file', async () => {
    await lab.catbox.fail({ kind: 'bad-link', link: 'page' });
    const answer = await fetch(await (await post(catboxApi(), catboxForm())).text());
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=UTF-8']);
  });

  test('an early 413 whose connection closes at once reads nothing of the file', async () => {
    await lab.catbox.fail({ kind: 'status', status: 413, early: 'close' });
    await post(catboxApi(), catboxForm('x'.repeat(20_000_000))).catch(() => {});
    await expect.poll(() => lab.catbox.requests.at(-1)?.ended).toBe(true);
    expect(lab.catbox.requests.at(-1)).toMatchObject({ status: 413, bodyBytes: 0, complete: false });
  });

  test('"too many requests" in the host\'s own way', async () => {
    for (const standIn of [lab.catbox, lab.uguu]) await standIn.fail({ kind: 'rate-limit', retryAfter: '60' });
    const plain = await post(catboxApi(), catboxForm());
    expect([plain.status, plain.headers.get('retry-after')]).toEqual([429, '60']);
    expect((await post(`${lab.uguu.url}/upload`, form({}, 'files[]'))).status).toBe(500);
  });

  test('a fault for certain requests leaves the others alone', async () => {
    await lab.catbox.fail({ kind: 'status', status: 503 }, 1, /^GET \/front$/);
    expect((await post(catboxApi(), catboxForm())).status).toBe(200);
    expect((await fetch(`${lab.catbox.url}/front`)).status).toBe(503);
  });

  test('pages and texts instead of a link store nothing', async () => {
    const before = lab.catbox.uploads.length;
    await lab.catbox.fail({ kind: 'html-page' });
    await lab.catbox.fail({ kind: 'text', text: '' });
    expect(await (await post(catboxApi(), catboxForm())).text()).toMatch(/<html/);
    expect(await (await post(catboxApi(), catboxForm())).text()).toBe('');
    expect(lab.catbox.uploads).toHaveLength(before);
  });
});

test('without keeping bytes, a link still tells the length', async () => {
  await using small = await startLab({ x0at: { keep: false } });
  const link = (await (await post(`${small.x0at.url}/`, form({}, 'file', '12345'))).text()).trim();
  expect((await fetch(link, { method: 'HEAD' })).headers.get('content-length')).toBe('5');
  expect((await fetch(link)).status).toBe(410);
  expect(small.x0at.uploads[0]?.sha256).toBe(createHash('sha256').update('12345').digest('hex'));
});

test('settings lead Droprelay to the stand-ins of the hosts that it knows, and suit them', () => {
  expect(lab.settings.destinations).toContainEqual(
    expect.objectContaining({ id: 'catbox', provider: 'catbox', settings: { server: lab.catbox.url } }),
  );
  for (const { provider, settings } of lab.settings.destinations) {
    expect([provider, providerById(provider)?.settings.safeParse(settings).success]).toEqual([provider, true]);
  }
});

test('every stand-in is found under its own id', () => {
  expect(lab.standIns.map(({ id }) => id)).toEqual(hostIds);
  for (const id of hostIds) expect(lab[id].id).toBe(id);
});
