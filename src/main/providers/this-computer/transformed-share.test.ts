import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFileLook, promisedPayload } from '../../engine/file-look.ts';
import { cleaned } from '../../guard/fixtures/files.ts';
import { photo } from '../../guard/fixtures/places.ts';
import { findLocationIn } from '../../guard/location.ts';
import { patchedPayload } from '../../net/patched-payload.ts';
import { filePayload, pinFile } from '../../net/pinned-file.ts';
import { ask, type TestServer, testServer } from './test-server.ts';

let box: TestServer;
let path: string;
let link: string;
let promised: Buffer;

beforeEach(async () => {
  box = await testServer({ payloadOf: promisedPayload(createFileLook()) });
  promised = await cleaned(photo.bytes, 'exif');
  path = await box.write(photo.bytes, photo.name);
  const plain = filePayload(await pinFile(path), photo.name, 'image/jpeg');
  const found = await findLocationIn(plain);
  if (found.kind !== 'found') throw new Error('the photo tells a place');
  link = (await box.server.share(patchedPayload(plain, found.patches), { uploadId: 'u', expiresAt: null })).link;
});
afterEach(() => box[Symbol.asyncDispose]());

test('a photo that was shared without its location is served so, in ranges too, and stays as it is on the disk', async () => {
  const whole = await ask(link);
  expect([whole.status, whole.body.equals(promised)]).toEqual([200, true]);
  const at = promised.findIndex((byte, index) => byte !== photo.bytes[index]);
  for (const [start, end] of [
    [at, at + 3],
    [0, at + 1],
    [at + 1, promised.length - 1],
  ] as const) {
    const part = await ask(link, { headers: { range: `bytes=${start}-${end}` } });
    expect([part.status, part.body.equals(promised.subarray(start, end + 1))]).toEqual([206, true]);
  }
  const head = await ask(link, { method: 'HEAD' });
  expect(head.headers['content-length']).toBe(String(photo.bytes.length));
  expect(readFileSync(path).equals(photo.bytes)).toBe(true);
});

test('and after a restart', async () => {
  await box.server.close();
  const next = box.another();
  expect(await next.resume()).toMatchObject([{ state: 'serving', uploadIds: ['u'] }]);
  expect((await ask(link)).body.equals(promised)).toBe(true);
});

test('a share of the same photo as it is gives it with its location', async () => {
  const plain = filePayload(await pinFile(path), photo.name, 'image/jpeg');
  const own = await box.server.share(plain, { uploadId: 'other', expiresAt: null });
  expect((await ask(own.link)).body.equals(photo.bytes)).toBe(true);
  expect((await ask(link)).body.equals(promised)).toBe(true);
});

test('where the promised form can not be had any more, the link has ended', async () => {
  const share = box.store.byUpload('u');
  if (!share) throw new Error('no share');
  box.store.add({ ...share, transform: 'without-location:as a later version would do it' });
  expect((await ask(link)).status).toBe(410);
  box.store.add(share);
  expect((await ask(link)).status).toBe(200);
  writeFileSync(path, promised);
  expect((await ask(link)).status).toBe(410);
});
