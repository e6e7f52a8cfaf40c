import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DestinationId } from '../../shared/ids.ts';
import { openDatabase } from './database.ts';
import { createHealthStore, type HealthRecord } from './health-store.ts';
import { storeNow } from './test-store.ts';

const a = DestinationId.parse('a');
const b = DestinationId.parse('b');
const record: HealthRecord = {
  breaker: { kind: 'open', until: storeNow + 30_000, rests: 2 },
  pause: { until: storeNow + 1, failure: { kind: 'rate-limited', host: 'a.example', retryAfterMs: 1 } },
  recent: [true, false, false, false],
  latencyMs: 12.5,
  bytesPerSecond: 1e6,
  lastFailure: { failure: { kind: 'dns', host: 'a.example' }, at: storeNow },
};

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'droprelay-health-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function open() {
  const { database } = openDatabase(join(folder, 'a.db'), storeNow);
  const reported: unknown[] = [];
  const store = createHealthStore(database, (error) => reported.push(error));
  return { database, reported, store, [Symbol.dispose]: () => database[Symbol.dispose]() };
}

test('what was kept is there after a restart, each destination by itself', () => {
  {
    using first = open();
    first.store.update(a, () => record);
  }
  using second = open();
  expect([second.store.read(a), second.store.read(b)]).toEqual([record, null]);
  expect(second.reported).toEqual([]);
});

test('two programs change the same row without losing each other’s part', () => {
  using app = open();
  using commandLine = open();
  app.store.update(a, () => record);
  commandLine.store.update(a, (before) => before && { ...before, latencyMs: 1 });
  app.store.update(a, (before) => before && { ...before, bytesPerSecond: 2 });
  const both = { ...record, latencyMs: 1, bytesPerSecond: 2 };
  expect([app.store.read(a), commandLine.store.read(a)]).toEqual([both, both]);
});

test('where nothing is to change, nothing is written', () => {
  using program = open();
  program.store.update(a, () => null);
  expect(program.database.all('SELECT * FROM health')).toEqual([]);
});

test('what a transaction took back is not remembered', () => {
  using program = open();
  const undone = (): void =>
    program.database.transaction(() => {
      program.store.update(a, () => record);
      throw new Error('on purpose');
    });
  expect(undone).toThrow('on purpose');
  expect(program.store.read(a)).toBeNull();
});

test.each([
  ['no JSON', '{'],
  ['a kind of failure that is unknown here', JSON.stringify(record).replace('"dns"', '"dragons"')],
  ['more attempts than are kept', JSON.stringify({ ...record, recent: Array(21).fill(true) })],
  ['an empty object', '{}'],
])('a row with %s counts as none, is reported once, and is replaced by the next update', (_, written) => {
  using program = open();
  program.database.run('INSERT INTO health VALUES (?, ?)', a, written);
  expect([program.store.read(a), program.store.read(a)]).toEqual([null, null]);
  expect(program.reported).toHaveLength(1);
  expect(program.reported[0]).toMatchObject({ message: expect.stringContaining('destination a') });
  program.store.update(a, (before) => before ?? record);
  expect(program.store.read(a)).toEqual(record);
  expect(program.reported).toHaveLength(1);
});

test('a database that fails is reported, and no upload hears of it', () => {
  using program = open();
  program.database.run('DROP TABLE health');
  expect(program.store.read(a)).toBeNull();
  program.store.update(a, () => record);
  expect(program.reported).toHaveLength(2);
});
