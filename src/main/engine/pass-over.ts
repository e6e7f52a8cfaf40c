/** Writes into the ledger that a destination was not asked, and why. */
import type { Failure } from '../../shared/failure.ts';
import { AttemptId, type UploadId } from '../../shared/ids.ts';
import type { Then } from '../../shared/model.ts';
import { newId } from '../store/new-id.ts';
import type { UploadJob, UploadReader } from '../store/upload-reader.ts';
import type { UploadStore } from '../store/upload-store.ts';
import type { Stop } from './chain.ts';
import type { Destination, FindDestination } from './destination.ts';

export interface PassOverDeps {
  readonly store: UploadStore;
  readonly clock: () => number;
  readonly changed: (id: UploadId) => void;
}

/** @param next the stop that is tried or asked for instead, null where there is none */
export function passOver(
  job: UploadJob,
  destination: Destination,
  failure: Failure,
  next: Pick<Stop, 'destination'> | null,
  { store, clock, changed }: PassOverDeps,
): void {
  const at = clock();
  const id = AttemptId.parse(newId());
  store.addEndedAttempt(
    { id, uploadId: job.id, visit: job.visit, destination, number: 1, startedAt: at },
    {
      endedAt: at,
      sentBytes: 0,
      outcome: { kind: 'passed-over', failure },
      copyMayRemain: false,
      orphanLink: null,
      next: onTo(next),
    },
  );
  changed(job.id);
}

/** What the ledger says where a destination is left behind. */
export function onTo(next: Pick<Stop, 'destination'> | null): Then {
  return next ? { act: 'next', to: next.destination.label } : { act: 'stop' };
}

/**
 * Ends the turn of the destination that an upload without a run waits for: the retry that was announced does not come,
 * or, where another upload brought the pause, this one is not asked at all. False where it waits for none.
 */
export function leaveWaitedFor(
  job: UploadJob,
  deps: PassOverDeps & { readonly reader: UploadReader; readonly find: FindDestination },
): boolean {
  if (job.state.name !== 'waiting') return false;
  const { wait } = job.state;
  if (wait.what !== 'back-off' && wait.what !== 'rate-limit') return false;
  const destination = deps.find(wait.at);
  const after = wait.next && deps.find(wait.next);
  const next = after && { destination: after };
  const last = deps.reader.visitAttempts(job).at(-1);
  if (last?.destinationId === wait.at && last.next?.act === 'retry') deps.store.setNext(last.id, onTo(next));
  else if (destination) passOver(job, destination, wait.failure, next, deps);
  return true;
}
