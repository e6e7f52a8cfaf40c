import { rm } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Payload } from '../../net/payload.ts';
import { filePayload, pinFile } from '../../net/pinned-file.ts';
import type { Connection } from '../provider.ts';
import { unusedServices } from '../test-services.ts';
import { ask, type TestServer, testServer } from './test-server.ts';
import { thisComputer } from './this-computer.ts';

let box: TestServer;
beforeEach(async () => {
  box = await testServer();
});
afterEach(() => box[Symbol.asyncDispose]());

const { net } = unusedServices;
const week = 7 * 24 * 60 * 60 * 1000;

function connect(settings: unknown = {}): Connection {
  const services = {
    net,
    clock: () => box.time.now,
    shareServer: box.server,
    hash: () => Promise.reject(new Error('it hashes nothing')),
  };
  return thisComputer.connect(thisComputer.settings.parse(settings), {}, services);
}

function upload(payload: Payload, signal = new AbortController().signal, to = connect()) {
  const progress: number[] = [];
  const run = { uploadId: 'u', signal, onProgress: (sent: number) => progress.push(sent), checkpoint: () => undefined };
  return to.upload(payload, { ...run, resumeFrom: null }).then((delivery) => ({ delivery, progress }));
}

test('gives a link to the file for a week, proved through the link itself', async () => {
  const payload = filePayload(await pinFile(await box.write('bytes')), 'a.txt', 'text/plain');
  const { delivery, progress } = await upload(payload);
  expect(delivery).toEqual({
    link: expect.stringMatching(/^http:\/\/127\.0\.0\.1:/),
    deleteHandle: null,
    expiresAt: box.time.now + week,
    proof: { kind: 'size', by: 'link' },
  });
  expect(progress).toEqual([5]);
  expect((await ask(delivery.link)).body.toString()).toBe('bytes');
  box.time.now += week;
  expect((await ask(delivery.link)).status).toBe(410);
});

test('shares an empty file', async () => {
  const payload = filePayload(await pinFile(await box.write('')), 'empty', 'text/plain');
  const { delivery, progress } = await upload(payload);
  expect(progress).toEqual([0]);
  expect((await ask(delivery.link)).body).toHaveLength(0);
});

test('a null lifetime lasts until the share is stopped', async () => {
  const payload = filePayload(await pinFile(await box.write('bytes')), 'a', 'text/plain');
  const { delivery } = await upload(payload, undefined, connect({ lifetimeMs: null }));
  expect(delivery.expiresAt).toBeNull();
  box.time.now += 1000 * week;
  expect((await ask(delivery.link)).status).toBe(200);
});

test('a file that changed or is gone fails as such', async () => {
  const path = await box.write('bytes');
  const payload = filePayload(await pinFile(path), 'a', 'text/plain');
  await box.write('other bytes', 'file-1');
  await expect(upload(payload)).rejects.toMatchObject({ failure: { kind: 'source-changed' } });
  await rm(path);
  await expect(upload(payload)).rejects.toMatchObject({ failure: { kind: 'source-unreadable', why: 'missing' } });
});

test('an upload that is cancelled before it began shares nothing', async () => {
  const payload = filePayload(await pinFile(await box.write('bytes')), 'a', 'text/plain');
  await expect(upload(payload, AbortSignal.abort())).rejects.toMatchObject({ failure: { kind: 'cancelled' } });
  expect(box.store.byUpload('u')).toBeNull();
});

test('an upload that is cancelled while it is shared leaves no share behind', async () => {
  const payload = filePayload(await pinFile(await box.write('bytes')), 'a', 'text/plain');
  const ending = new AbortController();
  const running = upload(payload, ending.signal);
  ending.abort();
  await expect(running).rejects.toMatchObject({ failure: { kind: 'cancelled' } });
  expect(box.store.byUpload('u')?.stoppedAt).toBe(box.time.now);
});

test('says what it takes and promises', () => {
  expect(thisComputer.traits(thisComputer.settings.parse({}), () => false)).toMatchObject({
    scope: 'local',
    maxBytes: null,
    takesEmptyFiles: true,
    retention: { kind: 'while-shared', maxMs: week },
    linkCheck: 'own-server',
    idempotent: true,
  });
  expect(thisComputer.settings.safeParse({ lifetimeMs: 0 }).success).toBe(false);
});
