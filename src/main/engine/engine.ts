/** The engine as the rest of the program uses it: takes batches in, runs uploads, and obeys the user. */
import { randomUUID } from 'node:crypto';
import { toFailure } from '../../shared/failure.ts';
import { BatchId, type DestinationId, type UploadId } from '../../shared/ids.ts';
import { type Intake, isFinal, type Scope, type State } from '../../shared/model.ts';
import { pinFile } from '../net/pinned-file.ts';
import type { UploadJob } from '../store/upload-reader.ts';
import { type IntakeFile, uploadOf } from './intake.ts';
import { type RelayDeps, relay } from './relay.ts';
import { createRunControl, type EndReason, type RunControl } from './run-control.ts';

export interface EngineDeps extends RelayDeps {
  /** Guesses a MIME type from a file name. */
  readonly mimeOf: (name: string) => string;
  /** True for a file of ours, made for bytes that have no file of their own. */
  readonly isSpooled: (path: string) => boolean;
  /** False while no network but loopback is up. */
  readonly isOnline: () => boolean;
  /** Uploads that run at the same time. */
  readonly maxRunning: number;
}

export interface Submission {
  readonly files: readonly IntakeFile[];
  readonly from: Intake;
  /** Destinations in the order of the visit. */
  readonly chain: readonly DestinationId[];
  /** The widest scope that was agreed. */
  readonly scope: Scope;
  /** ms that the link must last; null asks nothing. */
  readonly keepAtLeastMs?: number | null;
  readonly fragile?: boolean;
}

export interface Engine {
  /** Queues a batch: its rows are on disk when this returns. */
  submit(submission: Submission): { batch: BatchId; uploads: UploadId[] };
  /** Goes on with unfinished uploads, such as those of a program that ended. */
  goOnWith(ids: readonly UploadId[]): void;
  cancel(id: UploadId): void;
  /** Sends a failed or cancelled upload again, `chain` replacing the batch's where it is given. */
  restart(id: UploadId, chain: readonly DestinationId[] | null): Promise<void>;
  /** Ends a back-off: the next destination has its turn now. */
  skip(id: UploadId): void;
  /** Agrees to the destination that the upload asks for. */
  consent(id: UploadId): void;
  /** Resolves once nothing runs and nothing is due. */
  idle(): Promise<void>;
  /** True while something runs or is due. */
  isBusy(): boolean;
  /** Ends all runs; what is not final stays queued for the next start. */
  close(): Promise<void>;
}

interface Run {
  readonly control: RunControl;
  readonly ended: Promise<void>;
}

/** How often a missing network is looked for, ms. */
const networkPollMs = 3_000;

export function createEngine(deps: EngineDeps): Engine {
  const { store, reader, changed } = deps;
  const queue = new Set<UploadId>();
  const runs = new Map<UploadId, Run>();
  /** Runs that hold a place: all but those in a wait. */
  const active = new Set<UploadId>();
  const offline = new Set<UploadId>();
  const idleWaiters: (() => void)[] = [];
  let closed = false;

  const setState = (id: UploadId, state: State): void => {
    store.setState(id, state);
    changed(id);
  };

  const poll = setInterval(() => {
    if (offline.size === 0 || !deps.isOnline()) return;
    const ids = [...offline];
    offline.clear();
    for (const id of ids) enqueue(id);
  }, networkPollMs);
  poll.unref();

  function enqueue(id: UploadId): void {
    queue.add(id);
    pump();
  }

  function pump(): void {
    for (const id of queue) {
      if (closed || active.size >= deps.maxRunning) break;
      // Its last run is about to end, and pumps again.
      if (runs.has(id)) continue;
      queue.delete(id);
      start(id);
    }
    if (closed || (runs.size === 0 && queue.size === 0)) for (const waiter of idleWaiters.splice(0)) waiter();
  }

  function start(id: UploadId): void {
    const control = createRunControl((waits) => {
      if (!waits) active.add(id);
      else if (active.delete(id)) pump();
    });
    active.add(id);
    const ended = run(id, control)
      .catch((error: unknown) => {
        deps.report(error);
        setState(id, { name: 'failed', failure: toFailure(error), at: null });
      })
      .catch(deps.report)
      .finally(() => {
        runs.delete(id);
        active.delete(id);
        pump();
      });
    runs.set(id, { control, ended });
  }

  async function run(id: UploadId, control: RunControl): Promise<void> {
    const found = reader.job(id);
    const job = found && (await prepare(found, control));
    if (!job) return;
    await relay(job, control, deps);
    const state = reader.job(id)?.state;
    if (state?.name === 'waiting' && state.wait.what === 'network') offline.add(id);
  }

  /** Pins the source where that is still to be done; null if there is nothing to send. */
  async function prepare(job: UploadJob, control: RunControl): Promise<UploadJob | null> {
    if (job.payload) return job;
    try {
      if (job.path === null) throw new Error('an upload without a path is never queued');
      const source = await pinFile(job.path);
      const payload = { name: job.name, mime: deps.mimeOf(job.name), spooled: deps.isSpooled(job.path) };
      store.setPayload(job.id, source, payload, { name: 'queued' });
    } catch (error) {
      const failure = toFailure(error);
      if (failure.kind === 'bug') deps.report(error);
      if (control.endReason !== 'cancel') setState(job.id, { name: 'failed', failure, at: null });
      return null;
    }
    changed(job.id);
    return reader.job(job.id);
  }

  async function end(id: UploadId, reason: EndReason): Promise<void> {
    queue.delete(id);
    offline.delete(id);
    // More than one run where it was started anew meanwhile.
    for (let run = runs.get(id); run; run = runs.get(id)) {
      run.control.end(reason);
      await run.ended;
      queue.delete(id);
    }
  }

  /** Makes an upload that nothing works on any more `cancelled`. */
  function settleCancelled(id: UploadId): void {
    const state = reader.job(id)?.state;
    if (state && !isFinal(state)) setState(id, { name: 'cancelled' });
  }

  return {
    submit(submission) {
      const batch = BatchId.parse(randomUUID());
      const uploads = submission.files.map(uploadOf);
      store.addBatch(
        {
          id: batch,
          createdAt: deps.clock(),
          intake: submission.from,
          chain: submission.chain,
          scope: submission.scope,
          keepAtLeastMs: submission.keepAtLeastMs ?? null,
          fragile: submission.fragile ?? false,
        },
        uploads,
      );
      for (const { id, state } of uploads) {
        if (state.name === 'preparing') queue.add(id);
        changed(id);
      }
      pump();
      return { batch, uploads: uploads.map(({ id }) => id) };
    },

    goOnWith(ids) {
      for (const id of ids) {
        const job = reader.job(id);
        if (!job || job.state.name === 'paused') continue;
        if (job.state.name === 'waiting' && job.state.wait.what === 'consent') continue;
        if (job.chain.every((at) => deps.find(at) === null)) {
          setState(id, { name: 'paused' });
          continue;
        }
        if (job.state.name !== 'preparing') setState(id, { name: 'queued' });
        queue.add(id);
      }
      pump();
    },

    cancel(id) {
      const running = runs.has(id);
      const ended = end(id, 'cancel');
      // A run writes its own end, with what it knows of copies left behind; anything else is final at once.
      if (running) ended.then(() => settleCancelled(id)).catch(deps.report);
      else settleCancelled(id);
    },

    async restart(id, chain) {
      await end(id, 'supersede');
      const job = reader.job(id);
      if (!job || job.state.name === 'done' || job.path === null) return;
      store.startVisit(id, chain);
      changed(id);
      enqueue(id);
    },

    skip(id) {
      runs.get(id)?.control.skip();
    },

    consent(id) {
      const state = reader.job(id)?.state;
      if (state?.name !== 'waiting' || state.wait.what !== 'consent') return;
      store.grant(id, state.wait.to, { name: 'queued' });
      changed(id);
      enqueue(id);
    },

    idle: () =>
      closed || (runs.size === 0 && queue.size === 0)
        ? Promise.resolve()
        : new Promise((resolve) => idleWaiters.push(resolve)),

    isBusy: () => runs.size > 0 || queue.size > 0,

    async close() {
      closed = true;
      clearInterval(poll);
      await Promise.all([...runs.keys()].map((id) => end(id, 'quit')));
      pump();
    },
  };
}
