/** What the window shows of a batch as a whole, found in one pass after each change, whoever asks and however often. */
import type { BatchId, UploadId } from '../../../shared/ids.ts';
import type { GuardQuestion, UploadView } from '../../../shared/model.ts';
import { guardQuestionOf } from '../../../shared/states.ts';
import { canPause, hasLiveLink } from '../../state/conditions.ts';
import type { Store } from '../../state/store.ts';

export interface BatchSum {
  readonly all: number;
  readonly done: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly paused: number;
  /** Uploads that can be put down. */
  readonly pausable: number;
  /** Uploads whose link can be copied. */
  readonly links: number;
}

/** What of the batch is held back before it goes. */
export interface Held {
  /** What can be taken back yet, and until when (epoch ms, null for nothing). */
  readonly undoable: readonly UploadId[];
  readonly until: number | null;
  /** What the guard asks about, by its question. */
  readonly asking: Readonly<Record<GuardQuestion, readonly UploadId[]>>;
}

export interface BatchFacts {
  readonly sum: BatchSum;
  readonly held: Held;
  /** Bytes that are to be sent yet, as of the last change of each upload. */
  readonly openBytes: number;
}

export const noIds: readonly UploadId[] = [];

interface Kept {
  readonly uploads: Store['uploads'];
  /** Epoch ms of the next link's end: from then on the facts are others. */
  readonly until: number;
  readonly facts: BatchFacts;
}

/** By the batch's list of ids: it goes when that goes. */
const kept = new WeakMap<readonly UploadId[], Kept>();

/** Its parts keep their identity for as long as they say the same. */
export function factsOf({ uploads, idsByBatch }: Pick<Store, 'uploads' | 'idsByBatch'>, batch: BatchId): BatchFacts {
  const ids = idsByBatch[batch] ?? noIds;
  const now = Date.now();
  const before = kept.get(ids);
  if (before?.uploads === uploads && now < before.until) return before.facts;
  const own = ids.flatMap((id) => uploads[id] ?? []);
  const facts = { sum: sumOf(own, now), held: heldOf(own), openBytes: openBytesOf(own) };
  if (before && isSameSum(facts.sum, before.facts.sum)) facts.sum = before.facts.sum;
  if (before && isSameHeld(facts.held, before.facts.held)) facts.held = before.facts.held;
  kept.set(ids, { uploads, until: nextEnd(own, now), facts });
  return facts;
}

/** Bytes of the upload that are to be sent yet, once this many were. */
export function bytesLeft({ size }: UploadView, sentBytes: number): number {
  return Math.max(0, (size ?? 0) - sentBytes);
}

function sumOf(own: readonly UploadView[], now: number): BatchSum {
  const sum = { all: own.length, done: 0, failed: 0, cancelled: 0, paused: 0, pausable: 0, links: 0 };
  for (const upload of own) {
    const { name } = upload.state;
    if (name === 'done' || name === 'failed' || name === 'cancelled' || name === 'paused') sum[name]++;
    if (canPause(upload.state)) sum.pausable++;
    if (hasLiveLink(upload, now)) sum.links++;
  }
  return sum;
}

function heldOf(own: readonly UploadView[]): Held {
  const undoable: UploadId[] = [];
  const asking: Record<GuardQuestion, UploadId[]> = { location: [], 'secret-file': [] };
  let until: number | null = null;
  for (const { id, state } of own) {
    if (state.name !== 'waiting') continue;
    const { wait } = state;
    if (wait.what === 'undo') {
      undoable.push(id);
      until = Math.max(until ?? 0, wait.until);
    }
    const question = wait.what === 'consent' ? guardQuestionOf(wait) : null;
    if (question) asking[question].push(id);
  }
  return { undoable, until, asking };
}

function openBytesOf(own: readonly UploadView[]): number {
  let bytes = 0;
  for (const upload of own) if (canPause(upload.state)) bytes += bytesLeft(upload, upload.sentBytes);
  return bytes;
}

function nextEnd(own: readonly UploadView[], now: number): number {
  let next = Number.POSITIVE_INFINITY;
  for (const { receipt } of own) {
    const end = receipt?.expiresAt ?? null;
    if (end !== null && end > now && end < next) next = end;
  }
  return next;
}

function isSameSum(one: BatchSum, other: BatchSum): boolean {
  return (Object.keys(one) as (keyof BatchSum)[]).every((key) => one[key] === other[key]);
}

function isSameHeld(one: Held, other: Held): boolean {
  return (
    one.until === other.until &&
    areSame(one.undoable, other.undoable) &&
    areSame(one.asking.location, other.asking.location) &&
    areSame(one.asking['secret-file'], other.asking['secret-file'])
  );
}

function areSame(one: readonly UploadId[], other: readonly UploadId[]): boolean {
  return one.length === other.length && one.every((id, at) => id === other[at]);
}
