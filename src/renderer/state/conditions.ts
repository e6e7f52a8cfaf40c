/** What the window asks about an upload before it draws it. */
import type { DestinationId } from '../../shared/ids.ts';
import type { State, UploadView } from '../../shared/model.ts';

/** Nothing happens any more unless the user asks for it. */
export function isSettled(state: State): boolean {
  return state.name === 'done' || state.name === 'failed' || state.name === 'cancelled';
}

export function isUnderWay(upload: UploadView): boolean {
  return upload.state.name === 'running';
}

/** The link can be copied and opened: it is there, has not ended and its share was not stopped. */
export function hasLiveLink(upload: UploadView, now: number): boolean {
  const { receipt } = upload;
  if (receipt === null || upload.state.name !== 'done') return false;
  return !receipt.share?.stopped && (receipt.expiresAt === null || receipt.expiresAt > now);
}

/** The destination that a wait would skip to, null where it can not be skipped. */
export function skipTarget(state: State): DestinationId | null {
  if (state.name !== 'waiting') return null;
  const { wait } = state;
  return wait.what === 'back-off' || wait.what === 'rate-limit' ? wait.next : null;
}

/** This computer may take it over: it waits, or failed for a reason that does not lie in the file. */
export function canShareHere(state: State, thisComputer: DestinationId): boolean {
  if (state.name === 'waiting') return !(state.wait.what === 'consent' && state.wait.to === thisComputer);
  if (state.name !== 'failed') return false;
  return state.failure.kind !== 'source-unreadable' && state.at !== thisComputer;
}

/** The share of the file between 0 and 1 that was sent; null where the size is not known. */
export function sentShare(upload: UploadView, sentBytes: number): number | null {
  const { state, size } = upload;
  if (state.name === 'running' && state.phase !== 'sending') return 1;
  if (size === null) return null;
  return size === 0 ? 1 : Math.min(1, sentBytes / size);
}
