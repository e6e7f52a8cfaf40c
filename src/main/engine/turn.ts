/** One destination's turn in a visit: its attempts, the waits between them, and what is written after each. */
import { randomUUID } from 'node:crypto';
import type { Failure } from '../../shared/failure.ts';
import { AttemptId, type UploadId } from '../../shared/ids.ts';
import type { State, Then } from '../../shared/model.ts';
import type { Payload } from '../net/payload.ts';
import type { UploadJob } from '../store/upload-reader.ts';
import { type AttemptDeps, type AttemptResult, runAttempt } from './attempt.ts';
import type { Stop } from './chain.ts';
import type { Destination } from './destination.ts';
import { type Decision, decide } from './policy.ts';
import type { RunControl, Sleep } from './run-control.ts';
import type { Slots } from './slots.ts';

export interface TurnDeps extends AttemptDeps {
  readonly slots: Slots;
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
  readonly payload: Payload;
  readonly destination: Destination;
  /** The stop after this one that would be tried or asked for. */
  readonly next: Stop | null;
  /** Attempts of this visit that were made before this run, such as one that was interrupted. */
  readonly tried: number;
  readonly control: RunControl;
  readonly setState: (state: State) => void;
  readonly deps: TurnDeps;
}

/** What became of the turn: the run is over (its state is written), or the next destination's turn comes. */
export type Turn = { readonly kind: 'over' } | { readonly kind: 'next'; readonly failure: Failure };

type Step =
  | { readonly kind: 'retry'; readonly afterMs: number; readonly failure: Failure; readonly of: AttemptId }
  | Turn;

export async function takeTurn(turn: TurnInput): Promise<Turn> {
  const { control, setState, deps } = turn;
  for (let number = turn.tried + 1; ; number += 1) {
    const step = await tryOnce(turn, number);
    if (step === null) break;
    if (step.kind !== 'retry') return step;
    const waited = await control.wait(step.afterMs, deps.sleep);
    if (waited === 'over') continue;
    // The retry that the ledger announced does not come.
    if (control.endReason !== 'quit') deps.store.setNext(step.of, waited === 'skipped' ? goOn(turn) : { act: 'stop' });
    if (waited === 'skipped') return { kind: 'next', failure: step.failure };
    break;
  }
  endRun(control, setState);
  return { kind: 'over' };
}

/** One attempt, in one of the destination's places; null if the run was ended before there was one. */
async function tryOnce(turn: TurnInput, number: number): Promise<Step | null> {
  const { job, destination, control, setState, deps } = turn;
  using place = await deps.slots.take(destination.id, control.signal);
  if (!place) return null;
  const attempt = {
    id: AttemptId.parse(randomUUID()),
    uploadId: job.id,
    visit: job.visit,
    destination,
    number,
    startedAt: deps.clock(),
  };
  deps.store.startAttempt(attempt, destination.provider, destination.traits.scope);
  deps.changed(job.id);
  const result = await runAttempt(attempt, turn.payload, control, setState, deps);
  const step = recordResult(turn, attempt, result);
  deps.changed(job.id);
  return step;
}

/** Writes the end of an attempt together with what follows from it. */
function recordResult(turn: TurnInput, attempt: { id: AttemptId; number: number }, result: AttemptResult): Step {
  const { job, destination, control, deps } = turn;
  const end = { endedAt: deps.clock(), sentBytes: result.sentBytes };
  if (result.kind === 'delivered') {
    const { delivery, proof } = result;
    const outcome = { kind: 'delivered', proof } as const;
    const clean = { copyMayRemain: false, orphanLink: null, next: null };
    deps.store.deliver(
      job.id,
      attempt.id,
      { ...end, ...clean, outcome },
      { ...delivery, destination, scope: destination.traits.scope, proof },
    );
    return { kind: 'over' };
  }

  const { failure, copyMayRemain, orphanLink } = result;
  const left = { ...end, copyMayRemain, orphanLink };
  if (control.endReason !== null) {
    const outcome = { kind: control.endReason === 'quit' ? 'interrupted' : 'cancelled' } as const;
    deps.store.endAttempt(attempt.id, { ...left, outcome, next: null }, job.id, stateAfter(control));
    return { kind: 'over' };
  }
  const decision = decide(
    {
      failure,
      attempt: attempt.number,
      maxAttempts: deps.maxAttempts,
      payloadBytes: turn.payload.size,
      resumable: destination.traits.resumable,
      patienceMs: deps.patienceMs,
    },
    deps.random,
  );
  const { follows, state } = consequence(turn, decision, failure, end.endedAt);
  deps.store.endAttempt(attempt.id, { ...left, outcome: { kind: 'failed', failure }, next: follows }, job.id, state);
  if (decision.act === 'retry') return { kind: 'retry', afterMs: decision.afterMs, failure, of: attempt.id };
  return decision.act === 'next' ? { kind: 'next', failure } : { kind: 'over' };
}

/** What the ledger says where this destination is left behind. */
function goOn({ next }: TurnInput): Then {
  return next ? { act: 'next', to: next.destination.label } : { act: 'stop' };
}

interface Consequence {
  readonly follows: Then;
  readonly state: State;
}

/** A decision as the ledger tells it, and the state that it brings. */
function consequence(turn: TurnInput, decision: Decision, failure: Failure, now: number): Consequence {
  const at = turn.destination.id;
  switch (decision.act) {
    case 'retry': {
      const { afterMs, asked } = decision;
      const what = asked ? 'rate-limit' : 'back-off';
      const wait = { what, until: now + afterMs, at, failure, next: turn.next?.destination.id ?? null } as const;
      return { follows: { act: 'retry', afterMs }, state: { name: 'waiting', wait } } as const;
    }
    case 'next':
      return { follows: goOn(turn), state: { name: 'queued' } } as const;
    case 'wait':
      return { follows: { act: 'wait' }, state: { name: 'waiting', wait: { what: decision.what } } } as const;
    case 'stop':
      return { follows: { act: 'stop' }, state: { name: 'failed', failure, at } } as const;
  }
}

/** The state that an ended run leaves: a quit leaves the upload queued for the next start. */
function stateAfter(control: RunControl): State | null {
  switch (control.endReason) {
    case 'cancel':
      return { name: 'cancelled' };
    case 'quit':
      return { name: 'queued' };
    case 'supersede':
    case null:
      return null;
  }
}

/** Writes the state of a run that was ended between attempts. */
export function endRun(control: RunControl, setState: (state: State) => void): void {
  const state = stateAfter(control);
  if (state) setState(state);
}
