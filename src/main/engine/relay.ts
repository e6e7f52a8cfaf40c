/** Takes one upload along its chain: attempt, retry while the failure says so, else the next destination. */
import { randomUUID } from 'node:crypto';
import type { Failure } from '../../shared/failure.ts';
import { AttemptId, type DestinationId } from '../../shared/ids.ts';
import type { AttemptView, State } from '../../shared/model.ts';
import type { Payload, PinnedSource } from '../net/payload.ts';
import type { UploadJob } from '../store/upload-reader.ts';
import { destinationsOf, planVisit } from './chain.ts';
import type { Destination, FindDestination } from './destination.ts';
import type { RunControl } from './run-control.ts';
import { endRun, type TurnDeps, takeTurn } from './turn.ts';

export interface RelayDeps extends TurnDeps {
  readonly find: FindDestination;
  readonly payload: (source: PinnedSource, name: string, mime: string) => Payload;
}

/** Runs the upload until it is final, waits for the user, or the run is ended. Its state is in the store. */
export async function relay(job: UploadJob, control: RunControl, deps: RelayDeps): Promise<void> {
  const setState = (state: State): void => {
    deps.store.setState(job.id, state);
    deps.changed(job.id);
  };
  if (!job.payload) throw new Error('an upload without a payload can not run');
  const payload = deps.payload(job.payload.source, job.payload.name, job.payload.mime);
  const done = deps.reader.visitAttempts(job);
  const settled = new Set(done.filter(isSettled).map(({ destinationId }) => destinationId));
  const stops = planVisit(destinationsOf(job.chain, job.fragile, deps.find), job, payload).filter(
    ({ destination }) => !settled.has(destination.id),
  );

  let last: { failure: Failure; at: DestinationId } | null = lastFailure(done);
  for (const [index, stop] of stops.entries()) {
    if (control.signal.aborted) return endRun(control, setState);
    const { destination } = stop;
    if (stop.kind === 'passed-over') {
      passOver(job, destination, stop.failure, deps);
      last = { failure: stop.failure, at: destination.id };
      continue;
    }
    if (stop.kind === 'ask') {
      const { id: to } = destination;
      const wait = {
        what: 'consent',
        from: last?.at ?? null,
        to,
        why: stop.why,
        failure: last?.failure ?? null,
      } as const;
      return setState({ name: 'waiting', wait });
    }
    const next = stops.slice(index + 1).find((other) => other.kind !== 'passed-over') ?? null;
    const tried = done.filter((attempt) => attempt.destinationId === destination.id && counts(attempt)).length;
    const turn = await takeTurn({ job, payload, destination, next, tried, control, setState, deps });
    if (turn.kind === 'over') return;
    last = { failure: turn.failure, at: destination.id };
  }
  if (control.signal.aborted) return endRun(control, setState);
  const nowhere: Failure = { kind: 'settings-invalid', field: 'chain' };
  setState({ name: 'failed', failure: last?.failure ?? nowhere, at: last?.at ?? null });
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

function passOver(job: UploadJob, destination: Destination, failure: Failure, deps: RelayDeps): void {
  const at = deps.clock();
  deps.store.passOver(
    {
      id: AttemptId.parse(randomUUID()),
      uploadId: job.id,
      visit: job.visit,
      destination,
      number: 1,
      startedAt: at,
    },
    {
      endedAt: at,
      sentBytes: 0,
      outcome: { kind: 'passed-over', failure },
      copyMayRemain: false,
      orphanLink: null,
      next: null,
    },
  );
}
