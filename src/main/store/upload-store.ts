/** Everything that is written about batches, uploads, their attempts and receipts. */
import type { AttemptId, BatchId, DestinationId, OwnerId, UploadId } from '../../shared/ids.ts';
import { type GuardQuestion, isFinal, type Scope, type State, type Then } from '../../shared/model.ts';
import type { PinnedSource } from '../../shared/pinned-source.ts';
import { createCheckpoints } from './checkpoints.ts';
import type { Database } from './database.ts';
import { createLedger } from './ledger.ts';
import type { AttemptEnd, NewAttempt, NewBatch, NewPayload, NewReceipt, NewUpload } from './new-rows.ts';
import { createPayloads } from './payloads.ts';
import { number } from './rows.ts';
import { createWriteGroup } from './write-group.ts';

export type UploadStore = ReturnType<typeof createUploadStore>;

/** Where a checkpoint is good: at this destination, while it has this provider. */
export interface CheckpointPlace {
  readonly id: DestinationId;
  readonly provider: string;
}

/**
 * The writing side; every method is one transaction, or part of the one that `together` makes. Times are epoch ms. States, attempts and receipts of an upload that
 * another program works on are left alone: a program that was taken for dead may wake up at any moment.
 * @param left told when there is something more to be discarded at a host, once the transaction has ended
 */
export function createUploadStore(db: Database, owner: OwnerId, clock: () => number, left = (): void => undefined) {
  const checkpoints = createCheckpoints(db, clock, left);
  const payloads = createPayloads(db);
  const ledger = createLedger(db);

  const isOurs = (id: UploadId): boolean =>
    db.get('SELECT 1 FROM upload WHERE id = ? AND (owner_id IS NULL OR owner_id = ?)', id, owner) !== undefined;

  /** @param payload what is sent from now on, where that changes */
  const writeState = (id: UploadId, state: State, payload: number | null = null): void => {
    const { changes } = db.run(
      `UPDATE upload SET state = ?, detail = ?, owner_id = ?, updated_at = ?, payload_id = coalesce(?, payload_id)
       WHERE id = ? AND (owner_id IS NULL OR owner_id = ?)`,
      state.name,
      JSON.stringify(state),
      isFinal(state) ? null : owner,
      clock(),
      payload,
      id,
      owner,
    );
    if (changes === 0) return;
    if (state.name === 'cancelled') ledger.stopAnnounced(id);
    if (state.name === 'cancelled' || state.name === 'done') checkpoints.leaveAll(id);
  };
  const setState = (id: UploadId, state: State): void => db.transaction(() => writeState(id, state));

  const grant = (id: UploadId, destination: DestinationId): void => {
    db.run("UPDATE upload SET granted = json_insert(granted, '$[#]', ?) WHERE id = ?", destination, id);
  };

  const lastRank = (): number => {
    const last = db.get('SELECT coalesce(max(rank), 0) AS rank FROM upload');
    return last ? number(last, 'rank') : 0;
  };

  return {
    /** Whose rows this writes. */
    owner,

    setState,

    /** Calls of the methods below, for those who can wait a moment: what others write meanwhile is the same transaction. */
    together: createWriteGroup(db),

    /** Queues a batch: rows first, everything else after. `positions` follow the order given. */
    addBatch(batch: NewBatch, uploads: readonly NewUpload[]): void {
      db.transaction(() => {
        db.run(
          `INSERT INTO batch (id, created_at, intake, chain, scope, keep_at_least, fragile, reuse, keep_location)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          batch.id,
          batch.createdAt,
          batch.intake,
          JSON.stringify(batch.chain),
          batch.scope,
          batch.keepAtLeastMs,
          batch.fragile ? 1 : 0,
          batch.reuse,
          batch.keepLocation ? 1 : 0,
        );
        const rows = uploads.map(({ id, path, name, state }) => {
          const detail = JSON.stringify(state);
          return { id, path, name, state: state.name, detail, owner: isFinal(state) ? null : owner };
        });
        // Thousands at once take a third of the time in one statement.
        db.run(
          `INSERT INTO upload (id, batch_id, position, rank, path, name, state, detail, owner_id, granted,
                               go_ahead, send_after, created_at, updated_at)
           SELECT value ->> 'id', ?, key, ? + key, value ->> 'path', value ->> 'name', value ->> 'state',
                  value ->> 'detail', value ->> 'owner', ?, ?, ?, ?, ?
           FROM json_each(?)`,
          batch.id,
          lastRank() + 1,
          JSON.stringify(batch.granted ?? []),
          JSON.stringify(batch.goAhead ?? []),
          batch.sendAfter ?? null,
          batch.createdAt,
          batch.createdAt,
          JSON.stringify(rows),
        );
      });
    },

    /** The rank of the last upload. */
    lastRank,

    /** Moves all uploads from this rank on by 1. */
    makeRoom(from: number): void {
      db.run('UPDATE upload SET rank = rank + 1 WHERE rank >= ?', from);
    },

    /** Gives the upload another place in the queue. */
    setRank(id: UploadId, rank: number): void {
      db.run('UPDATE upload SET rank = ? WHERE id = ?', rank, id);
    },

    /** Records what a source was when it was pinned, what will be sent of it, and the state that follows. */
    setPayload(id: UploadId, source: PinnedSource, payload: NewPayload, state: State): void {
      db.transaction(() => {
        writeState(id, state, payloads.add(source, payload));
        checkpoints.leaveOfOtherFile(id);
      });
    },

    /** Keeps the hash of what is sent of the upload's source in this form. */
    saveHash(id: UploadId, transform: string | null, sha256: string): void {
      db.transaction(() => payloads.saveHash(id, transform, sha256));
    },

    /** What it is called where it is sent. What a host has begun to take under another name does not go on. */
    rename(id: UploadId, name: string, mime: string): void {
      db.transaction(() => {
        if (!isOurs(id)) return;
        db.run('UPDATE upload SET name = ?, updated_at = ? WHERE id = ?', name, clock(), id);
        payloads.rename(id, name, mime);
        checkpoints.leaveAll(id);
      });
    },

    /** It is not to be taken back any more: nothing holds it up. */
    endUndo(id: UploadId): void {
      db.run('UPDATE upload SET send_after = NULL WHERE id = ? AND (owner_id IS NULL OR owner_id = ?)', id, owner);
    },

    /**
     * A new visit: the user wants it sent anew, with another chain where one is given. Its source is taken in again,
     * so that a file that changed meanwhile can be sent as it is now; one that did not goes on from its checkpoints.
     */
    startVisit(id: UploadId, chain: readonly DestinationId[] | null, granted: readonly DestinationId[] = []): void {
      db.transaction(() => {
        if (!isOurs(id)) return;
        ledger.stopAnnounced(id);
        for (const each of granted) grant(id, each);
        const source = payloads.sourceOf(id);
        db.run(
          `UPDATE upload SET visit = visit + 1, chain = ?, payload_id = NULL, dismissed_at = NULL, send_after = NULL
           WHERE id = ?`,
          chain === null ? null : JSON.stringify(chain),
          id,
        );
        if (source !== null) payloads.dropUnneeded(source);
        setState(id, { name: 'preparing' });
      });
    },

    /** The user agreed to this destination for this upload, beyond the batch's consent. */
    grant(id: UploadId, destination: DestinationId, state: State): void {
      db.transaction(() => {
        if (!isOurs(id)) return;
        grant(id, destination);
        setState(id, state);
      });
    },

    /** The user agreed to what the guard asked about this upload. */
    goAhead(id: UploadId, question: GuardQuestion, state: State): void {
      db.transaction(() => {
        if (!isOurs(id)) return;
        db.run("UPDATE upload SET go_ahead = json_insert(go_ahead, '$[#]', ?) WHERE id = ?", question, id);
        setState(id, state);
      });
    },

    /**
     * Records an attempt and the state it brings before the first byte leaves. What was begun there with the payload in
     * another form does not go on.
     */
    startAttempt(attempt: NewAttempt, provider: string, scope: Scope): void {
      const transform = attempt.transform ?? null;
      db.transaction(() => {
        if (!isOurs(attempt.uploadId)) return;
        payloads.use(attempt.uploadId, transform);
        checkpoints.leaveOfOtherForm(attempt.uploadId, attempt.destination.id, transform);
        db.run(
          `INSERT INTO destination (id, provider, label, scope, last_used_at) VALUES (?, ?, ?, ?, ?)
           ON CONFLICT (id) DO UPDATE SET provider = excluded.provider, label = excluded.label,
             scope = excluded.scope, last_used_at = excluded.last_used_at`,
          attempt.destination.id,
          provider,
          attempt.destination.label,
          scope,
          attempt.startedAt,
        );
        ledger.insert(attempt, null);
        setState(attempt.uploadId, { name: 'running', phase: 'sending', at: attempt.destination.id });
      });
    },

    /** A line of the ledger for what took no sending: a destination that was not asked, or a link that was there. */
    addEndedAttempt(attempt: NewAttempt, end: AttemptEnd): void {
      ledger.insert(attempt, end);
    },

    /** Ends an attempt that did not deliver, together with the state that follows (null: the next step tells). */
    endAttempt(id: AttemptId, end: AttemptEnd, uploadId: UploadId, state: State | null): void {
      db.transaction(() => {
        if (!isOurs(uploadId)) return;
        ledger.end(id, end);
        if (state) setState(uploadId, state);
      });
    },

    /** Corrects what follows an attempt that ended: the user cut its wait short. */
    setNext(id: AttemptId, next: Then): void {
      ledger.setNext(id, next);
    },

    /** Receipt, ledger and final state in one transaction. */
    deliver(uploadId: UploadId, attemptId: AttemptId, end: AttemptEnd, receipt: NewReceipt): void {
      db.transaction(() => {
        if (!isOurs(uploadId)) return;
        ledger.end(attemptId, end);
        db.run(
          `INSERT INTO receipt (upload_id, attempt_id, destination_id, destination_label, scope, link, delete_handle,
                                expires_at, proof, created_at, provider)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          uploadId,
          attemptId,
          receipt.destination.id,
          receipt.destination.label,
          receipt.scope,
          receipt.link,
          receipt.deleteHandle,
          receipt.expiresAt,
          JSON.stringify(receipt.proof),
          end.endedAt,
          receipt.provider,
        );
        // What was delivered has come to its end there; elsewhere, what was begun is left behind.
        checkpoints.forget(uploadId, receipt.destination.id);
        setState(uploadId, { name: 'done' });
      });
    },

    /** Durable when it returns; null forgets it. What another provider saved there is left behind. */
    saveCheckpoint(id: UploadId, { id: at, provider }: CheckpointPlace, state: string | null): void {
      db.transaction(() => {
        if (!isOurs(id)) return;
        if (state === null) checkpoints.forget(id, at);
        else checkpoints.save(id, at, provider, state);
      });
    },

    markCopied(batch: BatchId): void {
      db.run('UPDATE batch SET links_copied_at = ? WHERE id = ?', clock(), batch);
    },

    /** The batch has links that were not copied with the others. */
    markNotCopied(batch: BatchId): void {
      db.run('UPDATE batch SET links_copied_at = NULL WHERE id = ?', batch);
    },

    /**
     * Takes final uploads out of the list, and returns those that were. What this computer still shares stays: the list
     * is where it can be stopped.
     */
    dismiss(ids: readonly UploadId[]): UploadId[] {
      const sql = `
        UPDATE upload SET dismissed_at = ? WHERE id = ? AND state IN ('done', 'failed', 'cancelled')
          AND NOT EXISTS (SELECT 1 FROM share WHERE share.upload_id = upload.id AND stopped_at IS NULL
                            AND (expires_at IS NULL OR expires_at > ?))`;
      return db.transaction(() => {
        const dismissed = ids.filter((id) => db.run(sql, clock(), id, clock()).changes > 0);
        dismissed.forEach(checkpoints.leaveAll);
        return dismissed;
      });
    },
  };
}
