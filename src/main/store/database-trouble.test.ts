/** Damage to the database's files, on disk: what can not be relied on is set aside as it was, and never silently replaced. */
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { toFailure } from '../../shared/failure.ts';
import { openDatabase } from './database.ts';

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'droprelay-db-'));
  file = join(folder, 'a.db');
  using database = openDatabase(file, 0).database;
  for (let row = 0; row < 500; row += 1)
    database.run('INSERT INTO owner VALUES (?, ?, 1, 0, 0)', `owner ${row}`, 'app');
});
afterEach(() => rmSync(folder, { recursive: true }));

function overwrite(name: string, from: number, bytes: Buffer): void {
  const handle = openSync(name, 'r+');
  writeSync(handle, bytes, 0, bytes.length, from);
  closeSync(handle);
}

const middle = (): number => Math.floor(statSync(file).size / 8_192) * 4_096;
const damages: readonly [string, () => void][] = [
  ['garbage from start to end', () => writeFileSync(file, 'not a database'.repeat(1_000))],
  ['a file that was cut short', () => truncateSync(file, middle() + 100)],
  ['zeros in the middle', () => overwrite(file, middle(), Buffer.alloc(8_192))],
  ['one page of garbage', () => overwrite(file, 4_096, Buffer.alloc(4_096, 0xaa))],
  ['a spoilt header', () => overwrite(file, 0, Buffer.alloc(100))],
];

describe('at the start', () => {
  test.each(damages)('%s: set aside as it was, and a new one works', (_, damage) => {
    damage();
    const damaged = readFileSync(file);
    const { database, setAside } = openDatabase(file, 123);
    using _database = database;
    expect(setAside).toBe(`${file}.corrupt-123`);
    expect(readFileSync(`${file}.corrupt-123`).equals(damaged)).toBe(true);
    expect(database.all('SELECT id FROM owner')).toEqual([]);
    database.run("INSERT INTO owner VALUES ('new', 'app', 1, 0, 0)");
  });

  test('a write-ahead log that is none is set aside, and what the file holds stays', () => {
    writeFileSync(`${file}-wal`, 'garbage'.repeat(1_000));
    const { database, setAside } = openDatabase(file, 123);
    using _database = database;
    expect(setAside).toBe(`${file}.corrupt-123-wal`);
    expect(readFileSync(`${file}.corrupt-123-wal`, 'utf8')).toContain('garbage');
    expect(database.all('SELECT id FROM owner')).toHaveLength(500);
  });

  test('a log that a kill left is no damage, not even an empty one', () => {
    const database = new DatabaseSync(file);
    database.exec("INSERT INTO owner VALUES ('late', 'app', 1, 0, 0)");
    const log = readFileSync(`${file}-wal`);
    database.close();
    for (const [left, rows] of [
      [log, 501],
      [Buffer.alloc(0), 501],
      [Buffer.alloc(500), 501],
    ] as const) {
      writeFileSync(`${file}-wal`, left);
      const opened = openDatabase(file, 123);
      using found = opened.database;
      expect(opened.setAside).toBeNull();
      expect(found.all('SELECT id FROM owner')).toHaveLength(rows);
    }
  });

  test('the file of a second program that was quicker stays', () => {
    damages[0]?.[1]();
    const first = openDatabase(file, 1);
    using database = first.database;
    const second = openDatabase(file, 2);
    using other = second.database;
    expect([first.setAside, second.setAside]).toEqual([`${file}.corrupt-1`, null]);
    database.run("INSERT INTO owner VALUES ('shared', 'app', 1, 0, 0)");
    expect(other.all('SELECT id FROM owner')).toEqual([{ id: 'shared' }]);
  });
});

describe('under way', () => {
  test('damage is a failure of its own, and the next start sets the file aside', () => {
    {
      using database = openDatabase(file, 0).database;
      {
        // What another program wrote makes this one read the pages again.
        using other = new DatabaseSync(file);
        other.exec("INSERT INTO owner VALUES ('other', 'app', 1, 0, 0); PRAGMA wal_checkpoint(TRUNCATE)");
      }
      overwrite(file, 4_096, Buffer.alloc(statSync(file).size - 4_096, 0xaa));
      let thrown: unknown;
      try {
        database.all('SELECT * FROM owner');
      } catch (error) {
        thrown = error;
      }
      expect(toFailure(thrown)).toEqual({ kind: 'settings-invalid', field: 'damaged-history' });
      expect(existsSync(file)).toBe(true);
    }
    const { database, setAside } = openDatabase(file, 123);
    using _database = database;
    expect(setAside).toBe(`${file}.corrupt-123`);
    expect(readdirSync(folder).filter((name) => name.endsWith('.damaged'))).toEqual([]);
  });

  test('a full disk fails as such, and nothing of the transaction is left', () => {
    using database = openDatabase(file, 0).database;
    const { page_count: pages } = database.get('PRAGMA page_count') ?? {};
    database.get(`PRAGMA max_page_count = ${pages}`);
    const add = (id: string): void =>
      void database.run('INSERT INTO owner VALUES (?, ?, 1, 0, 0)', id + 'x'.repeat(100_000), 'app');
    let thrown: unknown;
    try {
      database.transaction(() => {
        database.run("INSERT INTO owner VALUES ('small', 'app', 1, 0, 0)");
        try {
          add('large');
        } catch {
          // Whoever catches it within must not be able to write on.
        }
        database.run("INSERT INTO owner VALUES ('after', 'app', 1, 0, 0)");
        add('large');
      });
    } catch (error) {
      thrown = error;
    }
    expect(toFailure(thrown)).toEqual({ kind: 'disk-full' });
    expect(database.all("SELECT id FROM owner WHERE id NOT LIKE 'owner %'")).toEqual([]);
    database.run("INSERT INTO owner VALUES ('later', 'app', 1, 0, 0)");
  });
});
