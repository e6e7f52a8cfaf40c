/** What is written about batches, uploads, attempts and receipts. Times are epoch ms. */
import type { AttemptId, BatchId, DestinationId, UploadId } from '../../shared/ids.ts';
import type { AttemptOutcome, Intake, Proof, Reuse, Scope, State, Then } from '../../shared/model.ts';

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
}

export interface NewUpload {
  readonly id: UploadId;
  /** Null where the system knows no path. */
  readonly path: string | null;
  readonly name: string;
  readonly state: State;
}

export interface NewAttempt {
  readonly id: AttemptId;
  readonly uploadId: UploadId;
  readonly visit: number;
  readonly destination: { readonly id: DestinationId; readonly label: string };
  readonly number: number;
  readonly startedAt: number;
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
