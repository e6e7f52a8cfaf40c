/** One destination's turn in a visit: its attempts, the waits between them, and what is written after each. */
import type { Failure } from '../../shared/failure.ts';
import { AttemptId, type UploadId } from '../../shared/ids.ts';
import type { State } from '../../shared/model.ts';
import type { Payload } from '../net/payload.ts';
import type { Slots } from '../net/slots.ts';
import { newId } from '../store/new-id.ts';
import type { UploadJob } from '../store/upload-reader.ts';
import { type AttemptDeps, type AttemptResult, runAttempt } from './attempt.ts';
import type { Stop } from './chain.ts';
import type { Destination } from './destination.ts';
import type { HealthBook, Reported } from './health.ts';
import type { Offline } from './offline.ts';
import { onTo, passOver } from './pass-over.ts';
import { decide } from './policy.ts';
import { largeAbove } from './queue.ts';
import type { RunControl, Sleep } from './run-control.ts';
import { consequence, whatComes } from './what-follows.ts';

export interface TurnDeps extends AttemptDeps {
  readonly slots: Slots;
  readonly health: HealthBook;
  readonly offline: Pick<Offline, 'isKnown' | 'add'>;
  readonly random: () => number;
  readonly sleep: Sleep;
  /** Attempts per destination and visit. */
  readonly maxAttempts: number;
  /** The longest wait (ms) for one host while another could be asked. */
  readonly patienceMs: number;
  /** Something about this upload was written. */
  readonly changed: (id: UploadId) => void;
}

export interface TurnInput {
  readonly job: UploadJob;
  /** What is sent there, and the name of that form; null for the file's own bytes. */
  readonly payload: Payload;
  readonly transform: string | null;
  readonly destination: Destination;
  /** The stop after this one that would be tried or asked for. */
  readonly next: Stop | null;
  /** Attempts that failed here in this visit before this run. */
  readonly tried: number;
  /** True where it may come later instead, since it turns out to rest and another destination is left. */
  readonly mayDefer: boolean;
  readonly control: RunControl;
  readonly setState: (state: State) => void;
  readonly deps: TurnDeps;
}

/**
 * What became of the turn: the run is over (its state is written), the next destination's turn comes, or this one
 * comes last, not having been asked.
 */
export type Turn =
  | { readonly kind: 'over' }
  | { readonly kind: 'next'; readonly failure: Failure }
  | { readonly kind: 'later' };

type Step =
  | { readonly kind: 'retry'; readonly afterMs: number; readonly failure: Failure; readonly of: AttemptId }
  /** The host asked another upload for a pause meanwhile. */
  | { readonly kind: 'paused' }
  | Turn;

export async function takeTurn(turn: TurnInput): Promise<Turn> {
  const { control, setState, deps } = turn;
  let failed = turn.tried;
  let farthest = 0;
  for (let number = turn.tried + 1; ; number += 1) {
    const paused = await awaitPause(turn, failed);
    if (paused) return paused;
    const step = await tryOnce(turn, number, (sentBytes) => {
      // A resumable upload that got on has its attempts anew.
      failed = turn.destination.traits.resumable && sentBytes > farthest ? 1 : failed + 1;
      farthest = Math.max(farthest, sentBytes);
      return failed;
    });
    if (step === null) break;
    if (step.kind === 'paused') {
      number -= 1;
      continue;
    }
    if (step.kind !== 'retry') return step;
    const waited = await control.wait(step.afterMs, deps.sleep);
    if (waited === 'over') continue;
    if (waited === 'skipped') {
      deps.store.setNext(step.of, onTo(turn.next));
      return { kind: 'next', failure: step.failure };
    }
    // The wait stands on disk, and the next start keeps to it.
    if (control.endReason === 'quit') return { kind: 'over' };
    break;
  }
  endRun(control, setState);
  return { kind: 'over' };
}

/**
 * Keeps the pause that the host asked for from another upload: a short one is waited for, a long one means the next
 * destination. Null where the turn may begin.
 */
async function awaitPause(turn: TurnInput, failed: number): Promise<Turn | null> {
  const { job, destination, next, control, setState, deps } = turn;
  const gate = deps.health.gate(destination.id);
  if (gate.kind !== 'paused') return null;
  const { until, failure } = gate;
  const ms = until - deps.clock();
  if (next && ms > deps.patienceMs) {
    passOver(job, destination, failure, next, deps);
    return { kind: 'next', failure };
  }
  const wait = { what: 'rate-limit', until, failure, ...whatComes({ ...turn, failed }) } as const;
  setState({ name: 'waiting', wait });
  const waited = await control.wait(ms, deps.sleep);
  if (waited === 'over') return null;
  if (waited === 'skipped') {
    passOver(job, destination, failure, next, deps);
    return { kind: 'next', failure };
  }
  if (control.endReason !== 'quit') endRun(control, setState);
  return { kind: 'over' };
}

/**
 * One attempt, in one of the destination's places; null if the run was ended before there was one.
 * @param failedSoFar counts a failure that got this far, and gives how many in a row it makes
 */
async function tryOnce(
  turn: TurnInput,
  number: number,
  failedSoFar: (sentBytes: number) => number,
): Promise<Step | null> {
  const { job, destination, control, setState, deps } = turn;
  using place = await deps.slots.take(destination.id, control.signal, turn.payload.size > largeAbove);
  if (!place || control.signal.aborted) return null;
  // Much may have happened while it waited for its place.
  if (destination.traits.scope !== 'local' && deps.offline.isKnown()) {
    setState({ name: 'waiting', wait: { what: 'network' } });
    deps.offline.add(job.id);
    return { kind: 'over' };
  }
  const { kind: gate } = deps.health.gate(destination.id);
  if (gate === 'paused') return { kind: 'paused' };
  if (gate === 'resting' && turn.mayDefer && number === 1) return { kind: 'later' };
  const attempt = {
    id: AttemptId.parse(newId()),
    uploadId: job.id,
    visit: job.visit,
    destination,
    number,
    startedAt: deps.clock(),
    transform: turn.transform,
  };
  await deps.store.together(() => deps.store.startAttempt(attempt, destination.provider, destination.traits.scope));
  deps.changed(job.id);
  deps.health.begin(destination.id);
  const result = await runAttempt(attempt, turn.payload, control, setState, deps);
  const reported = toReport(result, control);
  const noted = deps.store.together(() => deps.health.end(destination.id, reported));
  const failed = result.kind === 'failed' ? failedSoFar(result.sentBytes) : 0;
  const [step] = await Promise.all([recordResult(turn, attempt.id, failed, result), noted]);
  deps.changed(job.id);
  return step;
}

/** What an attempt says about its destination; one that was ended says nothing. */
function toReport(result: AttemptResult, control: RunControl): Reported {
  if (result.kind === 'delivered') return result;
  return control.endReason === null ? { kind: 'failed', failure: result.failure } : { kind: 'silent' };
}

/** Writes the end of an attempt together with what follows from it. `failed`: failures in a row, this one included. */
async function recordResult(turn: TurnInput, attempt: AttemptId, failed: number, result: AttemptResult): Promise<Step> {
  const { job, destination, control, deps } = turn;
  const end = { endedAt: deps.clock(), sentBytes: result.sentBytes };
  if (result.kind === 'delivered') {
    const { delivery, proof } = result;
    const outcome = { kind: 'delivered', proof } as const;
    const clean = { copyMayRemain: false, orphanLink: null, next: null };
    const { provider, traits } = destination;
    const receipt = { ...delivery, destination, provider, scope: traits.scope, proof };
    await deps.store.together(() => deps.store.deliver(job.id, attempt, { ...end, ...clean, outcome }, receipt));
    return { kind: 'over' };
  }

  const { failure, sent, copyMayRemain, orphanLink } = result;
  const left = { ...end, copyMayRemain, orphanLink };
  if (control.endReason === 'abandon') return { kind: 'over' };
  if (control.endReason !== null) {
    const goesOn = control.endReason === 'quit' || control.endReason === 'pause';
    const outcome = { kind: goesOn ? 'interrupted' : 'cancelled' } as const;
    const state = stateAfter(control);
    await deps.store.together(() => deps.store.endAttempt(attempt, { ...left, outcome, next: null }, job.id, state));
    return { kind: 'over' };
  }
  const decision = decide(
    {
      failure,
      attempt: failed,
      maxAttempts: deps.maxAttempts,
      payloadBytes: turn.payload.size,
      sent,
      idempotent: destination.traits.idempotent,
      resumable: destination.traits.resumable,
      patienceMs: deps.patienceMs,
    },
    deps.random,
  );
  const { follows, state } = consequence({ ...turn, failed }, decision, failure, end.endedAt);
  const ended = { ...left, outcome: { kind: 'failed', failure }, next: follows } as const;
  await deps.store.together(() => deps.store.endAttempt(attempt, ended, job.id, state));
  if (decision.act === 'wait') deps.offline.add(job.id);
  if (decision.act === 'retry') return { kind: 'retry', afterMs: decision.afterMs, failure, of: attempt };
  return decision.act === 'next' ? { kind: 'next', failure } : { kind: 'over' };
}

/** The state that an ended run leaves: after a quit the upload is queued for the next start. */
function stateAfter(control: RunControl): State | null {
  switch (control.endReason) {
    case 'cancel':
      return { name: 'cancelled' };
    case 'pause':
      return { name: 'paused' };
    case 'quit':
      return { name: 'queued' };
    case 'supersede':
    case 'abandon':
    case null:
      return null;
  }
}

/** Writes the state of a run that was ended between attempts. */
export function endRun(control: RunControl, setState: (state: State) => void): void {
  const state = stateAfter(control);
  if (state) setState(state);
}
