import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from './database.ts';
import { migrations } from './migrations.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'droprelay-db-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const addOwner = "INSERT INTO owner VALUES ('o', 'app', 1, 0, 0)";

describe('opening', () => {
  test('makes the current shape from nothing, and finds it again', () => {
    const file = join(folder, 'a.db');
    {
      using database = openDatabase(file, 0).database;
      expect(database.get('PRAGMA user_version')).toEqual({ user_version: migrations.length });
      expect(database.get('PRAGMA journal_mode')).toEqual({ journal_mode: 'wal' });
      database.run(addOwner);
    }
    const { database, setAside } = openDatabase(file, 0);
    using _ = database;
    expect(setAside).toBeNull();
    expect(database.all('SELECT id FROM owner')).toEqual([{ id: 'o' }]);
  });

  // Windows has no such modes.
  if (process.platform !== 'win32') {
    test('others can not read it, nor the files beside it', () => {
      using database = openDatabase(join(folder, 'a.db'), 0).database;
      database.run(addOwner);
      const modes = readdirSync(folder).map((name) => statSync(join(folder, name)).mode & 0o777);
      expect(modes).toEqual([0o600, 0o600, 0o600]);
    });
  }

  test('a file that is no database is set aside, not replaced', () => {
    const file = join(folder, 'a.db');
    writeFileSync(file, 'not a database'.repeat(100));
    const { database, setAside } = openDatabase(file, 123);
    using _ = database;
    expect(setAside).toBe(`${file}.corrupt-123`);
    expect(readFileSync(`${file}.corrupt-123`, 'utf8')).toContain('not a database');
    expect(database.all('SELECT id FROM owner')).toEqual([]);
  });

  test('a file from a newer version is refused and stays as it is', () => {
    const file = join(folder, 'a.db');
    {
      using database = openDatabase(file, 0).database;
      database.run('PRAGMA user_version = 999');
    }
    expect(() => openDatabase(file, 0)).toThrow(/newer version/);
    expect(readdirSync(folder)).toEqual(['a.db']);
  });

  test('a folder that is missing is an error, not a corruption', () => {
    expect(() => openDatabase(join(folder, 'missing', 'a.db'), 0)).toThrow();
    expect(existsSync(join(folder, 'missing'))).toBe(false);
  });

  test('several programs may make it at the same moment', async () => {
    const program = `
      import { once } from 'node:events';
      import { openDatabase } from ${JSON.stringify(join(import.meta.dirname, 'database.ts'))};
      process.stdout.write('ready');
      await once(process.stdin, 'data');
      const { database } = openDatabase(${JSON.stringify(join(folder, 'a.db'))}, 0);
      database.run('INSERT INTO owner VALUES (?, ?, 1, 0, 0)', String(process.pid), 'app');
      process.exit();`;
    const programs = Array.from({ length: 4 }, () => spawn(process.execPath, ['--input-type=module', '-e', program]));
    await Promise.all(programs.map(({ stdout }) => once(stdout, 'data')));
    const ends = programs.map((each) => once(each, 'exit'));
    for (const { stdin } of programs) stdin.write('go');
    expect((await Promise.all(ends)).map(([status]) => status)).toEqual([0, 0, 0, 0]);
    using database = openDatabase(join(folder, 'a.db'), 0).database;
    expect(database.all('SELECT id FROM owner')).toHaveLength(4);
  });
});

describe('transactions', () => {
  test('leave nothing of what failed, and the inner one is part of the outer', () => {
    using database = openDatabase(':memory:', 0).database;
    const work = (): void =>
      database.transaction(() => {
        database.transaction(() => database.run(addOwner));
        throw new Error('on purpose');
      });
    expect(work).toThrow('on purpose');
    expect(database.all('SELECT id FROM owner')).toEqual([]);
    database.transaction(() => database.run(addOwner));
    expect(database.all('SELECT id FROM owner')).toHaveLength(1);
  });

  test('foreign keys hold', () => {
    using database = openDatabase(':memory:', 0).database;
    const insert = "INSERT INTO checkpoint (upload_id, destination_id, state) VALUES ('nobody', 'a', 's')";
    expect(() => database.run(insert)).toThrow(/FOREIGN KEY/);
  });

  test('an owner that goes costs no look through all uploads', () => {
    using database = openDatabase(':memory:', 0).database;
    const plan = database.all("EXPLAIN QUERY PLAN SELECT rowid FROM upload WHERE owner_id = 'o'");
    expect(JSON.stringify(plan)).toContain('upload_by_owner');
  });
});
