/**
 * The file of a backup: the history's database as it was at one moment, with the settings in a table of its own. No
 * secret is in it. What is done here takes as long as the history is large, and belongs in a thread of its own.
 */
import { chmodSync, closeSync, copyFileSync, fsyncSync, openSync, readSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { migrations } from './migrations.ts';

export interface BackupContent {
  /** Epoch ms. */
  readonly madeAt: number;
  /** JSON, as the settings file has it. */
  readonly settings: string;
}

export type CheckedBackup =
  | ({ readonly kind: 'fine'; readonly uploads: number } & BackupContent)
  | { readonly kind: 'refused'; readonly why: 'no-backup' | 'damaged' | 'newer' };

/** Rises when a backup can not be read as before. */
const formatVersion = 1;
const magic = 'SQLite format 3\0';
/** Settings take a few thousand letters. */
const mostSettings = 1_000_000;
/** The last moment that a date can name, epoch ms. */
const lastMoment = 8_640_000_000_000_000;

/** Writes the backup to a file that is not there yet; durable when it returns. Throws what SQLite and the file system throw. */
export function writeBackup(databaseFile: string, target: string, content: BackupContent): void {
  closeSync(openSync(target, 'wx', 0o600));
  using live = open(databaseFile, true);
  live.db.prepare('VACUUM INTO ?').run(target);
  {
    using copy = open(target);
    copy.db.exec(`PRAGMA journal_mode = DELETE;
      CREATE TABLE backup (format INTEGER NOT NULL, made_at INTEGER NOT NULL, settings TEXT NOT NULL) STRICT`);
    copy.db.prepare('INSERT INTO backup VALUES (?, ?, ?)').run(formatVersion, content.madeAt, content.settings);
  }
  const file = openSync(target, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/**
 * Copies the backup to `draft`, and makes a database of it that can take the history's place: all of it is sound, it has
 * just the shape that this program gives it, and nothing in it begins by itself. `now` in epoch ms. The file itself is
 * left alone. Throws what the file system throws.
 */
export function checkBackup(source: string, draft: string, now: number): CheckedBackup {
  if (headOf(source) !== magic) return { kind: 'refused', why: 'no-backup' };
  copyFileSync(source, draft);
  // The copy has the mode of the file: one that may only be read, or that others may read too.
  chmodSync(draft, 0o600);
  try {
    using copy = open(draft);
    const content = contentOf(copy.db);
    if (content === null) return { kind: 'refused', why: 'no-backup' };
    if (content.format > formatVersion) return { kind: 'refused', why: 'newer' };
    const version = Number(copy.db.prepare('PRAGMA user_version').get()?.user_version);
    if (version > migrations.length) return { kind: 'refused', why: 'newer' };
    if (!isSound(copy.db) || !hasShape(copy.db, version)) return { kind: 'refused', why: 'damaged' };
    copy.db.exec('DROP TABLE backup');
    for (const step of migrations.slice(version)) copy.db.exec(step);
    copy.db.exec(`PRAGMA user_version = ${migrations.length}`);
    putToRest(copy.db, now);
    const uploads = Number(copy.db.prepare('SELECT count(*) AS count FROM upload').get()?.count);
    return { kind: 'fine', uploads, madeAt: content.madeAt, settings: content.settings };
  } catch (error) {
    if (!isOfSqlite(error)) throw error;
    return { kind: 'refused', why: 'damaged' };
  }
}

function open(file: string, readOnly = false) {
  const db = new DatabaseSync(file, { readOnly, timeout: 5_000 });
  // What a file brings along may not do more than hold rows.
  db.exec('PRAGMA trusted_schema = OFF');
  return { db, [Symbol.dispose]: () => db.close() };
}

function headOf(file: string): string {
  const bytes = Buffer.alloc(magic.length);
  const handle = openSync(file, 'r');
  try {
    return bytes.toString('latin1', 0, readSync(handle, bytes, 0, bytes.length, 0));
  } finally {
    closeSync(handle);
  }
}

/** Null where the file is some other database. */
function contentOf(db: DatabaseSync): (BackupContent & { readonly format: number }) | null {
  const table = db.prepare("SELECT type FROM sqlite_schema WHERE name = 'backup'").get();
  if (table?.type !== 'table') return null;
  const row = db.prepare('SELECT * FROM backup').get();
  const { format, made_at: madeAt, settings } = row ?? {};
  if (typeof format !== 'number' || typeof madeAt !== 'number' || typeof settings !== 'string') return null;
  if (!(Math.abs(madeAt) <= lastMoment) || settings.length > mostSettings) return null;
  return { format, madeAt, settings };
}

function isSound(db: DatabaseSync): boolean {
  const found = db.prepare('PRAGMA integrity_check(1)').get()?.integrity_check;
  return found === 'ok' && db.prepare('PRAGMA foreign_key_check').get() === undefined;
}

/** Tables, indexes and triggers are just those that the same steps make here. */
function hasShape(db: DatabaseSync, version: number): boolean {
  using own = open(':memory:');
  for (const step of migrations.slice(0, version)) own.db.exec(step);
  return version > 0 && JSON.stringify(shapeOf(own.db)) === JSON.stringify(shapeOf(db));
}

function shapeOf(db: DatabaseSync): unknown[] {
  // Only these follow from the rest. By its name alone nothing is left out: a trigger may be called like a table.
  return db
    .prepare(
      `SELECT type, name, tbl_name, sql FROM sqlite_schema
       WHERE NOT (type = 'index' AND sql IS NULL)
         AND NOT (type = 'table' AND name IN ('backup', 'sqlite_sequence', 'sqlite_stat1', 'sqlite_stat4'))
       ORDER BY type, name`,
    )
    .all();
}

/** Nothing is sent, shared or deleted until the user says so: much may have happened since, and elsewhere. */
function putToRest(db: DatabaseSync, now: number): void {
  db.exec('BEGIN');
  db.prepare(`UPDATE attempt SET outcome = '{"kind":"interrupted"}', ended_at = ? WHERE ended_at IS NULL`).run(now);
  db.prepare('UPDATE share SET stopped_at = ? WHERE stopped_at IS NULL').run(now);
  db.exec(`
    UPDATE upload SET state = 'paused', detail = '{"name":"paused"}' WHERE state NOT IN ('done', 'failed', 'cancelled');
    UPDATE upload SET owner_id = NULL WHERE owner_id IS NOT NULL;
    UPDATE receipt SET delete_asked_at = NULL WHERE deleted_at IS NULL;
    DELETE FROM owner;
    DELETE FROM checkpoint;
    DELETE FROM discard;
    COMMIT`);
}

function isOfSqlite(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error;
}
