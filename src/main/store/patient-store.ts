/** Keeps the ends that a full disk does not take: they are shown as if they were written, and written once there is room. */
import { UploadFailure } from '../../shared/failure.ts';
import type { AttemptId, UploadId } from '../../shared/ids.ts';
import type { AttemptView, ReceiptView, State, UploadView } from '../../shared/model.ts';
import { isDiskFull } from './database-trouble.ts';
import type { AttemptEnd, NewReceipt } from './new-rows.ts';
import type { UploadReader } from './upload-reader.ts';
import type { UploadStore } from './upload-store.ts';

export interface PatientStore extends Disposable {
  /**
   * As the store behind it, but ends of attempts, states and links do not fail for want of room. What begins something
   * throws `disk-full` as long as an end is not on disk, so that all is written in the order in which it came.
   */
  readonly store: UploadStore;
  /** As the reader behind it, with what is not on disk yet. */
  readonly reader: UploadReader;
  /** Uploads of which something is not on disk. */
  unwritten(): UploadId[];
}

export interface PatientStoreDeps {
  readonly store: UploadStore;
  readonly reader: UploadReader;
  /** Something about this upload was kept, or is on disk now. */
  readonly changed: (id: UploadId) => void;
  readonly report: (error: unknown) => void;
}

/** How often room is looked for, ms. */
const retryMs = 1_000;

/** The end of something: what is written, and what is shown until it is. */
interface End {
  readonly id: UploadId;
  readonly write: () => void;
  readonly show: () => void;
}

export function createPatientStore({ store, reader, changed, report }: PatientStoreDeps): PatientStore {
  let kept: End[] = [];
  const states = new Map<UploadId, State>();
  const receipts = new Map<UploadId, ReceiptView>();
  const attempts = new Map<AttemptId, AttemptEnd>();
  let timer: NodeJS.Timeout | null = null;
  /** Within `together`: an end is part of a transaction that fails as a whole, or is kept after that one failed. */
  let within: 'transaction' | 'kept' | null = null;

  /** Writes what was kept; false where there is still no room. */
  function catchUp(): boolean {
    if (kept.length === 0) return true;
    const ids = new Set(kept.map(({ id }) => id));
    for (let first = kept[0]; first; first = kept[0]) {
      try {
        first.write();
      } catch (error) {
        if (isDiskFull(error)) return false;
        report(error);
      }
      kept = kept.slice(1);
    }
    for (const overlay of [states, receipts, attempts]) overlay.clear();
    stopWaiting();
    for (const id of ids) changed(id);
    return true;
  }

  function stopWaiting(): void {
    if (timer) clearInterval(timer);
    timer = null;
  }

  function put(end: End): void {
    if (within === 'transaction') end.write();
    else if (within === 'kept' || !catchUp() || !wrote(end)) keep(end);
  }

  /** False where there was no room. */
  function wrote(end: End): boolean {
    try {
      end.write();
      return true;
    } catch (error) {
      if (!isDiskFull(error)) throw error;
      report(error);
      return false;
    }
  }

  function keep(end: End): void {
    kept = [...kept, end];
    end.show();
    timer ??= setInterval(catchUp, retryMs).unref();
  }

  /** A beginning: it comes after all ends, or not at all. */
  const inOrder =
    <A extends unknown[], R>(method: (...values: A) => R) =>
    (...values: A): R => {
      if (within === 'kept' || (within === null && !catchUp())) throw new UploadFailure({ kind: 'disk-full' });
      return method(...values);
    };

  const during = <T>(what: 'transaction' | 'kept', work: () => T): T => {
    within = what;
    try {
      return work();
    } finally {
      within = null;
    }
  };

  async function together<T>(work: () => T): Promise<T> {
    if (!catchUp()) return during('kept', work);
    try {
      return await store.together(() => during('transaction', work));
    } catch (error) {
      if (!isDiskFull(error)) throw error;
      report(error);
      return during('kept', work);
    }
  }

  const withKept = (view: UploadView): UploadView => ({
    ...view,
    state: states.get(view.id) ?? view.state,
    receipt: receipts.get(view.id) ?? view.receipt,
  });
  const attemptWithKept = (attempt: AttemptView): AttemptView => ({ ...attempt, ...attempts.get(attempt.id) });

  return {
    store: {
      ...store,
      startVisit: inOrder(store.startVisit),
      startAttempt: inOrder(store.startAttempt),
      setPayload: inOrder(store.setPayload),
      grant: inOrder(store.grant),
      goAhead: inOrder(store.goAhead),
      endUndo: inOrder(store.endUndo),
      rename: inOrder(store.rename),
      saveHash: inOrder(store.saveHash),

      together,

      setState(id, state) {
        put({ id, write: () => store.setState(id, state), show: () => void states.set(id, state) });
      },

      endAttempt(id, end, uploadId, state) {
        const show = (): void => {
          attempts.set(id, end);
          if (state) states.set(uploadId, state);
        };
        put({ id: uploadId, write: () => store.endAttempt(id, end, uploadId, state), show });
      },

      deliver(uploadId, attemptId, end, receipt) {
        const show = (): void => {
          attempts.set(attemptId, end);
          states.set(uploadId, { name: 'done' });
          receipts.set(uploadId, viewOf(receipt, end.endedAt));
        };
        put({ id: uploadId, write: () => store.deliver(uploadId, attemptId, end, receipt), show });
      },
    },

    reader: {
      ...reader,
      view(id) {
        const view = reader.view(id);
        return view && withKept(view);
      },
      recent: (limit, now) => reader.recent(limit, now).map(withKept),
      batchLinks: (id) =>
        reader.batchLinks(id).map((upload) => ({
          ...upload,
          state: states.get(upload.id) ?? upload.state,
          link: receipts.get(upload.id)?.link ?? upload.link,
        })),
      link: (id) => receipts.get(id)?.link ?? reader.link(id),
      ledger: (id) => reader.ledger(id).map(attemptWithKept),
      visitAttempts: (job) => reader.visitAttempts(job).map(attemptWithKept),
      job(id) {
        const job = reader.job(id);
        return job && { ...job, state: states.get(id) ?? job.state };
      },
    },

    unwritten: () => [...new Set(kept.map(({ id }) => id))],

    [Symbol.dispose]() {
      catchUp();
      stopWaiting();
    },
  };
}

function viewOf(receipt: NewReceipt, createdAt: number): ReceiptView {
  const { link, destination, provider, scope, expiresAt, proof } = receipt;
  return {
    link,
    destinationId: destination.id,
    destinationLabel: destination.label,
    provider,
    scope,
    createdAt,
    expiresAt,
    proof,
    // A deletion is noted in the receipt, which is not there yet.
    deletion: { kind: 'elsewhere' },
    share: null,
  };
}
