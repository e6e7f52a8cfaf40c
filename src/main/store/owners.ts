/** Who works on the rows: programs register here, and take over what dead ones left. */
import { randomUUID } from 'node:crypto';
import { OwnerId, UploadId } from '../../shared/ids.ts';
import type { Database, Row } from './database.ts';
import { integer, text } from './rows.ts';

export type OwnerKind = 'app' | 'command-line';

const heartbeatMs = 10_000;
/** A heartbeat that is older than this (ms) makes its owner suspect. */
const suspectAfterMs = 3 * heartbeatMs;

export interface Owner {
  readonly id: OwnerId;
  /**
   * Takes over unfinished uploads of owners that are dead: attempts they left running become `interrupted`. An owner is
   * dead once its process is gone; where the process id lives on, but gives no sign, it has to stay silent from one
   * call to a later one, since a computer that slept wakes with old heartbeats.
   */
  takeOver(): UploadId[];
  /** True while another program works on these data. */
  areOthersAtWork(): boolean;
  /** Ends the heartbeat; unfinished rows stay with this owner until another takes them over. */
  close(): void;
}

/** @param lost told when another program took this one for dead and has its uploads now */
export function registerOwner(
  db: Database,
  kind: OwnerKind,
  clock: () => number,
  lost: () => void = () => undefined,
): Owner {
  const id = OwnerId.parse(randomUUID());
  const register = (): void => {
    db.run('INSERT INTO owner VALUES (?, ?, ?, ?, ?)', id, kind, process.pid, clock(), clock());
  };
  register();
  const beat = (): void => {
    try {
      if (db.run('UPDATE owner SET heartbeat_at = ? WHERE id = ?', clock(), id).changes > 0) return;
      register();
    } catch {
      // No room, or locked: the program goes on, and the next beat may come through.
      return;
    }
    lost();
  };
  const timer = setInterval(beat, heartbeatMs);
  timer.unref();
  /** Heartbeats of suspects as they were seen first, and when. */
  const suspects = new Map<string, { heartbeatAt: number; seenAt: number }>();

  const isDead = (row: Row): boolean => {
    const owner = text(row, 'id');
    const heartbeatAt = integer(row, 'heartbeat_at');
    const pid = integer(row, 'pid');
    // Our own process id belonged to another program before.
    if (pid === process.pid || !isRunning(pid)) return true;
    if (clock() - heartbeatAt < suspectAfterMs) return false;
    const seen = suspects.get(owner);
    if (seen?.heartbeatAt === heartbeatAt) return clock() - seen.seenAt >= suspectAfterMs;
    suspects.set(owner, { heartbeatAt, seenAt: clock() });
    return false;
  };

  return {
    id,
    takeOver() {
      const others = db.all('SELECT id, pid, heartbeat_at FROM owner WHERE id <> ?', id);
      const dead = others.filter(isDead).map((row) => text(row, 'id'));
      return takeFrom(db, dead, id, clock);
    },
    areOthersAtWork: () =>
      db
        .all('SELECT pid FROM owner WHERE id <> ?', id)
        .some((row) => integer(row, 'pid') !== process.pid && isRunning(integer(row, 'pid'))),
    close() {
      clearInterval(timer);
      try {
        db.run('DELETE FROM owner WHERE id = ? AND NOT EXISTS (SELECT 1 FROM upload WHERE owner_id = owner.id)', id);
      } catch {
        // No room, or locked: the next program finds that this one is gone.
      }
    },
  };
}

/** Gives the unfinished uploads of these owners to `me`, in the order of the queue. */
function takeFrom(db: Database, dead: readonly string[], me: OwnerId, clock: () => number): UploadId[] {
  if (dead.length === 0) return [];
  return db.transaction(() => {
    const gone = JSON.stringify(dead);
    db.run(
      `UPDATE attempt SET outcome = '{"kind":"interrupted"}', ended_at = ?,
         -- How far the body got is not on disk: all of it may have left.
         copy_may_remain = EXISTS (
           SELECT 1 FROM destination WHERE destination.id = attempt.destination_id AND scope <> 'local')
       WHERE ended_at IS NULL AND upload_id IN (
         SELECT id FROM upload WHERE owner_id IN (SELECT value FROM json_each(?)))`,
      clock(),
      gone,
    );
    const rows = db.all('SELECT id FROM upload WHERE owner_id IN (SELECT value FROM json_each(?)) ORDER BY rank', gone);
    db.run('UPDATE upload SET owner_id = ? WHERE owner_id IN (SELECT value FROM json_each(?))', me, gone);
    db.run('DELETE FROM owner WHERE id IN (SELECT value FROM json_each(?))', gone);
    return rows.map((row) => UploadId.parse(text(row, 'id')));
  });
}

/** True while a process of this id exists, whoever's it is. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
