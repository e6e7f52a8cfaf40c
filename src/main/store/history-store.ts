/** What is kept for the history beside the uploads themselves: answers of links, and where files were moved from. */
import { HistoryState, type LinkCheck, type MovedLink } from '../../shared/history.ts';
import { type BatchId, UploadId } from '../../shared/ids.ts';
import type { Database } from './database.ts';
import { isOnline } from './deletions.ts';
import { text, textOrNull } from './rows.ts';

export type HistoryStore = ReturnType<typeof createHistoryStore>;

export function createHistoryStore(db: Database) {
  return {
    /** What the upload's link answered. */
    keepCheck(id: UploadId, check: LinkCheck): void {
      db.run('UPDATE receipt SET checked_at = ?, check_found = ? WHERE upload_id = ?', check.at, check.found, id);
    },

    /** Notes for uploads of a new batch which links their files have had; null for none. */
    keepMoved(moves: readonly { readonly id: UploadId; readonly from: string | null }[]): void {
      db.transaction(() => {
        for (const { id, from } of moves) db.run('UPDATE upload SET moved_from = ? WHERE id = ?', from ?? '', id);
      });
    },

    /** In the order of the batch; nothing for one that moved no files. */
    moved(batch: BatchId): MovedLink[] {
      return db
        .all(
          `SELECT u.id, u.name, u.state, u.moved_from, r.link
           FROM upload u LEFT JOIN receipt r ON r.upload_id = u.id AND ${isOnline}
           WHERE u.batch_id = ? AND u.moved_from IS NOT NULL ORDER BY u.position`,
          batch,
        )
        .map((row) => ({
          id: UploadId.parse(text(row, 'id')),
          name: text(row, 'name'),
          from: textOrNull(row, 'moved_from') || null,
          to: textOrNull(row, 'link'),
          state: HistoryState.catch('unfinished').parse(text(row, 'state')),
        }));
    },
  };
}
