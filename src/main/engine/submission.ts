/** What is handed in at one time, and the batch that it becomes. */
import { BatchId, type DestinationId } from '../../shared/ids.ts';
import type { GuardQuestion, Intake, Reuse, Scope } from '../../shared/model.ts';
import { newId } from '../store/new-id.ts';
import type { NewBatch } from '../store/new-rows.ts';
import { rotate } from './chain.ts';
import type { IntakeFile } from './intake.ts';

export interface Submission {
  readonly files: readonly IntakeFile[];
  readonly from: Intake;
  /** Destinations in order. */
  readonly chain: readonly DestinationId[];
  /** Where in the chain to begin; it wraps round once. The first where it is not given. */
  readonly start?: DestinationId;
  /** The widest scope that was agreed. */
  readonly scope: Scope;
  /** Destinations that may be used although they are wider, or keep files shorter, than is asked here. */
  readonly granted?: readonly DestinationId[];
  /** ms that the link must last; null asks nothing. */
  readonly keepAtLeastMs?: number | null;
  readonly fragile?: boolean;
  /** Whether a link that a file has already is offered, rather than never looked for. */
  readonly reuse?: Reuse;
  /** The place where a file was made is left in, whatever the preferences say. */
  readonly keepLocation?: boolean;
  /** What the guard would ask, and was agreed to already. */
  readonly goAhead?: readonly GuardQuestion[];
}

/**
 * @param now epoch ms
 * @param undoMs how long it can be taken back before anything is sent
 */
export function batchOf(submission: Submission, now: number, undoMs: number): NewBatch {
  const { from, chain, start = null, scope, granted = [], keepAtLeastMs = null, fragile = false } = submission;
  return {
    id: BatchId.parse(newId()),
    createdAt: now,
    intake: from,
    chain: rotate(chain, start),
    scope,
    granted,
    keepAtLeastMs,
    fragile,
    reuse: submission.reuse ?? 'never',
    keepLocation: submission.keepLocation ?? false,
    goAhead: submission.goAhead ?? [],
    // Nobody looks at the command line to take something back.
    sendAfter: undoMs > 0 && from !== 'command-line' ? now + undoMs : null,
  };
}
