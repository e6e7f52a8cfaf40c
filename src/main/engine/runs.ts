/** The uploads that something is done with right now, and how to end it. */
import type { UploadId } from '../../shared/ids.ts';
import { createRunControl, type EndReason, type RunControl } from './run-control.ts';

export type Work = (id: UploadId, control: RunControl) => Promise<void>;

export interface RunKind {
  readonly stage: 'prepare' | 'send';
  readonly isLarge: boolean;
}

interface Run extends RunKind {
  readonly control: RunControl;
  /** What comes right after its end. */
  readonly after: (() => void)[];
}

export interface Runs {
  readonly size: number;
  has(id: UploadId): boolean;
  ids(): UploadId[];
  /** Runs of a stage that hold a place, or large ones that do; a run in a wait holds none. */
  count(which: 'prepare' | 'send' | 'large'): number;
  start(id: UploadId, kind: RunKind, work: Work): void;
  skip(id: UploadId): void;
  /** Why the upload's run is about to end; null where there is none, or it goes on. */
  endReason(id: UploadId): EndReason | null;
  /**
   * Ends the upload's run, and any that took its place meanwhile; then `act`s, with nothing in between: of several
   * wishes the later one is the last to act. At once where nothing runs.
   */
  end(id: UploadId, reason: EndReason, act: () => void): Promise<void>;
}

export interface RunsDeps {
  /** A run threw: a defect of ours. */
  readonly failed: (id: UploadId, error: unknown) => void;
  /** A place became free. */
  readonly changed: () => void;
  readonly report: (error: unknown) => void;
}

export function createRuns(deps: RunsDeps): Runs {
  const runs = new Map<UploadId, Run>();
  const places = { prepare: 0, send: 0, large: 0 };

  /** Counts a place as taken or free, once per change. */
  const placeOf = ({ stage, isLarge }: RunKind): ((holds: boolean) => void) => {
    let held = false;
    return (holds) => {
      if (holds === held) return;
      held = holds;
      places[stage] += holds ? 1 : -1;
      if (isLarge) places.large += holds ? 1 : -1;
    };
  };

  return {
    get size() {
      return runs.size;
    },
    has: (id) => runs.has(id),
    ids: () => [...runs.keys()],
    count: (which) => places[which],

    start(id, kind, work) {
      const hold = placeOf(kind);
      const control = createRunControl((waits) => {
        hold(!waits);
        if (waits) deps.changed();
      });
      hold(true);
      // A microtask later, so that a run which waits at once is already known.
      const after: (() => void)[] = [];
      Promise.resolve()
        .then(() => work(id, control))
        .catch((error: unknown) => deps.failed(id, error))
        .finally(() => {
          runs.delete(id);
          hold(false);
          for (const go of after) go();
          deps.changed();
        })
        .catch(deps.report);
      runs.set(id, { ...kind, control, after });
    },

    skip(id) {
      runs.get(id)?.control.skip();
    },

    endReason: (id) => runs.get(id)?.control.endReason ?? null,

    end: (id, reason, act) =>
      new Promise((resolve, reject) => {
        const go = (): void => {
          const run = runs.get(id);
          run?.control.end(reason);
          if (run) return void run.after.push(go);
          try {
            resolve(act());
          } catch (error) {
            reject(error);
          }
        };
        go();
      }),
  };
}
