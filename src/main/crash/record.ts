/** What a data folder says of its uploads, read from outside, also while a program works on it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export interface AttemptRow {
  readonly id: string;
  readonly at: string;
  readonly visit: number;
  readonly number: number;
  readonly startedAt: number;
  readonly outcome: string;
  readonly open: boolean;
  readonly copyMayRemain: boolean;
}

export interface UploadRow {
  readonly id: string;
  readonly name: string;
  /** The whole state, as JSON. */
  readonly state: string;
  /** The process that works on it; null once it is final. */
  readonly pid: number | null;
  readonly link: string | null;
  readonly linksCopied: boolean;
  readonly attempts: readonly AttemptRow[];
}

/** All uploads in the order in which they came; none while the program is still making the file. */
export function readRecord(home: string): UploadRow[] {
  return whileMade(() =>
    withDatabase(home, (db) => {
      const attempts = new Map<string, AttemptRow[]>();
      db.exec('BEGIN');
      for (const row of db.prepare('SELECT * FROM attempt ORDER BY started_at, rowid').iterate()) {
        const list = attempts.get(String(row.upload_id)) ?? [];
        attempts.set(String(row.upload_id), list);
        list.push({
          id: String(row.id),
          at: String(row.destination_id),
          visit: Number(row.visit),
          number: Number(row.number),
          startedAt: Number(row.started_at),
          outcome: JSON.parse(String(row.outcome)).kind,
          open: row.ended_at === null,
          copyMayRemain: row.copy_may_remain === 1,
        });
      }
      const uploads = db
        .prepare(
          `SELECT u.id, u.name, u.detail, u.owner_id, o.pid, r.link, b.links_copied_at FROM upload u
         JOIN batch b ON b.id = u.batch_id LEFT JOIN owner o ON o.id = u.owner_id LEFT JOIN receipt r ON r.upload_id = u.id
         ORDER BY u.rank`,
        )
        .all();
      return uploads.map((row) => ({
        id: String(row.id),
        name: String(row.name),
        state: String(row.detail),
        pid: row.pid === null ? null : Number(row.pid),
        link: row.link === null ? null : String(row.link),
        linksCopied: row.links_copied_at !== null,
        attempts: attempts.get(String(row.id)) ?? [],
      }));
    }),
  );
}

/** What is wrong with the file itself or with rows that belong together; empty where all is well. */
export function findDamage(home: string): unknown[] {
  return withDatabase(home, (db) => {
    const final = "u.state IN ('done', 'failed', 'cancelled')";
    return [
      "SELECT * FROM pragma_integrity_check WHERE integrity_check <> 'ok'",
      'SELECT * FROM pragma_foreign_key_check',
      "SELECT u.id AS bad_state FROM upload u WHERE json_extract(detail, '$.name') <> state",
      `SELECT u.id AS bad_owner FROM upload u WHERE (owner_id IS NULL) <> (${final})`,
      "SELECT u.id AS bad_receipt FROM upload u WHERE (state = 'done') <> EXISTS (SELECT 1 FROM receipt r WHERE r.upload_id = u.id)",
      `SELECT a.id AS left_open FROM attempt a JOIN upload u ON u.id = a.upload_id WHERE a.ended_at IS NULL AND u.state <> 'running'`,
      `SELECT c.upload_id AS of_no_use FROM checkpoint c JOIN upload u ON u.id = c.upload_id WHERE u.state IN ('done', 'cancelled')`,
      `SELECT s.id AS unused FROM source s WHERE NOT EXISTS (SELECT 1 FROM payload p WHERE p.source_id = s.id)`,
    ].flatMap((sql) => db.prepare(sql).all());
  });
}

/** States that uploads may go on from, and those that are still to be discarded. */
export function readStates(home: string): { kept: string[]; left: string[] } {
  return withDatabase(home, (db) => {
    const all = (table: string): string[] =>
      db
        .prepare(`SELECT state FROM ${table}`)
        .all()
        .map(({ state }) => String(state));
    return { kept: all('checkpoint'), left: all('discard') };
  });
}

/** True while some program is writing a transaction. */
export function isBeingWritten(home: string): boolean {
  const db = new DatabaseSync(join(home, 'droprelay.db'), { timeout: 0 });
  try {
    db.exec('BEGIN IMMEDIATE');
    db.exec('ROLLBACK');
    return false;
  } catch (error) {
    if (error instanceof Error && /locked/.test(error.message)) return true;
    throw error;
  } finally {
    db.close();
  }
}

/** What the program under test put into the file of this name; empty where there is none. */
export function readNote(home: string, name: 'clipboard' | 'standing'): string {
  const file = join(home, name);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

function withDatabase<T>(home: string, read: (db: DatabaseSync) => T): T {
  const db = new DatabaseSync(join(home, 'droprelay.db'), { readOnly: true });
  try {
    return read(db);
  } finally {
    db.close();
  }
}

/** Nothing while the program is still making the file. */
function whileMade<T>(read: () => T[]): T[] {
  try {
    return read();
  } catch (error) {
    if (error instanceof Error && /unable to open|no such table|locked/.test(error.message)) return [];
    throw error;
  }
}
