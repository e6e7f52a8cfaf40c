/** Who works on the rows: programs register here, and take over what dead ones left. */
import { randomUUID } from 'node:crypto';
import { OwnerId, UploadId } from '../../shared/ids.ts';
import type { Database } from './database.ts';
import { integer, text } from './rows.ts';

export type OwnerKind = 'app' | 'command-line';

/** A program that gave no sign for this long (ms) and whose process is gone is dead. */
const heartbeatMs = 10_000;

export interface Owner {
  readonly id: OwnerId;
  /** Takes over unfinished uploads of owners that are gone: attempts they left running become `interrupted`. */
  takeOver(): UploadId[];
  /** Ends the heartbeat; unfinished rows stay with this owner until another takes them over. */
  close(): void;
}

export function registerOwner(db: Database, kind: OwnerKind, clock: () => number): Owner {
  const id = OwnerId.parse(randomUUID());
  const beat = (): void => {
    db.run('UPDATE owner SET heartbeat_at = ? WHERE id = ?', clock(), id);
  };
  const now = clock();
  db.run('INSERT INTO owner VALUES (?, ?, ?, ?, ?)', id, kind, process.pid, now, now);
  const timer = setInterval(beat, heartbeatMs);
  timer.unref();
  return {
    id,
    takeOver: () => takeOver(db, id, clock),
    close() {
      clearInterval(timer);
      db.run('DELETE FROM owner WHERE id = ? AND NOT EXISTS (SELECT 1 FROM upload WHERE owner_id = owner.id)', id);
    },
  };
}

function takeOver(db: Database, me: OwnerId, clock: () => number): UploadId[] {
  return db.transaction(() => {
    const others = db.all('SELECT id, pid, heartbeat_at FROM owner WHERE id <> ?', me);
    const dead = others
      .filter((row) => !isAlive(integer(row, 'pid'), integer(row, 'heartbeat_at'), clock()))
      .map((row) => text(row, 'id'));
    const gone = JSON.stringify(dead);
    db.run(
      `UPDATE attempt SET outcome = '{"kind":"interrupted"}', ended_at = ?,
         copy_may_remain = CASE WHEN upload_id IN (
           SELECT id FROM upload WHERE json_extract(detail, '$.phase') IN ('finishing', 'verifying')) THEN 1 ELSE 0 END
       WHERE ended_at IS NULL AND upload_id IN (
         SELECT id FROM upload WHERE owner_id IN (SELECT value FROM json_each(?)))`,
      clock(),
      gone,
    );
    const rows = db.all(
      `UPDATE upload SET owner_id = ? WHERE owner_id IN (SELECT value FROM json_each(?)) RETURNING id`,
      me,
      gone,
    );
    db.run('DELETE FROM owner WHERE id IN (SELECT value FROM json_each(?))', gone);
    return rows.map((row) => UploadId.parse(text(row, 'id')));
  });
}

/** A process of ours, or one whose id was given to another since: then its heartbeat is old. */
function isAlive(pid: number, heartbeatAt: number, now: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  return now - heartbeatAt < 6 * heartbeatMs;
}
