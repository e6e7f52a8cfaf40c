import { describe, expect, test } from 'vitest';
import { failureOf } from '../conformance-rig.ts';
import { handleAt } from '../own-storage.ts';
import { type Box, openBox } from './test-box.ts';

const signal = new AbortController().signal;
const paths = (box: Box): string[] => [...box.server.files.keys()];

describe('what is left', () => {
  const kept = async (box: Box, until: string, bytes = 100) => {
    const saved: (string | null)[] = [];
    const { payload } = await box.rig.payloadOf(bytes, 'a.txt');
    await box.rig.failing(payload, { checkpoint: (state) => saved.push(state) });
    expect(box.told().at(-1)).toContain(until);
    return saved.at(-1) ?? '';
  };

  test('is deleted, and a second time is no error', async () => {
    await using box = await openBox({ answer: (what) => (what.startsWith('MKCOL') ? { status: 507 } : null) });
    const state = await kept(box, 'MKCOL');
    expect(paths(box)).toHaveLength(1);
    await box.rig.connection.discard?.(state, signal);
    expect(paths(box)).toEqual([]);
    await box.rig.connection.discard?.(state, signal);
  });

  test('is listed, without what is in use and what is not ours', async () => {
    await using box = await openBox({ answer: (what) => (what.startsWith('MKCOL') ? { status: 507 } : null) });
    const states = [await kept(box, 'MKCOL'), await kept(box, 'MKCOL', 200)];
    box.server.files.set('/dav/.droprelay-notes.tmp', Buffer.from('x'));
    const found = await box.rig.connection.leftovers?.([states[0] ?? ''], signal);
    expect(found).toEqual([
      expect.objectContaining({ name: expect.stringMatching(/^\.droprelay-[a-z0-9]{16}\.tmp$/), bytes: 200 }),
    ]);
    await box.rig.connection.discard?.(found?.[0]?.state ?? '', signal);
    expect(paths(box).map((path) => box.server.files.get(path)?.length)).toEqual([100, 1]);
  });

  test.each([
    ['{random}', 0],
    ['{filename}', 1],
  ])('under its own name is deleted only where nobody else can have that name (%s)', async (keyTemplate, left) => {
    await using box = await openBox({}, { keyTemplate });
    const saved: (string | null)[] = [];
    await box.rig.send((await box.rig.payloadOf(10, 'a.txt')).payload, { checkpoint: (state) => saved.push(state) });
    await box.rig.connection.discard?.(saved.at(-1) ?? '', signal);
    expect(paths(box)).toHaveLength(left);
  });

  test.each(['', 'nonsense', '{"id":"../../x","key":"","size":0}'])('no state asks nothing: %j', async (state) => {
    await using box = await openBox();
    await box.rig.connection.discard?.(state, signal);
    expect(box.server.requests).toEqual([]);
  });
});

test('what is deleted is the file of this folder and this user alone', async () => {
  await using box = await openBox({}, { keyTemplate: '{filename}' });
  const { payload } = await box.rig.payloadOf(10, 'a.txt');
  const { link, deleteHandle } = await box.rig.send(payload);
  const handle = { link, deleteHandle: deleteHandle ?? '' };
  await using other = await openBox({}, { keyTemplate: '{filename}' });
  await other.rig.send(payload);
  const removal = other.rig.connection.remove?.(handle, signal) ?? Promise.resolve();
  expect((await failureOf(removal)).failure).toEqual({ kind: 'settings-invalid', field: 'server' });
  expect([box, other].map(paths)).toEqual([['/dav/a.txt'], ['/dav/a.txt']]);
  await box.rig.connection.remove?.(handle, signal);
  expect(paths(box)).toEqual([]);
});

test('a handle of nothing deletes nothing of the folder', async () => {
  await using box = await openBox();
  await box.rig.send((await box.rig.payloadOf(1)).payload);
  const place = `ann ${box.server.url.href}dav/`;
  for (const key of ['', '.', '..', '../dav', '/']) {
    await box.rig.connection.remove?.({ link: 'https://files.example/', deleteHandle: handleAt(place, key) }, signal);
  }
  expect(box.told().filter((what) => /^DELETE \/(dav\/?)?$/.test(what))).toEqual([]);
});
