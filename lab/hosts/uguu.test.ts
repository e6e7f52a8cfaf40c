import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Lab, startLab } from '../lab.ts';
import { type FormFileInput, formOf, post, textAt } from '../test-form.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
});
afterEach(() => lab.uguu.heal());
afterAll(() => lab.stop());

const upload = (file: Partial<FormFileInput> = {}, path = '/upload') =>
  post(lab.uguu.url + path, formOf({}, { field: 'files[]', ...file }));

test.each(['/upload', '/upload.php'])('%s answers in JSON whose slashes are escaped', async (path) => {
  const text = await (await upload({ name: 'a.tar.gz' }, path)).text();
  expect(text).toContain('http:\\/\\/127.0.0.1');
  const { success, files } = JSON.parse(text);
  expect([success, files]).toEqual([
    true,
    [
      {
        hash: expect.stringMatching(/^[0-9a-f]{16}$/),
        filename: expect.stringMatching(/^[A-Za-z]{8}\.tar\.gz$/),
        url: lab.uguu.uploads.at(-1)?.link,
        size: 5,
        dupe: false,
      },
    ],
  ]);
  expect(await (await fetch(files[0].url)).text()).toBe('hello');
});

test('other outputs on request', async () => {
  expect(await (await upload({}, '/upload?output=text')).text()).toMatch(/^http:\S+\n$/);
  expect(await (await upload({}, '/upload?output=csv')).text()).toMatch(/^name,url,hash,size\n/);
});

test('trap: one file per request, a second one is a 500', async () => {
  const form = formOf({}, { field: 'files[]' }, { field: 'files[]' });
  const answer = await post(`${lab.uguu.url}/upload`, form);
  expect([answer.status, await answer.json()]).toEqual([
    500,
    { success: false, errorcode: 500, description: 'Server error.' },
  ]);
});

test('trap: a rate limit is a 500, told apart by its description alone', async () => {
  await lab.uguu.fail({ kind: 'rate-limit' });
  const answer = await upload();
  expect(answer.status).toBe(500);
  expect(textAt(await answer.json(), 'description')).toContain('please wait 60 seconds');
});

test.each(['a.exe', 'a.HTML', 'a.svg', 'a.zip'])(
  'trap: %s is refused, .zip although upstream does not say so',
  async (name) => {
    const answer = await upload({ name });
    expect([answer.status, textAt(await answer.json(), 'description')]).toEqual([415, 'Filetype not allowed']);
  },
);

test('a refused type is refused whatever its name', async () => {
  expect((await upload({ name: 'a.txt', type: 'application/x-dosexec' })).status).toBe(415);
});

test('trap: a file that PHP dropped is "no input", one under its other limit a fault of the server', async () => {
  await lab.uguu.fail({ kind: 'limit', bytes: 3, how: 'drop-part' });
  await lab.uguu.fail({ kind: 'limit', bytes: 3, how: 'after-body' });
  const [dropped, failed] = [await upload(), await upload()];
  expect([dropped.status, textAt(await dropped.json(), 'description')]).toEqual([400, 'No input file(s)']);
  expect([failed.status, textAt(await failed.json(), 'description')]).toEqual([500, 'Server error.']);
});

test('names of 250 characters and more are refused', async () => {
  expect((await upload({ name: `${'n'.repeat(245)}.txt` })).status).toBe(200);
  expect((await upload({ name: `${'n'.repeat(246)}.txt` })).status).toBe(400);
});
