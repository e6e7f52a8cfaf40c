import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { UploadFailure } from '../../shared/failure.ts';
import type { HistoryQuery } from '../../shared/history.ts';
import { UploadId } from '../../shared/ids.ts';
import { type Database, openDatabase } from './database.ts';
import { createHistorySearch } from './history-search.ts';
import { fillHistory } from './test-history.ts';

const from = Date.UTC(2026, 0, 1);
const anything: HistoryQuery = {
  ...{ text: '', destinations: [], types: [], from: null, to: null, states: [], expired: 'any' },
};
const folder = mkdtempSync(join(tmpdir(), 'droprelay-search-'));
const file = join(folder, 'a.db');
let database: Database;

beforeAll(() => {
  database = openDatabase(file, 0).database;
  fillHistory(database, { count: 300, from });
});
afterAll(() => {
  database[Symbol.dispose]();
  rmSync(folder, { recursive: true });
});

const open = (idleMs = 60_000) => createHistorySearch({ file, clock: () => from, idleMs });

test('a list is found, its rows are read by their places, and places beyond its end are none', async () => {
  await using search = open();
  const found = await search.find({ ...anything, types: ['video'] });
  expect(found).toMatchObject({ total: 300, matching: 37 });
  const rows = await search.rows(found.list, 35, 200);
  expect(rows?.map((row) => row?.kind)).toEqual(['video', 'video']);
  expect(rows?.[1]).toMatchObject({
    ...{ id: 'u4', batchId: 'b0', name: expect.stringContaining('.mp4'), mime: 'video/mp4', intake: 'drop' },
    ...{ dismissed: false, endsAt: null, check: null, movedFrom: null, pictured: false, state: { name: 'done' } },
    receipt: expect.objectContaining({ destinationLabel: 'catbox' }),
  });
  expect(await search.ids(found.list, 36, 10)).toEqual(['u4']);
  expect(await search.rows(found.list, 37, 10)).toEqual([]);
  expect((await search.destinations()).length).toBe(4);
});

test('of those that wait for their turn only the newest is asked', async () => {
  await using search = open();
  const texts = ['h', 'ho', 'hol', 'holi', 'holiday'];
  const ends = await Promise.allSettled(texts.map((text) => search.find({ ...anything, text })));
  expect(ends.map((end) => (end.status === 'rejected' ? (end.reason as UploadFailure).failure.kind : 'found'))).toEqual(
    [...['found', 'cancelled', 'cancelled', 'cancelled', 'found']],
  );
  const last = ends.at(-1);
  expect(last?.status === 'fulfilled' && last.value.matching).toBeGreaterThan(0);
});

test('what is written meanwhile is seen by the next search, and a list stands still', async () => {
  await using search = open();
  const found = await search.find(anything);
  database.run("INSERT INTO batch (id, created_at, intake, chain, scope) VALUES ('new', 9e15, 'drop', '[]', 'public')");
  database.run(`INSERT INTO upload (id, batch_id, position, rank, name, state, detail, created_at, updated_at)
    VALUES ('new', 'new', 0, 0, 'new.txt', 'paused', '{"name":"paused"}', 9000000000000, 0)`);
  expect((await search.rows(found.list, 0, 1))?.[0]?.id).toBe('u295');
  const again = await search.find(anything);
  expect(again.matching).toBe(found.matching + 1);
  expect((await search.rows(again.list, 0, 1))?.[0]?.id).toBe('new');
  database.run("DELETE FROM upload WHERE id = 'new'");
  expect(await search.rows(again.list, 0, 1)).toEqual([null]);
});

test('a list outlives the thread that found it, but not those that were found long after it', async () => {
  await using search = open(1);
  const { list } = await search.find({ ...anything, text: 'holiday' });
  const rows = await search.rows(list, 0, 3);
  // The thread ends at once when it has nothing to do; the list is found again, whether it has ended by now or not.
  await new Promise((over) => setTimeout(over, 50));
  expect(await search.rows(list, 0, 3)).toEqual(rows);
  for (const text of ['a', 'b', 'c', 'd']) await search.find({ ...anything, text });
  expect(await search.rows(list, 0, 3)).toBeNull();
  expect(search.queryOf(list)).toBeNull();
});

test('whoever waits when it ends is told so', async () => {
  const search = open();
  const waiting = Promise.allSettled([search.find(anything), search.find(anything)]);
  await search[Symbol.asyncDispose]();
  for (const end of await waiting) {
    expect(end).toMatchObject({ status: 'rejected', reason: { failure: { kind: 'cancelled' } } });
  }
});

test('a database that can not be read fails what is asked, and nothing else', async () => {
  await using search = createHistorySearch({ file: join(folder, 'none.db'), clock: () => from });
  await expect(search.find(anything)).rejects.toThrow(/unable to open/);
  await expect(search.find(anything)).rejects.toThrow(/unable to open/);
});

test('an export is whole: what stood there stays until then, and no draft is left where it can not be written', async () => {
  await using search = open();
  const path = join(folder, 'out.csv');
  writeFileSync(path, 'before');
  expect(await search.export({ query: { ...anything, text: '00029' } }, 'csv', path)).toBe(11);
  expect(readFileSync(path, 'utf8').split('\r\n')).toHaveLength(13);
  expect(await search.export({ query: anything }, 'csv', join(folder, 'no such folder', 'x.csv'))).toBeNull();
  expect(await search.export({ ids: ['u7', 'u2'].map((id) => UploadId.parse(id)) }, 'csv', path)).toBe(2);
  expect(readFileSync(path, 'utf8').split('\r\n').slice(1)).toEqual([
    ...[expect.stringContaining('000007'), expect.stringContaining('000002'), ''],
  ]);
  expect(readdirSync(folder).filter((name) => name.includes('draft'))).toEqual([]);
});
