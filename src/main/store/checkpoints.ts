/** Keeps what resumable uploads need to go on, and hands over what none of them goes on from to be discarded. */
import type { DestinationId, UploadId } from '../../shared/ids.ts';
import type { Database } from './database.ts';
import { text } from './rows.ts';

export type Checkpoints = ReturnType<typeof createCheckpoints>;

/**
 * Methods that write are part of the transaction that they are called in.
 * @param left told when there is something more to be discarded, once the transaction has ended
 */
export function createCheckpoints(db: Database, clock: () => number, left: () => void) {
  /** Hands over the checkpoints of an upload that fit the condition. */
  const leave = (upload: UploadId, condition: string, ...values: (string | null)[]): void => {
    const which = `upload_id = ? AND ${condition}`;
    const { changes } = db.run(
      `INSERT INTO discard (destination_id, provider, state, since)
       SELECT destination_id, provider, state, ? FROM checkpoint WHERE ${which}`,
      clock(),
      upload,
      ...values,
    );
    if (changes === 0) return;
    db.run(`DELETE FROM checkpoint WHERE ${which}`, upload, ...values);
    queueMicrotask(left);
  };

  return {
    save(upload: UploadId, at: DestinationId, provider: string, state: string): void {
      leave(upload, 'destination_id = ? AND provider <> ?', at, provider);
      db.run(
        `INSERT INTO checkpoint (upload_id, destination_id, provider, state, source_id, transform)
         SELECT u.id, ?, ?, ?, p.source_id, p.transform FROM upload u LEFT JOIN payload p ON p.id = u.payload_id
         WHERE u.id = ?
         ON CONFLICT (upload_id, destination_id) DO UPDATE
           SET state = excluded.state, source_id = excluded.source_id, transform = excluded.transform`,
        at,
        provider,
        state,
        upload,
      );
    },

    /** There is nothing at the host that it stands for, or that is the upload's own by now. */
    forget(upload: UploadId, at: DestinationId): void {
      db.run('DELETE FROM checkpoint WHERE upload_id = ? AND destination_id = ?', upload, at);
    },

    /** The upload does not go on from any of them. */
    leaveAll: (upload: UploadId): void => leave(upload, 'true'),

    /** The upload does not go on from those of another file than the one that it is to send now. */
    leaveOfOtherFile(upload: UploadId): void {
      leave(
        upload,
        `NOT EXISTS (
           SELECT 1 FROM upload u JOIN payload p ON p.id = u.payload_id JOIN source now ON now.id = p.source_id
             JOIN source was ON was.id = checkpoint.source_id
           WHERE u.id = checkpoint.upload_id AND (was.path, was.dev, was.ino, was.size, was.mtime_ns)
             = (now.path, now.dev, now.ino, now.size, now.mtime_ns))`,
      );
    },

    /** The upload does not go on there from what was begun with its payload in another form than this one. */
    leaveOfOtherForm(upload: UploadId, at: DestinationId, transform: string | null): void {
      leave(upload, 'destination_id = ? AND transform IS NOT ?', at, transform);
    },

    /** What this provider saved for uploads that may go on, whichever program works on them, at any destination. */
    inUse: (provider: string): string[] =>
      db.all('SELECT state FROM checkpoint WHERE provider = ?', provider).map((row) => text(row, 'state')),
  };
}
