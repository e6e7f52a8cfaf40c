/** What is written about batches, uploads, attempts and receipts. Times are epoch ms. */
import type { AttemptId, BatchId, DestinationId, UploadId } from '../../shared/ids.ts';
import type { AttemptOutcome, GuardQuestion, Intake, Proof, Reuse, Scope, State, Then } from '../../shared/model.ts';

export interface NewBatch {
  readonly id: BatchId;
  readonly createdAt: number;
  readonly intake: Intake;
  /** Destinations in the order of the visit. */
  readonly chain: readonly DestinationId[];
  /** The widest scope that was agreed. */
  readonly scope: Scope;
  /** ms that the link must last; null asks nothing. */
  readonly keepAtLeastMs: number | null;
  readonly fragile: boolean;
  readonly reuse: Reuse;
  /** Destinations that each of its uploads may use without asking. */
  readonly granted?: readonly DestinationId[];
  /** The place where a file was made is left in, whatever the preferences say. */
  readonly keepLocation?: boolean;
  /** What the guard would ask about each of its uploads, and has its answer already. */
  readonly goAhead?: readonly GuardQuestion[];
  /** Until then nothing of it is sent; null sends at once. */
  readonly sendAfter?: number | null;
}

export interface NewUpload {
  readonly id: UploadId;
  /** Null where the system knows no path. */
  readonly path: string | null;
  readonly name: string;
  readonly state: State;
}

/** What is sent of a source. */
export interface NewPayload {
  readonly name: string;
  readonly mime: string;
  /** The source is a file of ours. */
  readonly spooled: boolean;
  /** What the source tells of the place where it was made; null where it tells nothing that we know of. */
  readonly location?: 'found' | 'unreadable' | null;
}

export interface NewAttempt {
  readonly id: AttemptId;
  readonly uploadId: UploadId;
  readonly visit: number;
  readonly destination: { readonly id: DestinationId; readonly label: string };
  readonly number: number;
  readonly startedAt: number;
  /** Which form of the payload is sent; null, or nothing, for the source's own bytes. */
  readonly transform?: string | null;
}

export interface AttemptEnd {
  readonly endedAt: number;
  readonly sentBytes: number;
  readonly outcome: AttemptOutcome;
  readonly copyMayRemain: boolean;
  readonly orphanLink: string | null;
  readonly next: Then | null;
}

export interface NewReceipt {
  readonly destination: { readonly id: DestinationId; readonly label: string };
  readonly provider: string;
  readonly scope: Scope;
  readonly link: string;
  readonly deleteHandle: string | null;
  readonly expiresAt: number | null;
  readonly proof: Proof;
}
