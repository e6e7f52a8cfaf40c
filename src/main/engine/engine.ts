/** The engine as the rest of the program uses it: takes batches in, runs uploads, and obeys the user. */
import { toFailure } from '../../shared/failure.ts';
import type { BatchId, DestinationId, UploadId } from '../../shared/ids.ts';
import { isFinal, type State } from '../../shared/model.ts';
import { createConsents } from './consents.ts';
import { createDestinationChanges, type DestinationChanges } from './destination-changes.ts';
import { type GoingOnDeps, goOnWith, waitUntil } from './going-on.ts';
import { uploadOf } from './intake.ts';
import { createOffline } from './offline.ts';
import { type AnswerDeps, answerOffer, isOffered } from './online-answer.ts';
import { leaveWaitedFor } from './pass-over.ts';
import { type PrepareDeps, prepare } from './prepare.ts';
import { createQueue } from './queue.ts';
import { type RelayDeps, relay } from './relay.ts';
import { createRenaming, type Renaming } from './renaming.ts';
import { createResting, type Resting } from './resting.ts';
import type { EndReason } from './run-control.ts';
import { createRuns, type Work } from './runs.ts';
import { batchOf, type Submission } from './submission.ts';

export type { Submission };

export interface EngineDeps extends Omit<RelayDeps, 'offline'>, PrepareDeps, AnswerDeps {
  /** False while no network but loopback is up. */
  readonly isOnline: () => boolean;
  /** How long a new upload can be taken back before anything is sent, ms; asked at every batch. */
  readonly undoMs: () => number;
  /** Uploads that run at the same time; looked at whenever one could start. */
  readonly maxRunning: number;
  /** The name that a file is uploaded under, by the one that it has; by default that one. */
  readonly uploadName?: (name: string) => string;
  /** Sources that are looked at at the same time; more than one may change the order in which uploads begin. */
  readonly maxPreparing: number;
}

export interface Engine extends DestinationChanges, Renaming, Pick<Resting, 'rest' | 'wake'> {
  /** Queues a batch: its rows are on disk when this returns. */
  submit(submission: Submission): { batch: BatchId; uploads: UploadId[] };
  /** Goes on with unfinished uploads, such as those of a program that ended. */
  goOnWith(ids: readonly UploadId[]): void;
  cancel(id: UploadId): void;
  /** Puts uploads down; they stay so over restarts. */
  pause(ids: readonly UploadId[]): void;
  resume(ids: readonly UploadId[]): void;
  /** Moves a queued upload before another queued one, null: to the end. */
  move(id: UploadId, before: UploadId | null): void;
  /**
   * Sends an upload that is not done again, `chain` replacing the batch's where it is given. `granted` are those of it
   * that were agreed to since.
   */
  restart(id: UploadId, chain: readonly DestinationId[] | null, granted?: readonly DestinationId[]): Promise<void>;
  /** Ends a back-off: the next destination has its turn now. */
  skip(id: UploadId): void;
  /** Agrees to what the upload asks for: a destination, or that the guard lets it go. */
  consent(id: UploadId): void;
  /** Sends uploads at once that could be taken back until later, or that the guard asks about. */
  sendNow(ids: readonly UploadId[]): void;
  /** Takes the link that the upload was offered; where it has ended, the file is sent. */
  useLink(id: UploadId): void;
  /** Sends the file although it was offered a link. */
  sendAnyway(id: UploadId): void;
  /** The limits may be others now: what can start does. */
  lookAgain(): void;
  /** Lets go of everything without writing anything: another program has these uploads now. */
  abandon(): void;
  /** Resolves once nothing runs and nothing is due. */
  idle(): Promise<void>;
  /** Uploads that run or are due. */
  busy(): number;
  /** Ends all runs; what is not final stays queued for the next start. */
  close(): Promise<void>;
}

/** Large uploads at the same time; they leave places to small ones. */
const maxLarge = 4;

export function createEngine(deps: EngineDeps): Engine {
  const { store, reader, changed } = deps;
  const toPrepare = new Set<UploadId>();
  const queue = createQueue();
  const idleWaiters: (() => void)[] = [];
  const closing = new AbortController();
  const offline = createOffline(deps.isOnline, (ids) => ids.forEach(enqueue));
  const relayDeps: RelayDeps = { ...deps, offline };
  const runs = createRuns({ failed: failRun, changed: pump, report: deps.report });

  const setState = (id: UploadId, state: State): void => {
    store.setState(id, state);
    changed(id);
  };

  function failRun(id: UploadId, error: unknown): void {
    deps.report(error);
    try {
      setState(id, { name: 'failed', failure: toFailure(error), at: null });
    } catch (unwritten) {
      deps.report(unwritten);
    }
  }

  function enqueue(id: UploadId): void {
    const place = reader.place(id);
    if (!place || (place.owner !== null && place.owner !== store.owner)) return;
    if (place.size === null) toPrepare.add(id);
    else queue.add(id, place.rank, place.size);
    pump();
  }

  function pump(): void {
    const closed = closing.signal.aborted;
    if (resting.isOn && !closed) return;
    for (const id of toPrepare) {
      if (closed || runs.count('prepare') >= deps.maxPreparing) break;
      // Its last run is about to end, and pumps again.
      if (runs.has(id)) continue;
      toPrepare.delete(id);
      runs.start(id, { stage: 'prepare', isLarge: false }, prepareRun);
    }
    while (!closed && runs.count('send') < deps.maxRunning) {
      const room = Math.min(maxLarge, Math.max(1, deps.maxRunning - 2)) - runs.count('large');
      const next = queue.take(({ id, isLarge }) => !runs.has(id) && (!isLarge || room > 0));
      if (!next) break;
      runs.start(next.id, { stage: 'send', isLarge: next.isLarge }, sendRun);
    }
    if (closed || isIdle()) for (const waiter of idleWaiters.splice(0)) waiter();
  }

  const prepareRun: Work = async (id, control) => {
    const job = reader.job(id);
    if (!job) return;
    const isPrepared = job.payload !== null && job.sendAfter === null;
    const prepared = isPrepared ? ({ next: 'send' } as const) : await prepare(job, control, deps);
    if (prepared.next === 'send') enqueue(id);
    else if (prepared.next === 'undo') waitUntil(id, prepared.until, goingOn);
  };

  const sendRun: Work = async (id, control) => {
    const job = reader.job(id);
    if (job) await relay(job, control, relayDeps);
  };

  function drop(id: UploadId): void {
    toPrepare.delete(id);
    queue.delete(id);
    offline.delete(id);
  }

  /** Ends what is done with an upload, then `act`s. */
  function end(id: UploadId, reason: EndReason, act: () => void = () => undefined): Promise<void> {
    drop(id);
    return runs.end(id, reason, () => {
      drop(id);
      act();
    });
  }

  /** Ends what an upload does; then it has this state, unless its run wrote a final one. */
  function putDown(id: UploadId, reason: 'cancel' | 'pause', state: State): void {
    end(id, reason, () => {
      const now = reader.job(id)?.state;
      if (now && !isFinal(now) && now.name !== state.name) setState(id, state);
    }).catch(deps.report);
  }

  function takeUp(id: UploadId): void {
    const job = reader.job(id);
    if (job?.state.name !== 'paused') return;
    setState(id, { name: job.payload && job.sendAfter === null ? 'queued' : 'preparing' });
    enqueue(id);
  }

  const restart: Engine['restart'] = (id, chain, granted = []) =>
    end(id, 'supersede', () => {
      const job = reader.job(id);
      if (!job || job.state.name === 'done' || job.path === null) return;
      store.startVisit(id, chain, granted);
      changed(id);
      enqueue(id);
    });

  function skip(id: UploadId): void {
    if (runs.has(id)) {
      runs.skip(id);
      return;
    }
    // It waits since before this program's start.
    const job = reader.job(id);
    if (!job || !leaveWaitedFor(job, deps)) return;
    setState(id, { name: 'queued' });
    enqueue(id);
  }

  const { consent, sendNow } = createConsents({ reader, store, setState, enqueue, changed });

  const goingOn: GoingOnDeps = { ...deps, setState, enqueue, runs: runs.has, closing: closing.signal };

  const changes = createDestinationChanges({
    reader,
    find: deps.find,
    restart,
    consent,
    skip,
    pause: (id) => putDown(id, 'pause', { name: 'paused' }),
    goOn(id) {
      setState(id, { name: 'queued' });
      enqueue(id);
    },
    report: deps.report,
  });

  const resting = createResting({
    running: runs.ids,
    end: (id) => end(id, 'quit'),
    goOn(id) {
      const state = reader.job(id)?.state;
      if (state && !isFinal(state) && !runs.has(id)) goOn([id]);
    },
    woken: pump,
    report: deps.report,
  });

  function goOn(ids: readonly UploadId[]): void {
    goOnWith(ids, goingOn);
    pump();
  }

  const renaming = createRenaming({ reader, store, mimeOf: deps.mimeOf, end, goOn, changed });

  function isIdle(): boolean {
    return runs.size === 0 && queue.size === 0 && toPrepare.size === 0;
  }

  return {
    submit(submission) {
      const batch = batchOf(submission, deps.clock(), deps.undoMs());
      const uploads = submission.files.map((file) => uploadOf(file, deps.uploadName));
      store.addBatch(batch, uploads);
      for (const { id, state } of uploads) {
        if (state.name === 'preparing') toPrepare.add(id);
        changed(id);
      }
      pump();
      return { batch: batch.id, uploads: uploads.map(({ id }) => id) };
    },

    goOnWith: goOn,

    cancel: (id) => putDown(id, 'cancel', { name: 'cancelled' }),

    pause(ids) {
      // An offer waits for its answer alone: there is nothing to put down.
      for (const id of ids) if (!isOffered(reader.job(id))) putDown(id, 'pause', { name: 'paused' });
    },

    resume(ids) {
      for (const id of ids) {
        if (!runs.has(id)) takeUp(id);
        else if (runs.endReason(id) === 'pause') end(id, 'pause', () => takeUp(id)).catch(deps.report);
      }
    },

    move(id, before) {
      if (reader.job(id)?.state.name !== 'queued' || id === before) return;
      // One that waits for a place at a destination goes back into the queue.
      end(id, 'supersede', () => {
        if (reader.job(id)?.state.name !== 'queued') return;
        const rank = before === null ? store.lastRank() + 1 : queue.rankBefore(before, store.makeRoom);
        store.setRank(id, rank);
        changed(id);
        enqueue(id);
      }).catch(deps.report);
    },

    restart,

    skip,

    consent,

    sendNow: (ids) => ids.forEach(sendNow),

    ...changes,

    ...renaming,

    useLink(id) {
      if (answerOffer(id, 'use', deps)) enqueue(id);
    },

    sendAnyway(id) {
      if (answerOffer(id, 'send', deps)) enqueue(id);
    },

    rest: resting.rest,

    wake: resting.wake,

    lookAgain() {
      deps.slots.lookAgain();
      pump();
    },

    abandon() {
      resting.forget();
      for (const id of [...toPrepare, ...queue.ids(), ...runs.ids()]) end(id, 'abandon').catch(deps.report);
    },

    idle: () =>
      closing.signal.aborted || isIdle() ? Promise.resolve() : new Promise((resolve) => idleWaiters.push(resolve)),

    busy: () => runs.size + queue.size + toPrepare.size + resting.count,

    async close() {
      closing.abort();
      offline[Symbol.dispose]();
      await Promise.all(runs.ids().map((id) => end(id, 'quit')));
      pump();
    },
  };
}
