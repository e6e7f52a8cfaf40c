import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Lab, startLab } from '../lab.ts';
import { formOf, post, textAt } from '../test-form.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
});
afterEach(async () => {
  for (const standIn of lab.standIns) await standIn.heal();
});
afterAll(() => lab.stop());

describe('tmpfile.link', () => {
  const upload = async (name: string, headers = {}) =>
    (await post(`${lab.tmpfilelink.url}/api/upload`, formOf({}, { field: 'file', name }), headers)).json();

  test('answers with what it took', async () => {
    expect(await upload('notes.txt')).toEqual({
      fileName: 'notes.txt',
      downloadLink: expect.stringMatching(/^http:.*\/public\/\d{4}-\d\d-\d\d\/[\w-]{36}\/notes\.txt$/),
      downloadLinkEncoded: expect.stringMatching(/\/public%2F.*%2Fnotes\.txt$/),
      size: 5,
      type: 'text/plain',
      uploadedTo: 'public',
    });
    expect(await upload('a.txt', { 'X-User-Id': 'me', 'X-Auth-Token': 't' })).toMatchObject({ uploadedTo: 'me' });
  });

  test('trap: the file name in downloadLink is not escaped, and both links lead to the file', async () => {
    const answer = await upload('a b ü.txt');
    const downloadLink = textAt(answer, 'downloadLink');
    expect(downloadLink).toContain('/a b ü.txt');
    for (const link of [new URL(downloadLink).href, textAt(answer, 'downloadLinkEncoded')]) {
      expect(await (await fetch(link)).text()).toBe('hello');
    }
  });

  test('trap: "#" cuts the unescaped link, and not the encoded one', async () => {
    const answer = await upload('a#b.txt');
    expect((await fetch(textAt(answer, 'downloadLink'))).status).toBe(404);
    expect(await (await fetch(textAt(answer, 'downloadLinkEncoded'))).text()).toBe('hello');
  });

  test('a form without a file is refused', async () => {
    expect((await post(`${lab.tmpfilelink.url}/api/upload`, formOf({}, { field: 'files' }))).status).toBe(400);
  });
});

describe('tmpfiles.org', () => {
  const upload = (fields = {}, name = 'a b.txt') =>
    post(`${lab.tmpfilesorg.url}/api/v1/upload`, formOf(fields, { field: 'file', name }));

  test('trap: the link of the answer is a page; the file is behind /dl/', async () => {
    const answer = await (await upload()).json();
    expect(answer).toEqual({ status: 'success', data: { url: expect.stringMatching(/\/\d+\/a%20b\.txt$/) } });
    const url = textAt(answer, 'data.url');
    const page = await fetch(url);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=UTF-8']);
    const file = await fetch(new URL(`/dl${new URL(url).pathname}`, url));
    expect([file.headers.get('content-type'), await file.text()]).toEqual(['text/plain', 'hello']);
    expect((await fetch(new URL('/1/a%20b.txt', url))).status).toBe(404);
  });

  test.each([
    ['60', 200],
    ['86400', 200],
    ['59', 422],
    ['86401', 422],
    ['soon', 422],
  ])('expire=%s gets %i', async (expire, status) => {
    expect((await upload({ expire })).status).toBe(status);
  });
});

describe('sendit.sh', () => {
  const content = 'x'.repeat(1000);
  const send = async () => {
    const answer = await fetch(`${lab.senditsh.url}/a%20b%26c.txt`, { method: 'PUT', body: content });
    return /wget (\S+)/.exec(await answer.text())?.[1] ?? '';
  };

  test('takes a bare body under an encoded name, and names the link in a line of text', async () => {
    expect(await send()).toMatch(/\/[a-z0-9]{5}\/a%20b%26c\.txt$/);
    const sha256 = createHash('sha256').update(content).digest('hex');
    expect(lab.senditsh.uploads.at(-1)).toMatchObject({ name: 'a b&c.txt', size: 1000, sha256 });
  });

  test('trap: the first GET, even of one byte, uses the link up; HEAD does not', async () => {
    const link = await send();
    expect((await fetch(link, { method: 'HEAD' })).headers.get('content-length')).toBe('1000');
    expect((await fetch(link, { headers: { Range: 'bytes=0-0' } })).status).toBe(206);
    expect((await fetch(link)).status).toBe(404);
  });

  test('can be told that its links last', async () => {
    await using lasting = await startLab({ senditsh: { singleUse: false } });
    const answer = await fetch(`${lasting.senditsh.url}/a.txt`, { method: 'PUT', body: content });
    const link = /wget (\S+)/.exec(await answer.text())?.[1] ?? '';
    for (const _ of [1, 2]) expect(await (await fetch(link)).text()).toBe(content);
  });

  test('takes a form as well', async () => {
    expect(await (await post(lab.senditsh.url, formOf({}, { field: 'file' }))).text()).toMatch(/wget http/);
  });

  test('a bare body over the limit is refused at its headers, or once it was read', async () => {
    await lab.senditsh.fail({ kind: 'limit', bytes: 999, how: 'linger' });
    await lab.senditsh.fail({ kind: 'limit', bytes: 999, how: 'after-body' });
    const before = lab.senditsh.uploads.length;
    for (const _ of [1, 2]) {
      expect((await fetch(`${lab.senditsh.url}/a.txt`, { method: 'PUT', body: content })).status).toBe(413);
    }
    expect(lab.senditsh.uploads).toHaveLength(before);
  });
});
