import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HistoryQuery } from '../../shared/history.ts';
import { DestinationId, UploadId } from '../../shared/ids.ts';
import { type Database, openDatabase } from './database.ts';
import { indexSome } from './history-index.ts';
import { createHistoryLists, type HistoryLists } from './history-lists.ts';
import { filledName, fillHistory } from './test-history.ts';

const count = 600;
const day = 24 * 3_600_000;
const from = Date.UTC(2026, 0, 1);
const now = from + 20 * day;
const anything: HistoryQuery = {
  ...{ text: '', destinations: [], types: [], from: null, to: null, states: [], expired: 'any' },
};
const folder = mkdtempSync(join(tmpdir(), 'droprelay-lists-'));
let database: Database;
let lists: HistoryLists;
let reading: DatabaseSync;

beforeAll(() => {
  const file = join(folder, 'a.db');
  database = openDatabase(file, 0).database;
  fillHistory(database, { count, from });
  // What is typed by people and hosts.
  const name = database.run.bind(database, 'UPDATE upload SET name = ? WHERE id = ?');
  name('100%_sicher\\"quoted".txt', 'u10');
  name('\u00dcbung \u0421\u043e\u0431\u0430\u043a\u0430.pdf', 'u11');
  name('U\u0308bung zwei.pdf', 'u12');
  name('\u732b\u306e\u5199\u771f.png', 'u13');
  reading = new DatabaseSync(file, { readOnly: true });
  lists = createHistoryLists(reading);
});
afterAll(() => {
  reading.close();
  database[Symbol.dispose]();
  rmSync(folder, { recursive: true });
});

const found = (query: Partial<HistoryQuery>): string[] =>
  lists.rows(lists.find({ ...anything, ...query }, now).ids).map((row) => row?.id ?? 'gone');

test('everything is found newest first, each batch in the order of its drop', () => {
  const all = found({});
  expect(all).toHaveLength(count);
  expect(all.slice(0, 6)).toEqual(['u595', 'u596', 'u597', 'u598', 'u599', 'u590']);
  expect(lists.total()).toBe(count);
});

test('the days are those of this place, and their numbers give every row its place', () => {
  const { days, ids } = lists.find(anything, now);
  expect(days.reduce((sum, each) => sum + each.count, 0)).toBe(ids.length);
  const dayOf = (at: number): string =>
    new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
  const times = lists.rows(ids).map((row) => dayOf(row?.createdAt ?? 0));
  expect(days).toEqual(
    [...new Set(times)].map((one) => ({ day: one, count: times.filter((time) => time === one).length })),
  );
});

// Before any row is in the index, when some are, and when all are: nobody who searches sees a difference.
describe.each([0, 250, count])('with at least %i rows in the search index', (indexed) => {
  beforeAll(() => {
    for (
      let done = count - Number(database.get('SELECT count(*) AS n FROM listing WHERE indexed = 0')?.n);
      done < indexed;
    ) {
      done += indexSome(database);
    }
  });

  test.each([
    ['HOLIDAY', (name: string) => name.includes('holiday')],
    ['holiday png', (name: string) => name.includes('holiday') && name.includes('png')],
    ['00012', (name: string) => name.includes('00012')],
    ['li', (name: string, place: string) => name.includes('li') || place.includes('li')],
    ['ga 05', (name: string) => name.includes('ga') && name.includes('05')],
    ['garden 05', (name: string) => name.includes('garden') && name.includes('05')],
    ['my-s3', (_: string, place: string) => place === 'my-s3'],
  ])('%s', (text, fits) => {
    const places = ['catbox', 'litterbox', 'my-s3', 'uguu'];
    const own = new Set(['u10', 'u11', 'u12', 'u13']);
    const expected = Array.from({ length: count }, (_, at) => at).filter(
      (at) => !own.has(`u${at}`) && fits(filledName(at), places[at % 4] ?? ''),
    );
    expect(
      found({ text })
        .filter((id) => !own.has(id))
        .toSorted(),
    ).toEqual(expected.map((at) => `u${at}`).toSorted());
  });

  test.each([
    ['100%_', ['u10']],
    ['%_', ['u10']],
    ['\\', ['u10']],
    ['"quoted"', ['u10']],
    ['*', []],
    ['uguu.example', ['u11']],
    ['übung', ['u12', 'u11']],
    ['ü', ['u12', 'u11']],
    ['соба', ['u11']],
    ['со', ['u11']],
    ['猫', ['u13']],
    ['猫の写', ['u13']],
    ['OR', null],
    ['zzzz', []],
  ])('%s is only what it says', (text, expected) => {
    const ids = found({ text }).filter((id) => ['u10', 'u11', 'u12', 'u13'].includes(id));
    if (expected) expect(ids.toSorted()).toEqual(expected.toSorted());
  });
});

test.each<[string, Partial<HistoryQuery>, (at: number) => boolean]>([
  ['a type', { types: ['image'] }, (at) => at % 8 < 2 && at !== 11 && at !== 12],
  ['two types', { types: ['archive', 'audio'] }, (at) => at % 8 === 3 || at % 8 === 7],
  ['a destination', { destinations: [DestinationId.parse('uguu')] }, (at) => at % 4 === 3],
  [
    'any of two destinations',
    { destinations: [DestinationId.parse('uguu'), DestinationId.parse('catbox')] },
    (at) => at % 4 === 3 || at % 4 === 0,
  ],
  [
    'any of many destinations',
    { destinations: ['uguu', 'catbox', ...'abcdefghi'].map((id) => DestinationId.parse(id)) },
    (at) => at % 4 === 3 || at % 4 === 0,
  ],
  [
    'any value of each filter, and all filters at once',
    {
      destinations: ['uguu', 'my-s3'].map((id) => DestinationId.parse(id)),
      types: ['archive', 'audio'],
      states: ['failed', 'done'],
    },
    (at) => at % 8 === 3 || at % 8 === 7,
  ],
  [
    'what failed among two types',
    { types: ['archive', 'audio'], states: ['failed', 'cancelled'] },
    (at) => at % 20 === 19,
  ],
  [
    'values and a word',
    { text: '0001', types: ['image', 'audio'] },
    (at) => String(at).padStart(6, '0').includes('0001') && [0, 1, 7].includes(at % 8),
  ],
  ['what failed', { states: ['failed'] }, (at) => at % 20 === 19],
  ['what is unfinished', { states: ['unfinished'] }, () => false],
  ['a time', { from: from + day, to: from + 2 * day }, (at) => Math.floor(at / 5) >= 72 && Math.floor(at / 5) < 144],
  ['links that are there', { expired: 'without' }, (at) => at % 20 !== 19],
  ['links that are gone', { expired: 'only' }, () => false],
])('%s', (_what, query, fits) => {
  const expected = Array.from({ length: count }, (_, at) => at).filter(fits);
  const own = ['u10', 'u11', 'u12', 'u13'];
  const plain = (ids: string[]): string[] => ids.filter((id) => !own.includes(id)).toSorted();
  expect(plain(found(query))).toEqual(plain(expected.map((at) => `u${at}`)));
});

test('links end by the time that is asked for', () => {
  const at = (late: number) => lists.find({ ...anything, expired: 'only' }, from + late).ids.length;
  const soon = (late: number) => lists.find({ ...anything, expired: 'soon' }, from + late).ids.length;
  expect(at(29 * day)).toBe(0);
  expect(at(30 * day)).toBe(2);
  expect(soon(29 * day + 1)).toBeGreaterThan(soon(28 * day));
  expect(at(40 * day)).toBe(190);
});

test('rows that are hidden are in no list, and null in one that was found before', () => {
  const { ids } = lists.find({ ...anything, text: '00030' }, now);
  expect(ids).toHaveLength(11);
  database.run("UPDATE listing SET cleared_at = 1 WHERE upload_id = 'u300'");
  expect(lists.rows(ids).filter((row) => row === null)).toHaveLength(1);
  expect(lists.uploads(ids)).toHaveLength(10);
  expect(lists.total()).toBe(count - 1);
  expect(lists.find({ ...anything, text: '00030' }, now).ids).toHaveLength(10);
  database.run('UPDATE listing SET cleared_at = NULL');
});

test('uploads that are asked for by their ids come in that order, each once, and without those that are gone', () => {
  const ids = ['u7', 'u300', 'u2', 'u7', 'nothing'].map((id) => UploadId.parse(id));
  database.run("UPDATE listing SET cleared_at = 1 WHERE upload_id = 'u300'");
  expect(lists.uploads(lists.listed(ids))).toEqual(['u7', 'u2']);
  database.run('UPDATE listing SET cleared_at = NULL');
  expect(lists.uploads(lists.listed(ids))).toEqual(['u7', 'u300', 'u2']);
});

test('destinations come with their numbers, the most used first', () => {
  const places = lists.destinations();
  expect(places.map(({ label }) => label).toSorted()).toEqual(['catbox', 'litterbox', 'my-s3', 'uguu']);
  expect(places.reduce((sum, place) => sum + place.count, 0)).toBe(count);
});

test('the list is read in its order from one index, and few rows by their ids: nothing is sorted or gone through', () => {
  const plan = (sql: string): unknown[] =>
    reading
      .prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .all()
      .map(({ detail }) => detail);
  expect(
    plan('SELECT id, created_at FROM listing WHERE cleared_at IS NULL AND state = 1 ORDER BY created_at DESC, id'),
  ).toEqual(['SCAN listing USING COVERING INDEX listing_order']);
  expect(
    plan(
      'SELECT id FROM listing INDEXED BY listing_order WHERE cleared_at IS NULL AND created_at >= 1 AND created_at < 2 ORDER BY created_at DESC, id',
    ),
  ).toEqual(['SEARCH listing USING COVERING INDEX listing_order (created_at>? AND created_at<?)']);
  expect(plan('SELECT id FROM listing WHERE indexed = 0')).toEqual([
    'SCAN listing USING COVERING INDEX listing_unindexed',
  ]);
});
