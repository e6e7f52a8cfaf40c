/** How many uploads of this program stand where, and the newest links: what the tray shows. */
import { BatchId, type OwnerId, UploadId } from '../../shared/ids.ts';
import type { Database } from './database.ts';
import { isOnline } from './deletions.ts';
import { integer, text } from './rows.ts';

export interface Tally {
  readonly running: number;
  /** They go on by themselves: their turn, or what they wait for, comes. */
  readonly waiting: number;
  /** They wait for the user's answer. */
  readonly asking: number;
  readonly paused: number;
}

export interface NamedLink {
  readonly id: UploadId;
  readonly name: string;
}

export type TallyReader = ReturnType<typeof createTallyReader>;

/** The waits that `isForTheUser` (shared/states) means. */
const forTheUser = "json_extract(detail, '$.wait.what') IN ('consent', 'already-online', 'sign-in')";

export function createTallyReader(db: Database, owner: OwnerId, clock: () => number) {
  const ids = (where: string): UploadId[] =>
    db
      .all(`SELECT id FROM upload WHERE owner_id = ? AND ${where} ORDER BY rank`, owner)
      .map((row) => UploadId.parse(text(row, 'id')));

  return {
    tally(): Tally {
      const rows = db.all(
        `SELECT CASE WHEN state = 'waiting' AND ${forTheUser} THEN 'asking' ELSE state END AS stand, count(*) AS many
         FROM upload WHERE owner_id = ? AND state NOT IN ('done', 'failed', 'cancelled') GROUP BY stand`,
        owner,
      );
      const many = new Map(rows.map((row) => [text(row, 'stand'), integer(row, 'many')]));
      const of = (...stands: string[]): number => stands.reduce((sum, stand) => sum + (many.get(stand) ?? 0), 0);
      return {
        running: of('running'),
        waiting: of('preparing', 'queued', 'waiting'),
        asking: of('asking'),
        paused: of('paused'),
      };
    },

    /** Batches with uploads that wait for the user's answer, and how many of each do. */
    asking(): Map<BatchId, number> {
      const rows = db.all(
        `SELECT batch_id, count(*) AS many FROM upload
         WHERE owner_id = ? AND state = 'waiting' AND ${forTheUser} GROUP BY batch_id`,
        owner,
      );
      return new Map(rows.map((row) => [BatchId.parse(text(row, 'batch_id')), integer(row, 'many')]));
    },

    /** True while the upload is one that failed. */
    hasFailed(id: UploadId): boolean {
      return db.get("SELECT 1 FROM upload WHERE id = ? AND state = 'failed'", id) !== undefined;
    },

    toPause: () => ids(`state IN ('preparing', 'queued', 'running', 'waiting')`),
    toResume: () => ids(`state = 'paused'`),

    /** Links that open, of uploads that are listed, the newest first. */
    newestLinks(limit: number): NamedLink[] {
      // Receipts are written as links are given: their order is that of the rows.
      return db
        .all(
          `SELECT u.id, coalesce(p.name, u.name) AS name
           FROM receipt r JOIN upload u ON u.id = r.upload_id LEFT JOIN payload p ON p.id = u.payload_id
           WHERE ${isOnline} AND u.dismissed_at IS NULL AND (r.expires_at IS NULL OR r.expires_at > ?)
             AND (SELECT s.stopped_at FROM share s WHERE s.upload_id = u.id
                  ORDER BY s.created_at DESC, s.rowid DESC LIMIT 1) IS NULL
           ORDER BY r.rowid DESC LIMIT ?`,
          clock(),
          limit,
        )
        .map((row) => ({ id: UploadId.parse(text(row, 'id')), name: text(row, 'name') }));
    },
  };
}
