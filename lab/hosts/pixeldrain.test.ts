import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Lab, startLab } from '../lab.ts';
import { formOf, post, put, textAt } from '../test-form.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
});
afterEach(() => lab.pixeldrain.heal());
afterAll(() => lab.stop());

const basic = (password: string) => ({ Authorization: `Basic ${Buffer.from(`:${password}`).toString('base64')}` });
const api = (rest: string) => `${lab.pixeldrain.url}/api/file${rest}`;
const own = () => basic(lab.pixeldrain.key ?? '');
const value = async (answer: Response) => [answer.status, textAt(await answer.json(), 'value')];

test('PUT of a bare body gets 201 and an id: a page, the file, and what is known of it', async () => {
  const answer = await put(api('/a%20b%23c.bin'), 'hello', own());
  const id = textAt(await answer.json(), 'id');
  expect(answer.status).toBe(201);
  expect(lab.pixeldrain.uploads.at(-1)).toMatchObject({ name: 'a b#c.bin', link: `${lab.pixeldrain.url}/u/${id}` });
  expect((await fetch(`${lab.pixeldrain.url}/u/${id}`)).headers.get('content-type')).toMatch(/^text\/html/);
  expect(await (await fetch(api(`/${id}`))).text()).toBe('hello');
  expect(await (await fetch(api(`/${id}/info`), { headers: own() })).json()).toMatchObject({
    name: 'a b#c.bin',
    size: 5,
    hash_sha256: createHash('sha256').update('hello').digest('hex'),
    can_edit: true,
  });
});

test('POST of a form gets 200', async () => {
  const answer = await post(api(''), formOf({ name: 'n.txt' }, { field: 'file' }), own());
  expect([answer.status, await answer.json()]).toEqual([200, { success: true, id: expect.any(String) }]);
});

test('trap: nothing is taken without a key', async () => {
  expect(await value(await put(api('/a.txt'), 'hello'))).toEqual([401, 'authentication_required']);
  expect(await value(await put(api('/a.txt'), 'hello', basic('wrong')))).toEqual([401, 'authentication_failed']);
});

test('trap: an empty file is 422, as is none', async () => {
  expect(await value(await put(api('/a.txt'), '', own()))).toEqual([422, 'no_file']);
  expect(await value(await post(api(''), formOf({}), own()))).toEqual([422, 'no_file']);
});

test('trap: it answers before the body is out, in JSON', async () => {
  await lab.pixeldrain.fail({ kind: 'limit', bytes: 10, how: 'linger' });
  expect(await value(await put(api('/a.txt'), 'x'.repeat(5_000_000), own()))).toEqual([413, 'file_too_large']);
});

test('names over 255 characters are refused', async () => {
  expect(await value(await put(api(`/${'n'.repeat(256)}`), 'x', own()))).toEqual([413, 'name_too_long']);
});

test('trap: the bare file may be refused to all but people', async () => {
  await lab.pixeldrain.fail({ kind: 'bad-link', link: 'forbidden' });
  const id = textAt(await (await put(api('/a.txt'), 'x', own())).json(), 'id');
  expect((await fetch(api(`/${id}`))).status).toBe(403);
  expect((await fetch(`${lab.pixeldrain.url}/u/${id}`)).status).toBe(200);
});

test('what is known of a file that lost its bytes tells so', async () => {
  await lab.pixeldrain.fail({ kind: 'bad-file', file: 'empty' });
  const id = textAt(await (await put(api('/a.txt'), 'hello', own())).json(), 'id');
  expect(await (await fetch(api(`/${id}/info`))).json()).toMatchObject({ size: 0, can_edit: false });
});

test('is deleted by its owner, once', async () => {
  const id = textAt(await (await put(api('/a.txt'), 'x', own())).json(), 'id');
  const remove = async (headers: Record<string, string>) =>
    (await fetch(api(`/${id}`), { method: 'DELETE', headers })).status;
  expect([await remove({}), await remove(own()), await remove(own())]).toEqual([401, 200, 404]);
});

test('too many requests are a 429 in JSON', async () => {
  await lab.pixeldrain.fail({ kind: 'rate-limit' });
  expect((await put(api('/a.txt'), 'x', own())).status).toBe(429);
});
