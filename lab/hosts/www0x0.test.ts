import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Lab, startLab } from '../lab.ts';
import { type FormFileInput, formOf, post } from '../test-form.ts';

let lab: Lab;
let unique = 0;
beforeAll(async () => {
  lab = await startLab();
});
afterEach(() => lab.www0x0.heal());
afterAll(() => lab.stop());

const agent = { 'User-Agent': 'Droprelay/1 (+https://example.org)' };
const dayMs = 86_400_000;

/** Each content is new unless one is given. */
function upload(file: Partial<FormFileInput> = {}, fields: Record<string, string> = {}): Promise<Response> {
  unique += 1;
  return post(`${lab.www0x0.url}/`, formOf(fields, { field: 'file', content: `new ${unique}`, ...file }), agent);
}

function manage(link: string, fields: Record<string, string>): Promise<number> {
  return post(link, formOf(fields), agent).then(({ status }) => status);
}

const ask = (link: string, method = 'GET') => fetch(link, { method, headers: agent });

test('answers with a line of text as html, a token, and an end with a fraction of a millisecond', async () => {
  const answer = await upload();
  expect(answer.headers.get('content-type')).toBe('text/html; charset=UTF-8');
  expect(await answer.text()).toMatch(/^http:\S+\/[a-z0-9]{4}\.txt\n$/);
  expect(answer.headers.get('x-token')).toMatch(/^\w{43}$/);
  const ends = answer.headers.get('x-expires') ?? '';
  expect(ends).toMatch(/^\d{13}\.\d{4}$/);
  expect(Math.round((Number(ends) - Date.now()) / dayMs)).toBe(365);
});

test.each(['pastebin-tester/1.0', 'curl/8.5.0', 'node'])('trap: the user agent %s is not allowed', async (name) => {
  const answer = await post(`${lab.www0x0.url}/`, formOf({}, { field: 'file' }), { 'User-Agent': name });
  expect([answer.status, await answer.text()]).toEqual([403, 'User agent not allowed.\n']);
});

test('trap: known bytes get the link they have, no token, and at most a longer life', async () => {
  const before = lab.www0x0.uploads.length;
  const first = await upload({ content: 'known' }, { secret: '', expires: '24' });
  const again = await upload({ content: 'known', name: 'other.bin' });
  const shorter = await upload({ content: 'known' }, { expires: '1' });
  const link = await first.text();
  expect(link).toMatch(/\/s\/\w{22}\/\w{4}\.txt\n$/);
  expect([await again.text(), again.headers.get('x-token')]).toEqual([link, null]);
  const ends = [first, again, shorter].map(({ headers }) => Number(headers.get('x-expires')));
  expect(ends[1]).toBeGreaterThan(ends[0] ?? 0);
  expect(ends[2]).toBe(ends[1]);
  expect(lab.www0x0.uploads).toHaveLength(before + 1);
});

test('expires is hours, or a time in milliseconds; anything else is refused', async () => {
  const inHours = Number((await upload({}, { expires: '48' })).headers.get('x-expires'));
  expect(Math.round((inHours - Date.now()) / dayMs)).toBe(2);
  const at = Date.now() + 5 * dayMs;
  expect(Number((await upload({}, { expires: String(at) })).headers.get('x-expires'))).toBeCloseTo(at, -1);
  expect((await upload({}, { expires: 'soon' })).status).toBe(400);
});

test('is deleted with its token, and with no other', async () => {
  const answer = await upload();
  const link = (await answer.text()).trim();
  const token = answer.headers.get('x-token') ?? '';
  expect(await manage(link, { token: 'wrong', delete: '' })).toBe(401);
  expect(await manage(link, { token, expires: '1' })).toBe(202);
  expect((await ask(link, 'HEAD')).status).toBe(200);
  expect(await manage(link, { token, delete: '' })).toBe(200);
  expect((await ask(link)).status).toBe(404);
  expect(await manage(link, { token, delete: '' })).toBe(404);
});

test('faults meet uploads, not deletions', async () => {
  const answer = await upload();
  await lab.www0x0.fail({ kind: 'status', status: 503 });
  expect(await manage((await answer.text()).trim(), { token: answer.headers.get('x-token') ?? '', delete: '' })).toBe(
    200,
  );
  expect((await upload()).status).toBe(503);
});

test.each<[string, Partial<FormFileInput>]>([
  ['declared', { type: 'application/java-archive' }],
  ['found in its bytes', { content: 'MZ\u0000\u0001 more', type: 'text/plain' }],
])('trap: a refused type, %s, gets 415', async (_, file) => {
  expect((await upload(file)).status).toBe(415);
});

test('an empty file is taken', async () => {
  const answer = await upload({ content: '' });
  expect([answer.status, lab.www0x0.uploads.at(-1)?.size]).toEqual([200, 0]);
});

test('a link may carry a nicer name', async () => {
  const link = (await (await upload({ content: 'nice' })).text()).trim();
  expect(await (await ask(`${link}/holiday.txt`)).text()).toBe('nice');
});
