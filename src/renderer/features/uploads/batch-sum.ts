/** A batch in numbers and in one line of words. */
import type { BatchId, UploadId } from '../../../shared/ids.ts';
import { formatDuration, formatWhen } from '../../../shared/messages/index.ts';
import type { GuardQuestion, State } from '../../../shared/model.ts';
import { guardQuestionOf } from '../../../shared/states.ts';
import { canPause, hasLiveLink } from '../../state/conditions.ts';
import type { Paces } from '../../state/paces-store.ts';
import type { Store } from '../../state/store.ts';
import { tongue, words } from '../../ui/words.ts';

export interface BatchSum {
  readonly all: number;
  readonly done: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly paused: number;
  /** Uploads whose link can be copied. */
  readonly links: number;
}

export const noIds: readonly UploadId[] = [];

export function sumOf({ uploads, idsByBatch }: Store, batch: BatchId): BatchSum {
  const sum = { all: 0, done: 0, failed: 0, cancelled: 0, paused: 0, links: 0 };
  const now = Date.now();
  for (const id of idsByBatch[batch] ?? noIds) {
    const upload = uploads[id];
    if (!upload) continue;
    sum.all++;
    const { name } = upload.state;
    if (name === 'done' || name === 'failed' || name === 'cancelled' || name === 'paused') sum[name]++;
    if (hasLiveLink(upload, now)) sum.links++;
  }
  return sum;
}

/** Ids of the batch's live links, in the order of the drop. */
export function linksOf({ uploads, idsByBatch }: Store, batch: BatchId): UploadId[] {
  const now = Date.now();
  return (idsByBatch[batch] ?? noIds)
    .flatMap((id) => uploads[id] ?? [])
    .filter((upload) => hasLiveLink(upload, now))
    .sort((one, other) => one.position - other.position)
    .map(({ id }) => id);
}

/** Ids of the batch's uploads that can be put down, and of those that were. */
export function holdsOf({ uploads, idsByBatch }: Store, batch: BatchId): { pausable: UploadId[]; paused: UploadId[] } {
  const own = (idsByBatch[batch] ?? noIds).flatMap((id) => uploads[id] ?? []);
  const idsWhere = (fits: (state: State) => boolean) => own.filter(({ state }) => fits(state)).map(({ id }) => id);
  return { pausable: idsWhere(canPause), paused: idsWhere(({ name }) => name === 'paused') };
}

export interface Held {
  /** What can be taken back yet, and until when (epoch ms, null for nothing). */
  readonly undoable: readonly UploadId[];
  readonly until: number | null;
  /** What the guard asks about, by its question. */
  readonly asking: Readonly<Record<GuardQuestion, readonly UploadId[]>>;
}

/** What of the batch is held back before it goes. */
export function heldOf({ uploads, idsByBatch }: Store, batch: BatchId): Held {
  const undoable: UploadId[] = [];
  const asking: Record<GuardQuestion, UploadId[]> = { location: [], 'secret-file': [] };
  let until: number | null = null;
  for (const id of idsByBatch[batch] ?? noIds) {
    const state = uploads[id]?.state;
    if (state?.name !== 'waiting') continue;
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

export function toGo({ all, done, failed, cancelled }: BatchSum): number {
  return all - done - failed - cancelled;
}

/** "1 done, 1 failed, 3 to go"; "1 done, 2 paused"; "All done · 11:08". */
export function sumLine(sum: BatchSum, createdAt: number, linksCopied: boolean): string {
  const say = words.batch;
  const open = toGo(sum);
  const parts: string[] = [];
  if (sum.done === sum.all) parts.push(say.allDone);
  else if (sum.done > 0) parts.push(say.done(sum.done));
  if (sum.failed > 0) parts.push(say.failed(sum.failed));
  if (sum.cancelled > 0) parts.push(say.cancelled(sum.cancelled));
  if (sum.paused > 0) parts.push(say.paused(sum.paused));
  if (open > sum.paused) parts.push(say.toGo(open - sum.paused));
  if (open > 0) return parts.join(', ');
  const end = [parts.join(', '), formatWhen(createdAt, Date.now(), tongue)];
  if (linksCopied && sum.links > 0) end.splice(1, 0, say.linksCopied);
  return end.join(' · ');
}

/** Time left for the whole batch at the pace of what runs now, as words; null where nothing tells. */
export function batchLeft({ uploads, idsByBatch }: Store, paces: Paces, batch: BatchId): string | null {
  let bytes = 0;
  let pace = 0;
  for (const id of idsByBatch[batch] ?? noIds) {
    const upload = uploads[id];
    if (!upload || !canPause(upload.state)) continue;
    const live = paces[id];
    pace += live?.shown?.bytesPerSecond ?? 0;
    bytes += Math.max(0, (upload.size ?? 0) - (live?.sentBytes ?? upload.sentBytes));
  }
  if (pace === 0 || bytes === 0) return null;
  return words.batch.left(formatDuration((bytes / pace) * 1000, tongue));
}
