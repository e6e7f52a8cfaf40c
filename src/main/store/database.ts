/** Opens the SQLite database, brings it to the current shape, and runs transactions. */
import { closeSync, existsSync, openSync, renameSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from 'node:sqlite';
import { migrations } from './migrations.ts';

export type Row = Record<string, SQLOutputValue>;

export interface Database extends Disposable {
  /** Runs a statement that returns nothing. Statements are prepared once. */
  run(sql: string, ...values: SQLInputValue[]): { changes: number };
  get(sql: string, ...values: SQLInputValue[]): Row | undefined;
  all(sql: string, ...values: SQLInputValue[]): Row[];
  /** All of `work` or nothing of it; transactions inside one another join the outer one. */
  transaction<T>(work: () => T): T;
}

export interface OpenedDatabase {
  readonly database: Database;
  /** Where a file that was no sound database was set aside, null if all was well. */
  readonly setAside: string | null;
}

/**
 * Opens or makes the database at `file` (`:memory:` for none on disk).
 * A corrupt file is renamed, never replaced. A file from a newer version throws.
 */
export function openDatabase(file: string, now: number): OpenedDatabase {
  try {
    return { database: open(file), setAside: null };
  } catch (error) {
    if (!isCorruption(error) || !existsSync(file)) throw error;
    const setAside = `${file}.corrupt-${now}`;
    renameSync(file, setAside);
    for (const suffix of ['-wal', '-shm']) {
      if (existsSync(file + suffix)) renameSync(file + suffix, setAside + suffix);
    }
    return { database: open(file), setAside };
  }
}

const corruptCodes = new Set([11 /* SQLITE_CORRUPT */, 26 /* SQLITE_NOTADB */]);

function isCorruption(error: unknown): boolean {
  return corruptCodes.has(errorCode(error));
}

/** SQLite's primary result code; 0 where the error is none of SQLite's. */
function errorCode(error: unknown): number {
  return error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : 0;
}

function open(file: string): Database {
  // Links, delete handles and paths are for their owner alone; SQLite gives its side files the same mode.
  if (file !== ':memory:') closeSync(openSync(file, 'a', 0o600));
  const handle = new DatabaseSync(file, { enableForeignKeyConstraints: true, timeout: 5_000 });
  try {
    switchToWal(handle);
    handle.exec('PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 16777216; PRAGMA wal_autocheckpoint = 4000;');
    migrate(handle);
  } catch (error) {
    handle.close();
    throw error;
  }
  return wrap(handle);
}

const busyCode = 5; /* SQLITE_BUSY */

/** Where several programs make the file at once, SQLite fails here without waiting: its timeout does not count. */
function switchToWal(handle: DatabaseSync): void {
  for (let tries = 250; ; tries -= 1) {
    try {
      handle.exec('PRAGMA journal_mode = WAL');
      return;
    } catch (error) {
      if (tries === 0 || errorCode(error) !== busyCode) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
  }
}

function migrate(handle: DatabaseSync): void {
  handle.exec('BEGIN IMMEDIATE');
  try {
    const version = Number(handle.prepare('PRAGMA user_version').get()?.user_version ?? 0);
    if (version > migrations.length) throw new Error('The history was written by a newer version of Droprelay.');
    for (const step of migrations.slice(version)) handle.exec(step);
    handle.exec(`PRAGMA user_version = ${migrations.length}`);
    handle.exec('COMMIT');
  } catch (error) {
    if (handle.isTransaction) handle.exec('ROLLBACK');
    throw error;
  }
}

function wrap(handle: DatabaseSync): Database {
  const statements = new Map<string, StatementSync>();
  const prepared = (sql: string): StatementSync => {
    let statement = statements.get(sql);
    if (!statement) {
      statement = handle.prepare(sql);
      statements.set(sql, statement);
    }
    return statement;
  };
  return {
    run: (sql, ...values) => ({ changes: Number(prepared(sql).run(...values).changes) }),
    get: (sql, ...values) => prepared(sql).get(...values),
    all: (sql, ...values) => prepared(sql).all(...values),
    transaction(work) {
      if (handle.isTransaction) return work();
      prepared('BEGIN IMMEDIATE').run();
      try {
        const result = work();
        prepared('COMMIT').run();
        return result;
      } catch (error) {
        if (handle.isTransaction) handle.exec('ROLLBACK');
        throw error;
      }
    },
    [Symbol.dispose]() {
      statements.clear();
      handle.close();
    },
  };
}
