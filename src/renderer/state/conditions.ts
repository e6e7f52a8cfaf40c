/** What the window asks about an upload before it draws it. */
import type { DestinationId } from '../../shared/ids.ts';
import type { DestinationSetup, DestinationView, Health, ReceiptView, State, UploadView } from '../../shared/model.ts';
import { isFinal } from '../../shared/states.ts';

/** It can be put down, to go on when the user says so. An offered link waits for its answer alone. */
export function canPause(state: State): boolean {
  if (state.name === 'waiting' && state.wait.what === 'already-online') return false;
  return !isFinal(state) && state.name !== 'paused';
}

export function isUnderWay(upload: UploadView): boolean {
  return upload.state.name === 'running';
}

/** The link can be copied and opened: it is there, has not ended, its share was not stopped and it is not deleted. */
export function hasLiveLink(upload: UploadView, now: number): boolean {
  const { receipt } = upload;
  if (receipt === null || upload.state.name !== 'done' || isDeleted(upload)) return false;
  return !receipt.share?.stopped && (receipt.expiresAt === null || receipt.expiresAt > now);
}

/** What it was given is deleted at its host, or is about to be. */
export function isDeleted({ receipt }: UploadView): boolean {
  return receipt?.deletion.kind === 'deleted' || receipt?.deletion.kind === 'asked';
}

/** Its host can be asked to delete it: that takes the destination that it was sent to. */
export function canDelete(upload: UploadView, setups: readonly DestinationSetup[], now: number): boolean {
  const { receipt } = upload;
  if (receipt === null || !hasLiveLink(upload, now) || !isSetUp(receipt, setups)) return false;
  return receipt.deletion.kind === 'possible' || receipt.deletion.kind === 'unconfirmed';
}

/** The destination is there, and has the provider that it had. */
export function isSetUp(
  { destinationId, provider }: ReceiptView,
  setups: readonly Pick<DestinationSetup, 'id' | 'provider'>[],
): boolean {
  return setups.some((setup) => setup.id === destinationId && setup.provider === provider);
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

/** It waits, was put down or failed for a reason that does not lie in the file: another destination can have it. */
export function canChooseStop(state: State): boolean {
  if (state.name === 'failed') return state.failure.kind !== 'source-unreadable';
  return state.name === 'queued' || state.name === 'waiting' || state.name === 'paused';
}

/** Nothing of it is being sent, so that it can go under another name. */
export function canRename(state: State): boolean {
  return canChooseStop(state);
}

/** The share of the file between 0 and 1 that was sent; null where the size is not known. */
export function sentShare(upload: UploadView, sentBytes: number): number | null {
  const { state, size } = upload;
  if (state.name === 'running' && state.phase !== 'sending') return 1;
  if (size === null) return null;
  return size === 0 ? 1 : Math.min(1, sentBytes / size);
}

/** The destination is left alone for now, but for the upload that tries it again. */
export function isResting({ state }: Health): boolean {
  return state === 'resting' || state === 'probing';
}

/** The stops in the order in which a file that comes at `now` (epoch ms) would try them: resting ones last. */
export function inTurn(stops: readonly DestinationView[], now: number): DestinationView[] {
  const isLeftAlone = ({ health: { state, probeAt } }: DestinationView) =>
    state === 'probing' || (state === 'resting' && probeAt !== null && probeAt > now);
  return [...stops.filter((stop) => !isLeftAlone(stop)), ...stops.filter(isLeftAlone)];
}
