/** Pins the source of an upload, so that what is sent later is what was handed in, and looks at it before it goes. */
import { toFailure } from '../../shared/failure.ts';
import type { UploadId } from '../../shared/ids.ts';
import type { State } from '../../shared/model.ts';
import type { Payload, PinnedSource } from '../net/payload.ts';
import { pinFile } from '../net/pinned-file.ts';
import type { UploadJob } from '../store/upload-reader.ts';
import type { UploadStore } from '../store/upload-store.ts';
import type { FindOnline, KnownHash } from './already-online.ts';
import { destinationsOf, planVisit, waitForAnswer } from './chain.ts';
import type { FindDestination } from './destination.ts';
import { type GuardDeps, type Guarded, guard } from './guarding.ts';
import type { RunControl } from './run-control.ts';

export interface PrepareDeps extends GuardDeps {
  readonly store: UploadStore;
  readonly find: FindDestination;
  readonly payload: (source: PinnedSource, name: string, mime: string) => Payload;
  /** Epoch ms. */
  readonly clock: () => number;
  /** Guesses a MIME type from a file name. */
  readonly mimeOf: (name: string) => string;
  /** True for a file of ours, made for bytes that have no file of their own. */
  readonly isSpooled: (path: string) => boolean;
  readonly changed: (id: UploadId) => void;
  readonly report: (error: unknown) => void;
  readonly findOnline: FindOnline;
}

/** What comes next: it is to be sent, it can be taken back until then, or nothing until somebody says so. */
export type Prepared = { readonly next: 'send' | 'nothing' } | { readonly next: 'undo'; readonly until: number };

interface Found {
  readonly state: State;
  readonly hashes: readonly KnownHash[];
}

/**
 * Writes the payload and `queued`, or what it waits for, or why there is nothing to send. An upload that could be taken
 * back comes here a second time once that is over, with its pin. A run that was ended meanwhile writes nothing: the
 * next one looks again.
 */
export async function prepare(job: UploadJob, control: RunControl, deps: PrepareDeps): Promise<Prepared> {
  const { store, changed } = deps;
  try {
    if (job.path === null) throw new Error('an upload without a path is never queued');
    const source = job.payload?.source ?? (await pinFile(job.path));
    if (isAbandoned(control)) return { next: 'nothing' };
    const mime = deps.mimeOf(job.name);
    const payload = deps.payload(source, job.name, mime);
    const guarded = await guard(job, payload, control, deps);
    const found = await whatFollows(job, payload, guarded, control, deps);
    if (!found || isAbandoned(control)) return { next: 'nothing' };
    const { state, hashes } = found;
    await store.together(() => {
      const { location } = guarded;
      const row = { name: job.name, mime, spooled: deps.isSpooled(payload.source.path), location };
      if (job.payload) store.setState(job.id, state);
      else store.setPayload(job.id, source, row, state);
      for (const { transform, sha256 } of hashes) store.saveHash(job.id, transform, sha256);
      if (untilOf(state) === null && job.sendAfter !== null) store.endUndo(job.id);
    });
    changed(job.id);
    const until = untilOf(state);
    if (control.endReason !== null) return { next: 'nothing' };
    return until === null ? { next: state.name === 'queued' ? 'send' : 'nothing' } : { next: 'undo', until };
  } catch (error) {
    const failure = toFailure(error);
    if (control.endReason !== null && failure.kind === 'cancelled') return { next: 'nothing' };
    if (failure.kind === 'bug') deps.report(error);
    if (control.endReason === 'cancel' || control.endReason === 'abandon') return { next: 'nothing' };
    store.setState(job.id, { name: 'failed', failure, at: null });
    changed(job.id);
    return { next: 'nothing' };
  }
}

/** A question comes first, then the time to take it back, then a link that is there already; null if it was ended. */
async function whatFollows(
  job: UploadJob,
  payload: Payload,
  guarded: Guarded,
  control: RunControl,
  deps: PrepareDeps,
): Promise<Found | null> {
  const [first] = planVisit(destinationsOf(job.chain, job.fragile, deps.find), job, payload, guarded);
  if (first?.kind === 'ask') return { state: waitForAnswer(first, null), hashes: [] };
  const { sendAfter } = job;
  if (sendAfter !== null && sendAfter > deps.clock()) {
    return { state: { name: 'waiting', wait: { what: 'undo', until: sendAfter } }, hashes: [] };
  }
  if (job.reuse !== 'offer') return { state: { name: 'queued' }, hashes: [] };
  const { offer, hashes } = await control.aside(() => deps.findOnline(job, payload, guarded, control.signal));
  if (control.endReason !== null) return null;
  return { state: offer ? { name: 'waiting', wait: offer } : { name: 'queued' }, hashes };
}

/** Another program has it now. */
function isAbandoned({ endReason }: RunControl): boolean {
  return endReason === 'abandon';
}

/** Epoch ms until which it can be taken back; null where it can not. */
function untilOf(state: State): number | null {
  return state.name === 'waiting' && state.wait.what === 'undo' ? state.wait.until : null;
}
