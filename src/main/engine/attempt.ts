/** One try of one payload at one destination: send, finish, verify, and clean up after a bad link. */
import { type BodySent, Failure, toFailure, UploadFailure } from '../../shared/failure.ts';
import type { UploadId } from '../../shared/ids.ts';
import type { Proof, State } from '../../shared/model.ts';
import type { Payload } from '../net/payload.ts';
import type { Connection, Delivery } from '../providers/provider.ts';
import type { NewAttempt } from '../store/new-rows.ts';
import type { UploadReader } from '../store/upload-reader.ts';
import type { UploadStore } from '../store/upload-store.ts';
import type { Destination } from './destination.ts';
import { mayHaveLeftCopy } from './policy.ts';
import { removalMs } from './removal.ts';
import { type RunControl, unlessEnded } from './run-control.ts';
import type { Verify } from './verification.ts';

export interface AttemptDeps {
  readonly store: UploadStore;
  readonly reader: UploadReader;
  readonly verify: Verify;
  /** Epoch ms. */
  readonly clock: () => number;
  /** Payload bytes that left so far. */
  readonly progress: (id: UploadId, sentBytes: number) => void;
  /** Told of what broke: defects of ours, with all that is known of them. */
  readonly report: (error: unknown) => void;
}

export type AttemptResult =
  | {
      readonly kind: 'delivered';
      readonly delivery: Delivery;
      readonly proof: Proof;
      readonly sentBytes: number;
      /** ms from the start to the last byte, and from there to the answer. */
      readonly sendingMs: number;
      readonly answeredMs: number;
    }
  | {
      readonly kind: 'failed';
      readonly failure: Failure;
      /** How much of the request's body had left. */
      readonly sent: BodySent;
      readonly sentBytes: number;
      readonly copyMayRemain: boolean;
      /** A link that turned out bad, or was not wanted any more, and could not be deleted. */
      readonly orphanLink: string | null;
    };

/** A host that answers within this time (ms) after the last byte was never seen finishing. */
const finishingAfterMs = 100;

/** Never throws: whatever happens is a result. */
export async function runAttempt(
  attempt: Omit<NewAttempt, 'destination'> & { readonly destination: Destination },
  payload: Payload,
  control: RunControl,
  setState: (state: State) => void,
  deps: AttemptDeps,
): Promise<AttemptResult> {
  const { destination, uploadId } = attempt;
  const { signal } = control;
  let sentBytes = 0;
  let allSent = false;
  let finishing: NodeJS.Timeout | undefined;
  let allSentAt = attempt.startedAt;
  let over = false;
  const onProgress = (bytes: number): void => {
    if (over) return;
    sentBytes = bytes;
    deps.progress(uploadId, bytes);
    if (bytes < payload.size || allSent || signal.aborted) return;
    allSent = true;
    allSentAt = deps.clock();
    finishing = setTimeout(() => {
      if (!signal.aborted) setState({ name: 'running', phase: 'finishing', at: destination.id });
    }, finishingAfterMs);
  };

  let connection: Connection;
  let delivery: Delivery;
  try {
    // A locked keyring may take its time; who cancels does not wait for it.
    connection = await unlessEnded(destination.connect(), signal);
    delivery = await connection.upload(payload, {
      uploadId,
      signal,
      onProgress,
      checkpoint(state) {
        // Once the attempt is over, nobody would go on from it, or discard it.
        if (!over) deps.store.saveCheckpoint(uploadId, destination, state);
      },
      resumeFrom: deps.reader.checkpoint(uploadId, destination),
    });
  } catch (error) {
    const failure = checkedFailure(error, signal, deps);
    const sent = error instanceof UploadFailure ? error.sent : 'nothing';
    const isOurs = destination.traits.scope === 'local';
    const copyMayRemain = !isOurs && (mayHaveLeftCopy(failure, sent) || (signal.aborted && allSent));
    return { kind: 'failed', failure, sent, sentBytes, copyMayRemain, orphanLink: null };
  } finally {
    over = true;
    clearTimeout(finishing);
  }
  const timing = { sendingMs: allSentAt - attempt.startedAt, answeredMs: deps.clock() - allSentAt };

  const unwanted = async (failure: Failure): Promise<AttemptResult> => {
    // It has come to its end there, whatever that is worth.
    deps.store.saveCheckpoint(uploadId, destination, null);
    const removed = await remove(connection, delivery);
    const orphanLink = removed ? null : delivery.link;
    return { kind: 'failed', failure, sent: 'all', sentBytes, copyMayRemain: !removed, orphanLink };
  };
  try {
    const onAsk = (): void => setState({ name: 'running', phase: 'verifying', at: destination.id });
    const verdict = await deps.verify(delivery, payload, { traits: destination.traits, connection, onAsk }, signal);
    if (control.endReason === 'cancel' || control.endReason === 'abandon') return await unwanted({ kind: 'cancelled' });
    if (verdict.kind === 'contradiction') return await unwanted(verdict.failure);
    return { kind: 'delivered', delivery, proof: verdict.proof, sentBytes, ...timing };
  } catch (error) {
    // A quit or a pause is no reason to forget a link that the host has already given.
    const proof: Proof = { kind: 'unverified', why: 'not-asked' };
    if (control.endReason === 'quit' || control.endReason === 'pause') {
      return { kind: 'delivered', delivery, proof, sentBytes, ...timing };
    }
    return await unwanted(checkedFailure(error, signal, deps));
  }
}

/** A thrown value as a failure that every later reader accepts. What an ended run throws is no defect. */
function checkedFailure(error: unknown, signal: AbortSignal, deps: AttemptDeps): Failure {
  const failure = toFailure(error);
  if (failure.kind === 'bug' && !signal.aborted) deps.report(error);
  const checked = Failure.safeParse(failure);
  return checked.success ? checked.data : { kind: 'bug', detail: `a malformed failure of kind ${failure.kind}` };
}

/** True if the host confirmed that it deleted what it was given. */
async function remove(connection: Connection, delivery: Delivery): Promise<boolean> {
  if (!connection.remove || delivery.deleteHandle === null) return false;
  const handle = { link: delivery.link, deleteHandle: delivery.deleteHandle };
  return connection.remove(handle, AbortSignal.timeout(removalMs)).then(
    () => true,
    () => false,
  );
}
