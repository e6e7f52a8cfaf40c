/** Goes on with unfinished uploads, such as those of a program that ended: each as its state on disk says. */
import type { UploadId } from '../../shared/ids.ts';
import { isForTheUser, type State } from '../../shared/model.ts';
import type { UploadReader } from '../store/upload-reader.ts';
import type { FindDestination } from './destination.ts';
import type { Sleep } from './run-control.ts';

export interface GoingOnDeps {
  readonly reader: Pick<UploadReader, 'job'>;
  readonly find: FindDestination;
  readonly clock: () => number;
  readonly sleep: Sleep;
  readonly setState: (id: UploadId, state: State) => void;
  readonly enqueue: (id: UploadId) => void;
  /** True while something is done with the upload. */
  readonly runs: (id: UploadId) => boolean;
  /** Aborted when the program ends. */
  readonly closing: AbortSignal;
  readonly report: (error: unknown) => void;
}

export function goOnWith(ids: readonly UploadId[], deps: GoingOnDeps): void {
  const { reader, setState } = deps;
  for (const id of ids) {
    const job = reader.job(id);
    if (!job || job.state.name === 'paused') continue;
    const wait = job.state.name === 'waiting' ? job.state.wait : null;
    if (wait && isForTheUser(wait)) continue;
    if (job.chain.every((at) => deps.find(at) === null)) setState(id, { name: 'paused' });
    else if (wait && 'until' in wait && wait.until > deps.clock()) waitUntil(id, wait.until, deps);
    else {
      const isPrepared = job.payload !== null && job.sendAfter === null;
      if (job.state.name !== 'preparing') setState(id, { name: isPrepared ? 'queued' : 'preparing' });
      deps.enqueue(id);
    }
  }
}

/** Waits until the time that a wait names, however long the program was away; then its turn comes. */
export function waitUntil(
  id: UploadId,
  until: number,
  { reader, closing, ...deps }: Omit<GoingOnDeps, 'find' | 'setState'>,
): void {
  deps
    .sleep(Math.max(0, until - deps.clock()), closing)
    .then(() => {
      const state = reader.job(id)?.state;
      if (closing.aborted || state?.name !== 'waiting') return;
      // A run keeps to its own waits; that of one which can be taken back is about to end.
      if (deps.runs(id) && state.wait.what !== 'undo') return;
      if ('until' in state.wait && state.wait.until === until) deps.enqueue(id);
    })
    .catch(deps.report);
}
