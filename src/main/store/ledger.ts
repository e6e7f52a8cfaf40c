/** Rows of attempts: what was tried, how it ended, and what came next. */
import type { AttemptId, UploadId } from '../../shared/ids.ts';
import type { Then } from '../../shared/model.ts';
import type { Database } from './database.ts';
import type { AttemptEnd, NewAttempt } from './new-rows.ts';

/** Methods are part of the transaction that they are called in. */
export function createLedger(db: Database) {
  return {
    /** @param end how it ended, where it is told only afterwards */
    insert(attempt: NewAttempt, end: AttemptEnd | null): void {
      db.run(
        `INSERT INTO attempt (id, upload_id, visit, destination_id, destination_label, number, started_at, ended_at,
                              sent_bytes, outcome, copy_may_remain, orphan_link, next, transform)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        attempt.id,
        attempt.uploadId,
        attempt.visit,
        attempt.destination.id,
        attempt.destination.label,
        attempt.number,
        attempt.startedAt,
        end?.endedAt ?? null,
        end?.sentBytes ?? 0,
        JSON.stringify(end?.outcome ?? { kind: 'running' }),
        end?.copyMayRemain ? 1 : 0,
        end?.orphanLink ?? null,
        end?.next ? JSON.stringify(end.next) : null,
        attempt.transform ?? null,
      );
    },

    end(id: AttemptId, end: AttemptEnd): void {
      db.run(
        `UPDATE attempt SET ended_at = ?, sent_bytes = ?, outcome = ?, copy_may_remain = ?, orphan_link = ?, next = ?
         WHERE id = ?`,
        end.endedAt,
        end.sentBytes,
        JSON.stringify(end.outcome),
        end.copyMayRemain ? 1 : 0,
        end.orphanLink,
        end.next ? JSON.stringify(end.next) : null,
        id,
      );
    },

    setNext(id: AttemptId, next: Then): void {
      db.run('UPDATE attempt SET next = ? WHERE id = ?', JSON.stringify(next), id);
    },

    /** What the last attempt announced does not come. */
    stopAnnounced(id: UploadId): void {
      db.run(
        `UPDATE attempt SET next = '{"act":"stop"}' WHERE json_extract(next, '$.act') IN ('retry', 'wait')
           AND rowid = (SELECT max(rowid) FROM attempt WHERE upload_id = ?)`,
        id,
      );
    },
  };
}
