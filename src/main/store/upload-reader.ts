/** Everything that is read about uploads: what the window shows, and what the relay works from. */
import { z } from 'zod';
import { BatchId, DestinationId, OwnerId, UploadId } from '../../shared/ids.ts';
import {
  type AttemptView,
  type BatchView,
  GuardQuestion,
  Intake,
  Reuse,
  Scope,
  State,
  type UploadView,
} from '../../shared/model.ts';
import type { PinnedSource } from '../../shared/pinned-source.ts';
import type { Database, Row } from './database.ts';
import { isOnline } from './deletions.ts';
import { flag, integer, integerOrNull, json, jsonOrNull, number, pinnedSource, text, textOrNull } from './rows.ts';
import { toAttempt, toView, viewColumns, viewTables } from './upload-views.ts';

/** What the relay needs to know of an upload. */
export interface UploadJob {
  readonly id: UploadId;
  readonly batchId: BatchId;
  readonly state: State;
  /** The program that works on it; null once it is final. */
  readonly owner: OwnerId | null;
  readonly path: string | null;
  readonly name: string;
  /** Null until the source is pinned. */
  readonly payload: { readonly name: string; readonly mime: string; readonly source: PinnedSource } | null;
  readonly spooled: boolean;
  readonly visit: number;
  /** Place in the queue, lowest first. */
  readonly rank: number;
  readonly chain: readonly DestinationId[];
  readonly scope: Scope;
  readonly keepAtLeastMs: number | null;
  readonly fragile: boolean;
  readonly reuse: Reuse;
  readonly granted: readonly DestinationId[];
  /** The place where the file was made is left in, whatever the preferences say. */
  readonly keepLocation: boolean;
  /** What the guard asked, or would ask, and the user agreed to. */
  readonly goAhead: readonly GuardQuestion[];
  /** Epoch ms until which it can be taken back; null once it went on. */
  readonly sendAfter: number | null;
}

export type UploadReader = ReturnType<typeof createUploadReader>;

const idList = z.array(DestinationId);
const questionList = z.array(GuardQuestion);
const ownerOrNull = OwnerId.nullable();

/** What the uploads of a batch have in common; it is written once. */
type BatchPart = Pick<UploadJob, 'chain' | 'scope' | 'keepAtLeastMs' | 'fragile' | 'reuse' | 'keepLocation'>;

/** Batches whose part is remembered: of thousands of files in one, each would read and check it again. */
const rememberedBatches = 16;

export function createUploadReader(db: Database) {
  const batchParts = new Map<string, BatchPart>();

  const batchPart = (id: string): BatchPart => {
    const known = batchParts.get(id);
    if (known) return known;
    const row = db.get('SELECT chain, scope, keep_at_least, fragile, reuse, keep_location FROM batch WHERE id = ?', id);
    if (!row) throw new Error('an upload has no batch');
    const part = {
      chain: json(row, 'chain', idList),
      scope: Scope.parse(text(row, 'scope')),
      keepAtLeastMs: integerOrNull(row, 'keep_at_least'),
      fragile: flag(row, 'fragile'),
      reuse: Reuse.parse(text(row, 'reuse')),
      keepLocation: flag(row, 'keep_location'),
    };
    if (batchParts.size >= rememberedBatches) batchParts.clear();
    batchParts.set(id, part);
    return part;
  };

  return {
    view(id: UploadId): UploadView | null {
      const row = db.get(`SELECT ${viewColumns} FROM ${viewTables} WHERE u.id = ?`, id);
      return row ? toView(row) : null;
    },

    /**
     * What the window lists at start: all that is unfinished or shared by this computer, and the newest batches with up
     * to `limit` others that were not removed. A batch that would not fit whole is left to the history, but the newest.
     * @param now epoch ms
     */
    recent(limit: number, now: number = Date.now()): UploadView[] {
      const newest = db.all(
        `SELECT id, batch_id FROM upload WHERE dismissed_at IS NULL AND state IN ('done', 'failed', 'cancelled')
         ORDER BY created_at DESC, position LIMIT ?`,
        limit + 1,
      );
      const cut = newest.length > limit ? newest.pop()?.batch_id : null;
      const whole = newest.filter((row) => row.batch_id !== cut);
      const ids = (whole.length > 0 ? whole : newest).map((row) => text(row, 'id'));
      const rows = db.all(
        `SELECT ${viewColumns} FROM ${viewTables}
         WHERE u.id IN (
           SELECT value FROM json_each(?)
           UNION ALL SELECT id FROM upload WHERE state NOT IN ('done', 'failed', 'cancelled')
           UNION ALL SELECT upload_id FROM share WHERE stopped_at IS NULL AND (expires_at IS NULL OR expires_at > ?))
         ORDER BY u.created_at DESC, u.position`,
        JSON.stringify(ids),
        now,
      );
      return rows.map(toView);
    },

    batches(ids: readonly BatchId[]): BatchView[] {
      return db
        .all(
          'SELECT id, created_at, intake, links_copied_at FROM batch WHERE id IN (SELECT value FROM json_each(?))',
          JSON.stringify(ids),
        )
        .map((row) => ({
          id: BatchId.parse(text(row, 'id')),
          createdAt: integer(row, 'created_at'),
          intake: Intake.parse(text(row, 'intake')),
          linksCopied: integerOrNull(row, 'links_copied_at') !== null,
        }));
    },

    /** States and links of a batch, in the order of the drop; no link that is deleted, or about to be. */
    batchLinks(id: BatchId): { id: UploadId; state: State; link: string | null }[] {
      return db
        .all(
          `SELECT u.id, u.detail, r.link FROM upload u LEFT JOIN receipt r ON r.upload_id = u.id AND ${isOnline}
           WHERE u.batch_id = ? ORDER BY u.position`,
          id,
        )
        .map((row) => ({
          id: UploadId.parse(text(row, 'id')),
          state: json(row, 'detail', State),
          link: textOrNull(row, 'link'),
        }));
    },

    /** True while something of the batch runs or waits for its turn. */
    isBatchWorking(id: BatchId): boolean {
      const working = "state IN ('preparing', 'queued', 'running')";
      return db.get(`SELECT 1 FROM upload WHERE batch_id = ? AND ${working} LIMIT 1`, id) !== undefined;
    },

    /** Uploads that this destination let nobody in for. */
    waitingForSignIn(at: DestinationId): UploadId[] {
      const rows = db.all(
        `SELECT id FROM upload WHERE state = 'waiting' AND json_extract(detail, '$.wait.what') = 'sign-in'
           AND json_extract(detail, '$.wait.at') = ? ORDER BY rank`,
        at,
      );
      return rows.map((row) => UploadId.parse(text(row, 'id')));
    },

    /** Uploads that wait until this destination answers, lets them in, or may be used. */
    waitingFor(at: DestinationId): UploadId[] {
      const rows = db.all(
        `SELECT id FROM upload WHERE state = 'waiting' AND (
           (json_extract(detail, '$.wait.what') IN ('back-off', 'rate-limit', 'sign-in')
             AND json_extract(detail, '$.wait.at') = ?)
           OR (json_extract(detail, '$.wait.what') = 'consent' AND json_extract(detail, '$.wait.to') = ?))
         ORDER BY rank`,
        at,
        at,
      );
      return rows.map((row) => UploadId.parse(text(row, 'id')));
    },

    batchOf(id: UploadId): BatchId | null {
      const row = db.get('SELECT batch_id FROM upload WHERE id = ?', id);
      return row ? BatchId.parse(text(row, 'batch_id')) : null;
    },

    /** The link as it can be given away: not one that is deleted, or about to be. */
    link(id: UploadId): string | null {
      const row = db.get(`SELECT link FROM receipt r WHERE upload_id = ? AND ${isOnline}`, id);
      return row ? text(row, 'link') : null;
    },

    /** Hex, of the bytes that are sent; null where nothing needed it. */
    sha256(id: UploadId): string | null {
      const row = db.get('SELECT p.sha256 FROM upload u JOIN payload p ON p.id = u.payload_id WHERE u.id = ?', id);
      return row ? textOrNull(row, 'sha256') : null;
    },

    /** Every attempt of the upload, oldest first. */
    ledger(id: UploadId): AttemptView[] {
      return db.all('SELECT * FROM attempt WHERE upload_id = ? ORDER BY started_at, rowid', id).map(toAttempt);
    },

    /** Attempts of the upload's present visit, oldest first. */
    visitAttempts(job: { id: UploadId; visit: number }): AttemptView[] {
      return db
        .all('SELECT * FROM attempt WHERE upload_id = ? AND visit = ? ORDER BY started_at, rowid', job.id, job.visit)
        .map(toAttempt);
    },

    job(id: UploadId): UploadJob | null {
      const row = db.get(
        `SELECT u.*, p.name AS sent_name, p.mime, s.path AS source_path, s.dev, s.ino, s.size, s.mtime_ns, s.spooled
         FROM upload u LEFT JOIN payload p ON p.id = u.payload_id LEFT JOIN source s ON s.id = p.source_id WHERE u.id = ?`,
        id,
      );
      return row ? toJob(row, batchPart(text(row, 'batch_id'))) : null;
    },

    /**
     * Who works on an upload, its place in the queue, and its bytes; `size` is null until it is prepared: its source is
     * pinned, and it is not to be taken back any more.
     */
    place(id: UploadId): { owner: OwnerId | null; rank: number; size: number | null } | null {
      const row = db.get(
        `SELECT u.owner_id, u.rank, u.send_after, p.size
         FROM upload u LEFT JOIN payload p ON p.id = u.payload_id WHERE u.id = ?`,
        id,
      );
      if (!row) return null;
      const owner = ownerOrNull.parse(textOrNull(row, 'owner_id'));
      const prepared = integerOrNull(row, 'send_after') === null;
      return { owner, rank: number(row, 'rank'), size: prepared ? integerOrNull(row, 'size') : null };
    },

    /** What this provider saved at this destination, null for nothing. */
    checkpoint(id: UploadId, at: { readonly id: DestinationId; readonly provider: string }): string | null {
      const sql = 'SELECT state FROM checkpoint WHERE upload_id = ? AND destination_id = ? AND provider = ?';
      const row = db.get(sql, id, at.id, at.provider);
      return row ? text(row, 'state') : null;
    },
  };
}

function toJob(row: Row, batch: BatchPart): UploadJob {
  const sourcePath = textOrNull(row, 'source_path');
  return {
    id: UploadId.parse(text(row, 'id')),
    batchId: BatchId.parse(text(row, 'batch_id')),
    state: json(row, 'detail', State),
    owner: ownerOrNull.parse(textOrNull(row, 'owner_id')),
    path: textOrNull(row, 'path'),
    name: text(row, 'name'),
    payload:
      sourcePath === null
        ? null
        : {
            name: text(row, 'sent_name'),
            mime: text(row, 'mime'),
            source: pinnedSource(row, 'source_path'),
          },
    spooled: sourcePath !== null && flag(row, 'spooled'),
    visit: integer(row, 'visit'),
    rank: number(row, 'rank'),
    ...batch,
    chain: jsonOrNull(row, 'chain', idList) ?? batch.chain,
    granted: json(row, 'granted', idList),
    goAhead: json(row, 'go_ahead', questionList),
    sendAfter: integerOrNull(row, 'send_after'),
  };
}
