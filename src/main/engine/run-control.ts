/** What the user can do to an upload under way: end it, or cut a wait short. */
import { UploadFailure } from '../../shared/failure.ts';

/**
 * Why a run ends early: the user cancelled or paused it, something newer takes its place, the program quits, or another
 * program has it now (`abandon`: nothing is written any more).
 */
export type EndReason = 'cancel' | 'pause' | 'supersede' | 'quit' | 'abandon';

export interface RunControl {
  readonly signal: AbortSignal;
  readonly endReason: EndReason | null;
  end(reason: EndReason): void;
  /** Ends the present wait; the run goes on with the next destination. */
  skip(): void;
  /** Waits `ms`, or less. */
  wait(ms: number, sleep: Sleep): Promise<'over' | 'skipped' | 'ended'>;
  /** Does what keeps none of the engine's places busy. */
  aside<T>(work: () => Promise<T>): Promise<T>;
}

/** Resolves after `ms`, or as soon as the signal aborts; never rejects. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>;

/** @param onWait told when a wait, or work aside, begins, and when it is over */
export function createRunControl(onWait: (waits: boolean) => void = () => undefined): RunControl {
  const ending = new AbortController();
  let reason: EndReason | null = null;
  let waiting: AbortController | null = null;
  let skipped = false;
  return {
    signal: ending.signal,
    get endReason() {
      return reason;
    },
    end(why) {
      if (reason !== null) return;
      reason = why;
      ending.abort();
    },
    skip() {
      if (!waiting) return;
      skipped = true;
      waiting.abort();
    },
    async wait(ms, sleep) {
      const wait = new AbortController();
      waiting = wait;
      skipped = false;
      onWait(true);
      await sleep(ms, AbortSignal.any([ending.signal, wait.signal]));
      waiting = null;
      onWait(false);
      if (ending.signal.aborted) return 'ended';
      return skipped ? 'skipped' : 'over';
    },
    async aside(work) {
      onWait(true);
      try {
        return await work();
      } finally {
        onWait(false);
      }
    },
  };
}

/** What `work` comes to, or a `cancelled` failure as soon as the signal aborts; the work itself goes on unheard. */
export function unlessEnded<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = (): void => reject(new UploadFailure({ kind: 'cancelled' }));
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', end));
  });
}

/** The real clock's `Sleep`. */
export const sleep: Sleep = (ms, signal) =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
