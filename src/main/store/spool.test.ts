import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { State } from '../../shared/model.ts';
import { createShareStore } from './share-store.ts';
import { createSpool } from './spool.ts';
import { createTestStore, source, storeNow, uploadId } from './test-store.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'droprelay-spool-'));
  mkdirSync(join(root, 'spool'));
});
afterEach(() => rmSync(root, { recursive: true }));

/** A spooled file, the row that was made of it, and the spool as the next program opens it. */
async function kept(state: State) {
  const folder = join(root, 'spool');
  const { database, store } = createTestStore(['one']);
  const path = await createSpool(database, folder, () => storeNow).keep('a.png', Buffer.from('bytes'));
  const id = uploadId('one');
  database.run('UPDATE upload SET path = ?', path);
  store.setState(id, state);
  return { path, id, store, database, spool: createSpool(database, folder, () => storeNow) };
}

const failed: State = { name: 'failed', failure: { kind: 'empty-refused' }, at: null };

describe('spooled bytes', () => {
  test('are kept under their name, in a folder of their own', async () => {
    const { path } = await kept({ name: 'queued' });
    expect(readFileSync(path, 'utf8')).toBe('bytes');
    expect(path.endsWith('a.png')).toBe(true);
    expect(dirname(dirname(path))).toBe(join(root, 'spool'));
  });

  test.each<[string, State, boolean]>([
    ['that is to be prepared', { name: 'preparing' }, true],
    ['that is queued', { name: 'queued' }, true],
    ['that is paused', { name: 'paused' }, true],
    ['that failed', failed, true],
    ['that was cancelled', { name: 'cancelled' }, true],
    ['that was uploaded', { name: 'done' }, false],
  ])('of an upload %s stay: %o', async (_, state, stays) => {
    const { path, spool } = await kept(state);
    await spool.sweep();
    expect(existsSync(path)).toBe(stays);
  });

  test('go once the user took a failed upload from the list', async () => {
    const { path, spool, store, id } = await kept(failed);
    store.dismiss([id]);
    await spool.sweep();
    expect(existsSync(dirname(path))).toBe(false);
  });

  test.each([
    ['runs', {}, true],
    ['is stopped', { stoppedAt: storeNow }, false],
    ['is at its end', { expiresAt: storeNow }, false],
  ])('stay while this computer shares them, and its share %s', async (_, more, stays) => {
    const { path, spool, database } = await kept({ name: 'done' });
    createShareStore(database).add({
      token: 't',
      uploadId: 'one',
      name: 'a.png',
      mime: 'image/png',
      source: { ...source, path },
      transform: null,
      interfaceId: 'loopback',
      host: '127.0.0.1:1',
      expiresAt: null,
      downloads: 0,
      stoppedAt: null,
      createdAt: storeNow,
      ...more,
    });
    await spool.sweep();
    expect(existsSync(path)).toBe(stays);
  });

  test('that an earlier program left without a row go; those of this program stay', async () => {
    const { spool } = await kept({ name: 'queued' });
    const orphan = join(root, 'spool', 'orphan');
    mkdirSync(orphan);
    writeFileSync(join(orphan, 'a.png'), '');
    const fresh = await spool.keep('b.png', Buffer.from('new'));
    await spool.sweep();
    expect([existsSync(orphan), existsSync(fresh)]).toEqual([false, true]);
  });

  test('a file of the user’s is never touched', async () => {
    const { spool, database } = await kept({ name: 'done' });
    const own = join(root, 'mine.txt');
    writeFileSync(own, 'mine');
    database.run('UPDATE upload SET path = ?', own);
    await spool.sweep();
    expect(existsSync(own)).toBe(true);
  });
});

describe('bytes that come bit by bit', () => {
  const spoolOf = () => createSpool(createTestStore(['one']).database, join(root, 'spool'), () => storeNow);

  test('are kept whole, readable by their owner alone', async () => {
    const path = await spoolOf().keep('stdin', Readable.from([Buffer.from('one '), Buffer.from('two')]));
    expect([readFileSync(path, 'utf8'), statSync(path).mode & 0o777]).toEqual(['one two', 0o600]);
  });

  test('leave nothing where they break off', async () => {
    const broken = Readable.from(
      (function* () {
        yield Buffer.from('one');
        throw new Error('gone');
      })(),
    );
    await expect(spoolOf().keep('stdin', broken)).rejects.toThrow('gone');
    expect(readdirSync(join(root, 'spool'))).toEqual([]);
  });
});

test('what another program that runs has kept stays, though it has no row yet', async () => {
  const { spool } = await kept({ name: 'queued' });
  const [theirs, left] = [`${process.ppid}-a`, `${2 ** 22 + 1}-b`].map((name) => join(root, 'spool', name));
  for (const folder of [theirs, left]) mkdirSync(folder ?? '');
  await spool.sweep();
  expect([theirs, left].map((folder) => existsSync(folder ?? ''))).toEqual([true, false]);
});
