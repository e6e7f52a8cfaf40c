/** A batch in one line of words, and the uploads that its buttons are about. */
import type { BatchId, UploadId } from '../../../shared/ids.ts';
import { formatDuration, formatWhen } from '../../../shared/messages/index.ts';
import type { State } from '../../../shared/model.ts';
import { canPause, hasLiveLink } from '../../state/conditions.ts';
import type { Pace } from '../../state/pace.ts';
import type { Paces } from '../../state/paces-store.ts';
import type { Store } from '../../state/store.ts';
import { tongue, words } from '../../ui/words.ts';
import { type BatchSum, bytesLeft, factsOf, noIds } from './batch-facts.ts';

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
export function batchLeft(store: Store, paces: Paces, batch: BatchId): string | null {
  let bytes = factsOf(store, batch).openBytes;
  let pace = 0;
  for (const [id, live] of Object.entries(paces) as [UploadId, Pace][]) {
    const upload = store.uploads[id];
    if (upload?.batchId !== batch || !canPause(upload.state)) continue;
    pace += live.shown?.bytesPerSecond ?? 0;
    bytes += bytesLeft(upload, live.sentBytes) - bytesLeft(upload, upload.sentBytes);
  }
  if (pace === 0 || bytes === 0) return null;
  return words.batch.left(formatDuration((bytes / pace) * 1000, tongue));
}
