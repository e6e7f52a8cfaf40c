/** Opens the SQLite database, brings it to the current shape, and runs transactions. */
import { closeSync, openSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from 'node:sqlite';
import {
  asFailure,
  inodeOf,
  isBusy,
  isDamage,
  isDiskFull,
  requireSound,
  setDatabaseAside,
  setLogAside,
} from './database-trouble.ts';
import { migrations } from './migrations.ts';

export type Row = Record<string, SQLOutputValue>;

/** A full disk and damage are thrown as `UploadFailure`s; every other error is SQLite's own. */
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
 * A damaged file is renamed, never replaced. A file from a newer version throws.
 */
export function openDatabase(file: string, now: number): OpenedDatabase {
  const logAside = setLogAside(file, now);
  const inode = file === ':memory:' ? null : inodeOf(file);
  try {
    return { database: open(file), setAside: logAside };
  } catch (error) {
    if (!isDamage(error)) throw error;
    const setAside = setDatabaseAside(file, inode, now);
    return { database: open(file), setAside };
  }
}

function open(file: string): Database {
  // Links, delete handles and paths are for their owner alone; SQLite gives its side files the same mode.
  if (file !== ':memory:') closeSync(openSync(file, 'a', 0o600));
  const handle = new DatabaseSync(file, { enableForeignKeyConstraints: true, timeout: 5_000 });
  try {
    switchToWal(handle);
    requireSound(handle, file);
    handle.exec('PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 16777216; PRAGMA wal_autocheckpoint = 4000;');
    migrate(handle);
  } catch (error) {
    handle.close();
    throw error;
  }
  return wrap(handle, file);
}

/** Where several programs make the file at once, SQLite fails here without waiting: its timeout does not count. */
function switchToWal(handle: DatabaseSync): void {
  for (let tries = 250; ; tries -= 1) {
    try {
      handle.exec('PRAGMA journal_mode = WAL');
      return;
    } catch (error) {
      if (tries === 0 || !isBusy(error)) throw error;
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
    if (version < migrations.length) reuseLog(handle);
  } catch (error) {
    if (handle.isTransaction) handle.exec('ROLLBACK');
    throw error;
  }
}

/**
 * Brings what is in the write-ahead log into the file, so that the log is written from its start again: the next writes
 * need no more room on the disk.
 */
function reuseLog(handle: DatabaseSync): void {
  try {
    handle.exec('PRAGMA wal_checkpoint(PASSIVE)');
  } catch {
    // The file would have to grow: the log does.
  }
}

function wrap(handle: DatabaseSync, file: string): Database {
  const statements = new Map<string, StatementSync>();
  const prepared = (sql: string): StatementSync => {
    let statement = statements.get(sql);
    if (!statement) {
      statement = handle.prepare(sql);
      statements.set(sql, statement);
    }
    return statement;
  };
  /** What made SQLite give up the whole transaction: nothing more of it may be written, by whoever caught that. */
  let brokenBy: unknown = null;
  let within = false;
  const told = <T>(work: () => T): T => {
    if (brokenBy) throw brokenBy;
    try {
      return work();
    } catch (error) {
      const failure = asFailure(error, file);
      if (within && !handle.isTransaction) brokenBy = failure;
      throw failure;
    }
  };
  return {
    run: (sql, ...values) => told(() => ({ changes: Number(prepared(sql).run(...values).changes) })),
    get: (sql, ...values) => told(() => prepared(sql).get(...values)),
    all: (sql, ...values) => told(() => prepared(sql).all(...values)),
    transaction(work) {
      if (within) return work();
      told(() => prepared('BEGIN IMMEDIATE').run());
      within = true;
      try {
        const result = work();
        told(() => prepared('COMMIT').run());
        return result;
      } catch (error) {
        if (handle.isTransaction) handle.exec('ROLLBACK');
        if (isDiskFull(error)) reuseLog(handle);
        throw error;
      } finally {
        within = false;
        brokenBy = null;
      }
    },
    [Symbol.dispose]() {
      statements.clear();
      handle.close();
    },
  };
}
