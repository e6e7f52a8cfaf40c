/** Keeps what is deleted at a host: that it is to be, noted before the host is asked, and what came of it. */
import { Failure } from '../../shared/failure.ts';
import { DestinationId, UploadId } from '../../shared/ids.ts';
import type { Deletion } from '../../shared/model.ts';
import type { Database, Row } from './database.ts';
import { flag, integerOrNull, jsonOrNull, text } from './rows.ts';

/** What a receipt names for its deletion. */
export interface Deletable {
  readonly at: DestinationId;
  /** The provider that the destination had when the file was sent. */
  readonly provider: string;
  readonly link: string;
  readonly deleteHandle: string;
}

export type Deletions = ReturnType<typeof createDeletions>;

/** A link that may be given away, in terms of its receipt `r`. */
export const isOnline = '(r.deleted_at IS NULL AND r.delete_asked_at IS NULL)';

/** What `toDeletion` reads, in terms of a receipt `r`. */
export const deletionColumns = `
  r.provider, r.delete_handle IS NOT NULL AS deletable, r.delete_asked_at, r.deleted_at, r.delete_failure,
  r.scope = 'local' OR (r.delete_handle IS NULL AND EXISTS (
    SELECT 1 FROM receipt o WHERE o.link = r.link AND o.destination_id = r.destination_id
      AND o.delete_handle IS NOT NULL AND o.deleted_at IS NULL
  )) AS deleted_elsewhere`;

export function toDeletion(row: Row): Deletion {
  const at = integerOrNull(row, 'deleted_at');
  if (at !== null) return { kind: 'deleted', at };
  if (integerOrNull(row, 'delete_asked_at') !== null) return { kind: 'asked' };
  const failure = jsonOrNull(row, 'delete_failure', Failure);
  if (failure) return { kind: 'unconfirmed', failure };
  if (flag(row, 'deleted_elsewhere')) return { kind: 'elsewhere' };
  return { kind: flag(row, 'deletable') ? 'possible' : 'impossible' };
}

/** The same link may have been given to several uploads: once it is deleted, it is for all of them. */
export function createDeletions(db: Database, clock: () => number) {
  const change = (id: UploadId, assignments: string, ...values: (string | number)[]): UploadId[] =>
    db
      .all(
        `UPDATE receipt SET ${assignments}
         WHERE (link, destination_id) = (SELECT link, destination_id FROM receipt WHERE upload_id = ?)
           AND deleted_at IS NULL RETURNING upload_id`,
        ...values,
        id,
      )
      .map((row) => UploadId.parse(text(row, 'upload_id')));

  return {
    /** What deletes the upload's file; null where nothing does, or it is deleted. */
    find(id: UploadId): Deletable | null {
      const row = db.get(
        `SELECT destination_id, provider, link, delete_handle FROM receipt
         WHERE upload_id = ? AND delete_handle IS NOT NULL AND scope <> 'local' AND deleted_at IS NULL`,
        id,
      );
      return row
        ? {
            at: DestinationId.parse(text(row, 'destination_id')),
            provider: text(row, 'provider'),
            link: text(row, 'link'),
            deleteHandle: text(row, 'delete_handle'),
          }
        : null;
    },

    isDeleted: (id: UploadId): boolean =>
      db.get('SELECT 1 FROM receipt WHERE upload_id = ? AND deleted_at IS NOT NULL', id) !== undefined,

    /** Notes that the host is about to be asked. Gives the uploads that have the link. */
    ask: (id: UploadId): UploadId[] => change(id, 'delete_asked_at = ?, delete_failure = NULL', clock()),

    /** The host confirmed it. Gives the uploads that have the link. */
    confirm: (id: UploadId): UploadId[] => change(id, 'deleted_at = ?, delete_failure = NULL', clock()),

    /** The host did not confirm it. Gives the uploads that have the link; the reason is kept with this one. */
    giveUp: (id: UploadId, failure: Failure): UploadId[] =>
      change(
        id,
        'delete_asked_at = NULL, delete_failure = iif(upload_id = ?, ?, delete_failure)',
        id,
        JSON.stringify(failure),
      ),

    /** Uploads that are to be deleted, and whose host's answer is not known. */
    unfinished: (): UploadId[] =>
      db
        .all(
          `SELECT upload_id FROM receipt WHERE delete_asked_at IS NOT NULL AND deleted_at IS NULL
             AND delete_handle IS NOT NULL ORDER BY delete_asked_at`,
        )
        .map((row) => UploadId.parse(text(row, 'upload_id'))),
  };
}
