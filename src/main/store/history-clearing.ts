/** Takes uploads out of the history: hidden first, so that they can be brought back, then deleted for good. */
import { UploadId } from '../../shared/ids.ts';
import { createCheckpoints } from './checkpoints.ts';
import type { Database } from './database.ts';
import { createPayloads } from './payloads.ts';
import { integer, number, text } from './rows.ts';

export interface Hidden {
  /** Those that are hidden now. */
  readonly ids: UploadId[];
  /** Of them: those whose links still open, and can be deleted at the host only by what is kept here. */
  readonly undeletable: number;
}

export type HistoryClearing = ReturnType<typeof createHistoryClearing>;

/** Rows of one transaction: it takes a few ms. */
export const clearedAtATime = 200;

/** Final, nothing is shared, and no host is being asked to delete it; the first parameter is the present time. */
const mayGo = `
  u.state IN ('done', 'failed', 'cancelled')
  AND NOT EXISTS (SELECT 1 FROM share s WHERE s.upload_id = u.id AND s.stopped_at IS NULL
                    AND (s.expires_at IS NULL OR s.expires_at > ?1))
  AND NOT EXISTS (SELECT 1 FROM receipt r WHERE r.upload_id = u.id AND r.delete_asked_at IS NOT NULL AND r.deleted_at IS NULL)`;

/**
 * Each method is one transaction about few rows; who has many calls again.
 * @param left told when there is something more to be discarded at a host
 */
export function createHistoryClearing(db: Database, clock: () => number, left: () => void) {
  const checkpoints = createCheckpoints(db, clock, left);
  const payloads = createPayloads(db);
  const uploadsOf = (rows: ReturnType<Database['all']>): UploadId[] =>
    rows.map((row) => UploadId.parse(text(row, 'upload_id')));

  /** Another upload that was given the same link can delete it from now on. */
  const handOn = (id: UploadId): void => {
    db.run(
      `UPDATE receipt SET delete_handle = (SELECT delete_handle FROM receipt WHERE upload_id = ?1)
       WHERE upload_id = (
         SELECT o.upload_id FROM receipt r JOIN receipt o ON o.link = r.link AND o.destination_id = r.destination_id
           AND o.provider = r.provider AND o.upload_id <> r.upload_id AND o.delete_handle IS NULL
         WHERE r.upload_id = ?1 AND r.delete_handle IS NOT NULL AND r.deleted_at IS NULL LIMIT 1)`,
      id,
    );
  };

  const deleteOne = (id: UploadId): void => {
    const row = db.get('SELECT batch_id FROM upload WHERE id = ?', id);
    if (!row) return;
    const sources = db
      .all(
        `SELECT p.source_id FROM upload u JOIN payload p ON p.id = u.payload_id WHERE u.id = ?1
         UNION SELECT source_id FROM checkpoint WHERE upload_id = ?1 AND source_id IS NOT NULL`,
        id,
      )
      .map((each) => number(each, 'source_id'));
    checkpoints.leaveAll(id);
    handOn(id);
    for (const table of ['receipt', 'attempt', 'share']) db.run(`DELETE FROM ${table} WHERE upload_id = ?`, id);
    db.run('DELETE FROM upload WHERE id = ?', id);
    const batch = text(row, 'batch_id');
    db.run('DELETE FROM batch WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM upload WHERE batch_id = ?1)', batch);
    sources.forEach(payloads.dropUnneeded);
  };

  return {
    /** Hides those of these uploads that may go, under the time `at` (epoch ms) by which they are found again. */
    hide(ids: readonly UploadId[], at: number): Hidden {
      return db.transaction(() => {
        const hidden: UploadId[] = [];
        let undeletable = 0;
        for (const id of ids) {
          const row = db.get(
            `UPDATE listing SET cleared_at = ?1,
               was_listed = (SELECT dismissed_at IS NULL FROM upload WHERE id = listing.upload_id)
             WHERE upload_id = ?2 AND cleared_at IS NULL
               AND EXISTS (SELECT 1 FROM upload u WHERE u.id = listing.upload_id AND ${mayGo})
             RETURNING (ends_at IS NULL OR ends_at > ?1) AND EXISTS (
               SELECT 1 FROM receipt r WHERE r.upload_id = listing.upload_id AND r.delete_handle IS NOT NULL
                 AND r.deleted_at IS NULL AND NOT EXISTS (
                   SELECT 1 FROM receipt o WHERE o.link = r.link AND o.destination_id = r.destination_id
                     AND o.upload_id <> r.upload_id)) AS undeletable`,
            at,
            id,
          );
          if (!row) continue;
          db.run('UPDATE upload SET dismissed_at = coalesce(dismissed_at, ?) WHERE id = ?', at, id);
          hidden.push(id);
          undeletable += integer(row, 'undeletable');
        }
        return { ids: hidden, undeletable };
      });
    },

    /** Brings some of those back that were hidden at this time; none once all are back. */
    bringBack(at: number): UploadId[] {
      return db.transaction(() => {
        const ids = uploadsOf(
          db.all('SELECT upload_id FROM listing WHERE cleared_at = ? ORDER BY id LIMIT ?', at, clearedAtATime),
        );
        const some = JSON.stringify(ids);
        const those = 'IN (SELECT value FROM json_each(?))';
        db.run(
          `UPDATE upload SET dismissed_at = NULL WHERE id ${those}
             AND (SELECT was_listed FROM listing WHERE upload_id = upload.id) = 1`,
          some,
        );
        db.run(`UPDATE listing SET cleared_at = NULL WHERE upload_id ${those}`, some);
        return ids;
      });
    },

    /**
     * Deletes some of those that were hidden at this time, or of all that are hidden (null); false once none is left.
     * What was begun anew meanwhile comes back instead.
     */
    deleteSome(at: number | null): boolean {
      return db.transaction(() => {
        const ids = uploadsOf(
          db.all(
            `SELECT l.upload_id FROM listing l WHERE l.cleared_at IS NOT NULL AND (?1 IS NULL OR l.cleared_at = ?1)
             ORDER BY l.cleared_at LIMIT ?2`,
            at,
            clearedAtATime,
          ),
        );
        for (const id of ids) {
          const mayStill = db.get(`SELECT 1 FROM upload u WHERE u.id = ?2 AND ${mayGo}`, clock(), id);
          if (mayStill) deleteOne(id);
          else db.run('UPDATE listing SET cleared_at = NULL WHERE upload_id = ?', id);
        }
        return ids.length > 0;
      });
    },
  };
}
