/** The order in which uploads go: what waits for its turn, and who is next. */
import type { UploadId } from '../../shared/ids.ts';
import type { UploadView } from '../../shared/model.ts';

/** By their place in the queue. */
export function byTurn(one: UploadView, other: UploadView): number {
  return one.rank - other.rank;
}

export function isMoved(before: UploadView, now: UploadView): boolean {
  return before.rank !== now.rank;
}

/** Every upload that waits for its turn, the next one first. */
export function lineOf(uploads: Readonly<Record<UploadId, UploadView>>): UploadView[] {
  return Object.values(uploads)
    .filter(({ state }) => state.name === 'queued')
    .sort(byTurn);
}

export function firstInLine(uploads: Readonly<Record<UploadId, UploadView>>): UploadView | null {
  let first: UploadView | null = null;
  for (const upload of Object.values(uploads)) {
    if (upload.state.name === 'queued' && (first === null || byTurn(upload, first) < 0)) first = upload;
  }
  return first;
}
