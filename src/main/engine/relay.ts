/** Takes one upload along its chain: attempt, retry while the failure says so, else the next destination. */
import { type Failure, toFailure } from '../../shared/failure.ts';
import type { DestinationId } from '../../shared/ids.ts';
import type { AttemptView, State } from '../../shared/model.ts';
import type { Payload, PinnedSource } from '../net/payload.ts';
import type { UploadJob } from '../store/upload-reader.ts';
import { destinationsOf, planVisit, type Stop, waitForAnswer } from './chain.ts';
import type { FindDestination } from './destination.ts';
import { type GuardDeps, type Guarded, guardWhereNeeded } from './guarding.ts';
import type { HealthBook } from './health.ts';
import { onTo, passOver } from './pass-over.ts';
import type { RunControl } from './run-control.ts';
import { endRun, type TurnDeps, takeTurn } from './turn.ts';

export interface RelayDeps extends TurnDeps, GuardDeps {
  readonly find: FindDestination;
  readonly payload: (source: PinnedSource, name: string, mime: string) => Payload;
}

/** Runs the upload until it is final, waits for the user, or the run is ended. Its state is in the store. */
export async function relay(job: UploadJob, control: RunControl, deps: RelayDeps): Promise<void> {
  const setState = (state: State): void => {
    if (control.endReason === 'abandon') return;
    deps.store.setState(job.id, state);
    deps.changed(job.id);
  };
  if (!job.payload) throw new Error('an upload without a payload can not run');
  const payload = deps.payload(job.payload.source, job.payload.name, job.payload.mime);
  let guarded: Guarded;
  try {
    guarded = await guardWhereNeeded(job, payload, control, deps);
  } catch (error) {
    if (control.signal.aborted) return endRun(control, setState);
    const failure = toFailure(error);
    if (failure.kind === 'bug') deps.report(error);
    return setState({ name: 'failed', failure, at: null });
  }
  const done = deps.reader.visitAttempts(job);
  const settled = new Set(done.filter(isSettled).map(({ destinationId }) => destinationId));
  const plan = planVisit(destinationsOf(job.chain, job.fragile, deps.find), job, payload, guarded);
  const order = restingLast(plan, deps.health).filter(({ destination }) => !settled.has(destination.id));
  const begun = done.at(-1)?.destinationId ?? null;
  const stops = begunFirst(order, begun);

  let last: { failure: Failure; at: DestinationId } | null = lastFailure(done);
  const left = [...stops];
  if (done.length > 0) correctNext(job, left, deps);
  const deferred = new Set<DestinationId>();
  for (let stop = left.shift(); stop; stop = left.shift()) {
    if (control.signal.aborted) return endRun(control, setState);
    const { destination } = stop;
    const next = left.find((other) => other.kind !== 'passed-over') ?? null;
    if (stop.kind === 'passed-over') {
      passOver(job, destination, stop.failure, next, deps);
      last = { failure: stop.failure, at: destination.id };
      continue;
    }
    if (stop.kind === 'ask') return setState(waitForAnswer(stop, last));
    const tried = done.filter((attempt) => attempt.destinationId === destination.id && counts(attempt)).length;
    const mayDefer = next?.kind === 'try' && !deferred.has(destination.id) && destination.id !== begun;
    const form = guarded.formAt(destination.traits.scope);
    const turn = await takeTurn({ job, ...form, destination, next, tried, mayDefer, control, setState, deps });
    if (turn.kind === 'over') return;
    if (turn.kind === 'later') {
      deferred.add(destination.id);
      left.splice(left.findLastIndex(({ kind }) => kind !== 'ask') + 1, 0, stop);
      correctNext(job, left, deps);
      continue;
    }
    last = { failure: turn.failure, at: destination.id };
  }
  if (control.signal.aborted) return endRun(control, setState);
  const locked = lockedOut(job, deps);
  if (locked) return setState({ name: 'waiting', wait: { what: 'sign-in', ...locked } });
  const nowhere: Failure = { kind: 'settings-invalid', field: 'chain' };
  setState({ name: 'failed', failure: last?.failure ?? nowhere, at: last?.at ?? null });
}

/** The first destination of this visit that would have let us in with other credentials; null for none. */
function lockedOut(job: UploadJob, { reader, find }: RelayDeps): { at: DestinationId; failure: Failure } | null {
  for (const { destinationId: at, outcome } of reader.visitAttempts(job)) {
    if (outcome.kind !== 'failed' || !find(at)?.signsIn) continue;
    const { failure } = outcome;
    if (failure.kind === 'auth' || failure.kind === 'secret-unavailable') return { at, failure };
  }
  return null;
}

/** Makes the ledger name the destination that really comes next, where things turned out otherwise than announced. */
function correctNext(job: UploadJob, stops: readonly Stop[], { reader, store }: RelayDeps): void {
  const next = onTo(stops.find(({ kind }) => kind !== 'passed-over') ?? null);
  for (const line of reader.visitAttempts(job).reverse()) {
    if (line.next?.act !== 'next') return;
    if (next.act !== 'next' || next.to !== line.next.to) store.setNext(line.id, next);
    // Those that would refuse the file lie between the line that announced and what comes.
    if (line.outcome.kind !== 'passed-over') return;
  }
}

/** The same stops, those that fail all the time behind those that do not; a question still comes last. */
function restingLast(stops: readonly Stop[], health: HealthBook): readonly Stop[] {
  if (stops.length < 2) return stops;
  const isResting = ({ kind, destination }: Stop): boolean =>
    kind === 'try' && health.gate(destination.id).kind === 'resting';
  const questions = stops.filter(({ kind }) => kind === 'ask');
  const others = stops.filter(({ kind }) => kind !== 'ask');
  return [...others.filter((stop) => !isResting(stop)), ...others.filter(isResting), ...questions];
}

/** The same stops, the one whose turn had begun before all others: no destination is visited twice. */
function begunFirst(stops: readonly Stop[], begun: DestinationId | null): Stop[] {
  const isBegun = ({ kind, destination }: Stop): boolean => kind === 'try' && destination.id === begun;
  return [...stops.filter(isBegun), ...stops.filter((stop) => !isBegun(stop))];
}

/** True where this destination has had its turn in this visit; an interrupted or offline attempt may be repeated. */
function isSettled(attempt: AttemptView): boolean {
  const { outcome, next } = attempt;
  return outcome.kind === 'passed-over' || (outcome.kind === 'failed' && next?.act !== 'retry' && next?.act !== 'wait');
}

/** True for an attempt that used up one of the destination's: the host, or the way to it, had its say. */
function counts({ outcome }: AttemptView): boolean {
  return outcome.kind === 'failed' && outcome.failure.kind !== 'offline';
}

function lastFailure(attempts: readonly AttemptView[]): { failure: Failure; at: DestinationId } | null {
  const failed = attempts.findLast(({ outcome }) => outcome.kind === 'failed' || outcome.kind === 'passed-over');
  if (!failed || !('failure' in failed.outcome)) return null;
  return { failure: failed.outcome.failure, at: failed.destinationId };
}
