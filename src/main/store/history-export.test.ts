import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from './database.ts';
import { writeExport } from './history-export.ts';
import { fillHistory } from './test-history.ts';

const folder = mkdtempSync(join(tmpdir(), 'droprelay-export-'));
const out = join(folder, 'out');
let reading: DatabaseSync;

beforeAll(() => {
  const file = join(folder, 'a.db');
  using database = openDatabase(file, 0).database;
  fillHistory(database, { count: 1_203, from: Date.UTC(2026, 0, 1) });
  database.run(`UPDATE upload SET name = '=cmd|" /C calc"!A0' WHERE id = 'u0'`);
  database.run(`UPDATE payload SET name = '=cmd|" /C calc"!A0' WHERE id = 1`);
  database.run("UPDATE listing SET cleared_at = 1 WHERE upload_id = 'u1'");
  reading = new DatabaseSync(file, { readOnly: true });
});
afterAll(() => {
  reading.close();
  rmSync(folder, { recursive: true });
});

test('as JSON every upload is there once, newest first, with no path of this computer', () => {
  expect(writeExport(reading, null, 'json', out)).toBe(1_202);
  const text = readFileSync(out, 'utf8');
  const all = JSON.parse(text) as { name: string; reason: string | null; dropped: string }[];
  expect(all).toHaveLength(1_202);
  expect(all.map(({ dropped }) => dropped)).toEqual(
    all
      .map(({ dropped }) => dropped)
      .toSorted()
      .toReversed(),
  );
  expect(all.at(-4)).toMatchObject({
    name: '=cmd|" /C calc"!A0',
    link: expect.stringMatching(/^https:/),
    ...{ destination: 'catbox', state: 'done', size: 1000, type: 'image/png', dropped: '2026-01-01T00:00:00.000Z' },
    ends: '2026-01-31T00:00:00.000Z',
  });
  expect(text).not.toContain('/files/');
  expect(text).not.toContain('handle');
});

test('as CSV too, in the order of the ids, and with a heading', () => {
  expect(writeExport(reading, [3, 1], 'csv', out)).toBe(2);
  const lines = readFileSync(out, 'utf8').split('\r\n');
  expect(lines[0]).toMatch(/^\ufeffname,link,destination,/);
  expect(lines[1]).toMatch(/\.pdf,https:/);
  expect(lines[2]).toMatch(/^"'=cmd\|"" \/C calc""!A0",https:/);
  expect(lines[3]).toBe('');
  expect(lines[2]?.split(',')).toHaveLength(lines[0]?.split(',').length ?? 0);
});

test('of nothing it is an empty list; a file that is called as its draft could be stays', () => {
  writeFileSync(`${out}.draft`, 'of the user');
  writeExport(reading, [], 'json', out);
  expect(JSON.parse(readFileSync(out, 'utf8'))).toEqual([]);
  expect(readFileSync(`${out}.draft`, 'utf8')).toBe('of the user');
});
