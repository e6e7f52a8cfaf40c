import { createHash, randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Lab, startLab } from '../lab.ts';
import { post, put, textAt } from '../test-form.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
});
afterEach(() => lab.fal.heal());
afterAll(() => lab.stop());

function initiate(path = 'initiate', headers: Record<string, string> = {}, body: unknown = null): Promise<Response> {
  return post(
    `${lab.fal.url}/storage/upload/${path}?storage_type=fal-cdn-v3`,
    JSON.stringify(body ?? { content_type: 'image/png', file_name: 'a b.png' }),
    { Authorization: `Key ${lab.fal.key}`, 'Content-Type': 'application/json', ...headers },
  );
}

/** The two addresses of an answer. */
async function addresses(answer: Promise<Response>): Promise<{ upload: string; file: string }> {
  const told = await (await answer).json();
  return { upload: textAt(told, 'upload_url'), file: textAt(told, 'file_url') };
}

test('initiate, PUT, and the file is at its address, under its own name and type', async () => {
  const lifecycle = '{"expiration_duration_seconds":60}';
  const { upload, file } = await addresses(initiate('initiate', { 'X-Fal-Object-Lifecycle': lifecycle }));
  expect((await fetch(file)).status).toBe(404);
  expect((await put(upload, 'hello')).status).toBe(200);
  const answer = await fetch(file);
  expect([answer.headers.get('content-type'), await answer.text()]).toEqual(['image/png', 'hello']);
  expect(lab.fal.uploads.at(-1)).toMatchObject({ name: 'a b.png', link: file, fields: { lifecycle } });
});

test('a wrong key is 401, a body without names 422', async () => {
  expect((await initiate('initiate', { Authorization: 'Key nobody:nothing' })).status).toBe(401);
  expect((await initiate('initiate', {}, { file_name: 'a.png' })).status).toBe(422);
});

test('an upload address is good for one file, and only as it was given', async () => {
  const { upload } = await addresses(initiate());
  expect((await put(upload.replace(/=.*/, '=x'), 'hello')).status).toBe(403);
  expect((await put(upload, 'hello')).status).toBe(200);
  expect((await put(upload, 'hello')).status).toBe(403);
});

test('faults meet the PUT, or the step that is named', async () => {
  await lab.fal.fail({ kind: 'status', status: 503 });
  await lab.fal.fail({ kind: 'status', status: 500 }, 1, /initiate$/);
  expect((await initiate()).status).toBe(500);
  const { upload } = await addresses(initiate());
  expect((await put(upload, 'hello')).status).toBe(503);
  expect((await put(upload, 'hello')).status).toBe(200);
});

describe('in parts', () => {
  const parts = [randomBytes(1000), randomBytes(1000), randomBytes(10)];
  const step = (url: string, name: string | number) => url.replace('?', `/${name}?`);

  async function send(): Promise<{ upload: string; file: string; told: unknown[] }> {
    const { upload, file } = await addresses(initiate('initiate-multipart'));
    const told: unknown[] = [];
    // Out of order, as parallel parts are.
    for (const number of [2, 1, 3]) {
      const part = new Uint8Array(parts[number - 1] ?? []);
      told[number - 1] = await (await put(step(upload, number), part)).json();
    }
    return { upload, file, told };
  }
  const complete = (url: string, list: unknown) => post(step(url, 'complete'), JSON.stringify({ parts: list }));

  test('they are put together in their order', async () => {
    const { upload, file, told } = await send();
    expect(told[1]).toEqual({ partNumber: 2, etag: expect.any(String) });
    expect((await fetch(file)).status).toBe(404);
    expect((await complete(upload, told)).status).toBe(200);
    const whole = Buffer.concat(parts);
    expect(Buffer.from(await (await fetch(file)).arrayBuffer()).equals(whole)).toBe(true);
    const sha256 = createHash('sha256').update(whole).digest('hex');
    expect(lab.fal.uploads.at(-1)).toMatchObject({ size: 2010, sha256 });
  });

  test('a list with a wrong etag, a gap or nothing is refused, and can be mended', async () => {
    const { upload, told } = await send();
    for (const list of [[], told.slice(1), [{ partNumber: 1, etag: '"x"' }], null]) {
      expect((await complete(upload, list)).status).toBe(400);
    }
    expect((await complete(upload, told)).status).toBe(200);
  });
});
