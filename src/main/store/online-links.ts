/** Finds finished uploads of the same bytes, and keeps the hashes by which they are told. */
import { type BatchId, DestinationId, UploadId } from '../../shared/ids.ts';
import { type Proof, Scope } from '../../shared/model.ts';
import type { PinnedSource } from '../../shared/pinned-source.ts';
import type { Database, Row } from './database.ts';
import { isOnline } from './deletions.ts';
import type { AttemptEnd, NewAttempt } from './new-rows.ts';
import { createPayloads } from './payloads.ts';
import { integer, integerOrNull, pinnedSource, text, textOrNull } from './rows.ts';
import type { UploadStore } from './upload-store.ts';

/** A link that was given for a file. */
export interface OnlineLink {
  readonly uploadId: UploadId;
  readonly payloadId: number;
  readonly link: string;
  readonly at: DestinationId;
  readonly scope: Scope;
  /** Epoch ms. */
  readonly since: number;
  readonly expiresAt: number | null;
  /** The file as it was when it was sent. */
  readonly source: PinnedSource;
}

/** What all links that are looked for have in common. */
export interface OnlineQuestion {
  /** Bytes. */
  readonly size: number;
  readonly mime: string;
  readonly destinations: readonly DestinationId[];
  /** The form in which they would be sent the file: a link to another one is none of these bytes. */
  readonly transform: string | null;
  /** Its own files are left out: what was dropped together is sent together, whatever is in it. */
  readonly batchId: BatchId;
  /** Epoch ms: links that have ended by then are left out. */
  readonly now: number;
}

export type OnlineLinks = ReturnType<typeof createOnlineLinks>;

/** More links to one and the same file are not needed. */
const maxFound = 8;

/** Every list is newest first. */
export function createOnlineLinks(db: Database, store: UploadStore) {
  const payloads = createPayloads(db);
  const find = (question: OnlineQuestion, condition: string, ...values: (string | number)[]): OnlineLink[] =>
    db
      .all(
        `SELECT u.id, u.payload_id, r.link, r.destination_id, r.scope, r.created_at, r.expires_at,
                s.path, s.dev, s.ino, s.size, s.mtime_ns
         FROM payload p JOIN source s ON s.id = p.source_id JOIN upload u ON u.payload_id = p.id
         JOIN receipt r ON r.upload_id = u.id
         WHERE ${condition} AND p.mime = ? AND p.transform IS ? AND u.state = 'done' AND u.batch_id <> ? AND ${isOnline}
           AND (r.expires_at IS NULL OR r.expires_at > ?) AND r.destination_id IN (SELECT value FROM json_each(?))
         ORDER BY r.created_at DESC, r.rowid DESC LIMIT ${maxFound}`,
        ...values,
        question.mime,
        question.transform,
        question.batchId,
        question.now,
        JSON.stringify(question.destinations),
      )
      .map(toLink);

  return {
    /** Links of this very file, unchanged since. */
    ofSource(question: OnlineQuestion, { path, dev, ino, mtimeNs }: PinnedSource): OnlineLink[] {
      const same = 's.path = ? AND s.dev = ? AND s.ino = ? AND s.mtime_ns = ? AND s.size = ?';
      return find(question, same, path, String(dev), String(ino), String(mtimeNs), question.size);
    },

    ofHash(question: OnlineQuestion, sha256: string): OnlineLink[] {
      return find(question, 'p.size = ? AND p.sha256 = ?', question.size, sha256);
    },

    /** Links of files of this size whose hash is not known. */
    unhashed(question: OnlineQuestion): OnlineLink[] {
      return find(question, 'p.size = ? AND p.sha256 IS NULL', question.size);
    },

    /** Links of files of this size, whatever is in them. */
    ofSize(question: OnlineQuestion): OnlineLink[] {
      return find(question, 'p.size = ?', question.size);
    },

    /**
     * The link that another upload was given becomes this one's too: receipt, ledger and final state in one
     * transaction. What deletes the file stays with the upload that sent it. False, and nothing is written, where that
     * receipt is gone, has ended, or is deleted.
     */
    use(attempt: NewAttempt, end: AttemptEnd, from: UploadId, proof: Proof): boolean {
      return db.transaction(() => {
        const sent = db.get(
          'SELECT transform FROM upload u JOIN payload p ON p.id = u.payload_id WHERE u.id = ?',
          from,
        );
        const transform = sent ? textOrNull(sent, 'transform') : null;
        const valid = `upload_id = ? AND (expires_at IS NULL OR expires_at > ?) AND ${isOnline}`;
        if (!db.get(`SELECT 1 FROM receipt r WHERE ${valid}`, from, end.endedAt)) return false;
        payloads.use(attempt.uploadId, transform);
        store.addEndedAttempt({ ...attempt, transform }, end);
        db.run(
          `INSERT INTO receipt (upload_id, attempt_id, destination_id, destination_label, scope, link, expires_at, proof,
                                created_at, provider)
           SELECT ?, ?, destination_id, destination_label, scope, link, expires_at, ?, created_at, provider
           FROM receipt r WHERE ${valid}`,
          attempt.uploadId,
          attempt.id,
          JSON.stringify(proof),
          from,
          end.endedAt,
        );
        store.setState(attempt.uploadId, { name: 'done' });
        return true;
      });
    },

    saveHash(payloadId: number, sha256: string): void {
      db.run('UPDATE payload SET sha256 = ? WHERE id = ?', sha256, payloadId);
    },
  };
}

function toLink(row: Row): OnlineLink {
  return {
    uploadId: UploadId.parse(text(row, 'id')),
    payloadId: integer(row, 'payload_id'),
    link: text(row, 'link'),
    at: DestinationId.parse(text(row, 'destination_id')),
    scope: Scope.parse(text(row, 'scope')),
    since: integer(row, 'created_at'),
    expiresAt: integerOrNull(row, 'expires_at'),
    source: pinnedSource(row),
  };
}
