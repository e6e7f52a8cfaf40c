import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { DestinationId } from '../../shared/ids.ts';
import { createCheckpoints } from './checkpoints.ts';
import { openDatabase } from './database.ts';
import { createDiscards } from './discards.ts';
import { migrations } from './migrations.ts';
import { registerOwner } from './owners.ts';
import { createTestStore, destination, source, storeNow, uploadId } from './test-store.ts';
import { createUploadStore } from './upload-store.ts';

const id = uploadId('one');
const at = { id: destination.id, provider: 'p' };
const payload = { name: 'one.txt', mime: 'text/plain', spooled: false };

function setUp() {
  const { database, store, reader } = createTestStore(['one', 'two']);
  const discards = createDiscards(database);
  store.setPayload(id, source, payload, { name: 'queued' });
  return { database, store, reader, left: () => discards.all().map(({ state }) => state) };
}

test('a checkpoint is replaced, and forgotten without being discarded', () => {
  const { store, reader, left } = setUp();
  store.saveCheckpoint(id, at, 'half');
  store.saveCheckpoint(id, at, 'most');
  expect(reader.checkpoint(id, at)).toBe('most');
  store.saveCheckpoint(id, at, null);
  expect([reader.checkpoint(id, at), left()]).toEqual([null, []]);
});

test('what another provider saved at a destination is neither used nor lost', () => {
  const { store, reader, left } = setUp();
  const other = { ...at, provider: 'q' };
  store.saveCheckpoint(id, at, 'half');
  expect(reader.checkpoint(id, other)).toBeNull();
  store.saveCheckpoint(id, other, 'new');
  expect([reader.checkpoint(id, other), reader.checkpoint(id, at), left()]).toEqual(['new', null, ['half']]);
});

test('the same file, sent again, goes on from it', () => {
  const { store, reader, left } = setUp();
  store.saveCheckpoint(id, at, 'half');
  store.startVisit(id, null);
  store.setPayload(id, source, payload, { name: 'queued' });
  expect([reader.checkpoint(id, at), left()]).toEqual(['half', []]);
});

test.each([
  { path: '/files/two.txt' },
  { dev: source.dev - 1n },
  { ino: source.ino + 1n },
  { size: source.size + 1 },
  { mtimeNs: source.mtimeNs + 1n },
])('a file with %o does not', (changed) => {
  const { store, reader, left } = setUp();
  store.saveCheckpoint(id, at, 'half');
  store.startVisit(id, null);
  store.setPayload(id, { ...source, ...changed }, payload, { name: 'queued' });
  expect([reader.checkpoint(id, at), left()]).toEqual([null, ['half']]);
});

test('one that was saved before files were noted with it is discarded', () => {
  const { database, store, left } = setUp();
  store.saveCheckpoint(id, at, 'half');
  database.run('UPDATE checkpoint SET source_id = NULL');
  store.startVisit(id, null);
  store.setPayload(id, source, payload, { name: 'queued' });
  expect(left()).toEqual(['half']);
});

test('all of an upload that is cancelled, or removed from the list, are handed over; those of others stay', () => {
  const { store, reader, left } = setUp();
  const elsewhere = { id: DestinationId.parse('b'), provider: 'p' };
  const two = uploadId('two');
  for (const [upload, place] of [[id, at] as const, [id, elsewhere] as const, [two, at] as const]) {
    store.saveCheckpoint(upload, place, `${upload} ${place.id}`);
  }
  store.setState(id, { name: 'cancelled' });
  expect(left()).toEqual(['one a', 'one b']);
  store.setState(two, { name: 'failed', failure: { kind: 'empty-refused' }, at: null });
  expect(reader.checkpoint(two, at)).toBe('two a');
  store.dismiss([two]);
  expect(left()).toEqual(['one a', 'one b', 'two a']);
});

test('handing over is part of the transaction, and is told once that has ended', async () => {
  const { database, owner, store } = createTestStore(['one']);
  const seen: number[] = [];
  const told = createUploadStore(
    database,
    owner.id,
    () => storeNow,
    () => {
      seen.push(createDiscards(database).all().length);
    },
  );
  store.saveCheckpoint(id, at, 'half');
  database.transaction(() => {
    told.setState(id, { name: 'cancelled' });
    expect(seen).toEqual([]);
  });
  await Promise.resolve();
  expect(seen).toEqual([1]);
});

test('nothing is saved for an upload that another program has', () => {
  const { database, store, reader } = setUp();
  const other = registerOwner(database, 'command-line', () => storeNow);
  database.run('UPDATE upload SET owner_id = ?', other.id);
  store.saveCheckpoint(id, at, 'half');
  expect(reader.checkpoint(id, at)).toBeNull();
});

test('what is in use is all that a provider saved, at every destination', () => {
  const { database, store } = setUp();
  store.saveCheckpoint(id, at, 'one');
  store.saveCheckpoint(uploadId('two'), { id: DestinationId.parse('b'), provider: 'p' }, 'two');
  store.saveCheckpoint(uploadId('two'), { id: DestinationId.parse('c'), provider: 'q' }, 'three');
  const { inUse } = createCheckpoints(
    database,
    () => storeNow,
    () => undefined,
  );
  expect([inUse('p').sort(), inUse('q')]).toEqual([['one', 'two'], ['three']]);
});

test('those of before know their provider by their destination', () => {
  const folder = mkdtempSync(join(tmpdir(), 'droprelay-checkpoints-'));
  try {
    const file = join(folder, 'a.db');
    const before = migrations.findIndex((step) => step.includes('CREATE TABLE discard'));
    const old = new DatabaseSync(file, { enableForeignKeyConstraints: false });
    for (const step of migrations.slice(0, before)) old.exec(step);
    old.exec(`INSERT INTO destination VALUES ('a', 'p', 'A', 'public', 1);
      INSERT INTO checkpoint VALUES ('one', 'a', 'half'), ('one', 'gone', 'more');
      PRAGMA user_version = ${before}`);
    old.close();
    using database = openDatabase(file, storeNow).database;
    const rows = database.all('SELECT state, provider, source_id FROM checkpoint ORDER BY state');
    expect(rows).toEqual([
      { state: 'half', provider: 'p', source_id: null },
      { state: 'more', provider: '', source_id: null },
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
