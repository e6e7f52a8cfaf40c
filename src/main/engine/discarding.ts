/** Deletes at hosts what uploads that do not go on have left there: in the background, until it is gone. */
import { toFailure } from '../../shared/failure.ts';
import type { Discards, ToDiscard } from '../store/discards.ts';
import type { FindDestination } from './destination.ts';
import { type Sleep, unlessEnded } from './run-control.ts';

export interface DiscardingDeps {
  readonly discards: Discards;
  readonly find: FindDestination;
  /** Epoch ms. */
  readonly clock: () => number;
  readonly sleep: Sleep;
  readonly report: (error: unknown) => void;
}

export interface Discarding extends AsyncDisposable {
  /** Discards what there is, now and, while something is left, again and again. Returns at once, and never throws. */
  goOn(): void;
  /** Resolves once nothing is under way: all is gone, or waits for its next try. */
  settled(): Promise<void>;
}

/** How long a host may take for one of them, ms. */
export const discardMs = 30_000;
/** What is not gone by then is left to the host, ms. */
const giveUpAfterMs = 7 * 24 * 3_600_000;
const firstWaitMs = 60_000;
const longestWaitMs = 3_600_000;

export function createDiscarding({ discards, find, clock, sleep, report }: DiscardingDeps): Discarding {
  const closing = new AbortController();
  let round: Promise<void> | null = null;
  let again = false;
  let waitMs = firstWaitMs;
  let waiting: AbortController | null = null;

  function goOn(): void {
    again = true;
    if (closing.signal.aborted || round) return;
    waiting?.abort();
    round = discardAll().then((isLeft) => {
      round = null;
      if (isLeft) waitForNext().catch(report);
      else waitMs = firstWaitMs;
    }, giveWay);
  }

  /** What broke was the database, and may have been full: what is to be discarded is still there. */
  function giveWay(error: unknown): void {
    round = null;
    report(error);
    waitForNext().catch(report);
  }

  async function waitForNext(): Promise<void> {
    waiting = new AbortController();
    const signal = AbortSignal.any([closing.signal, waiting.signal]);
    const ms = waitMs;
    waitMs = Math.min(ms * 2, longestWaitMs);
    await sleep(ms, signal);
    if (!signal.aborted) goOn();
  }

  /** True where something is left for another time. */
  async function discardAll(): Promise<boolean> {
    let isLeft = false;
    while (again && !closing.signal.aborted) {
      again = false;
      const byDestination = Map.groupBy(discards.all(), ({ at }) => at);
      const done = await Promise.all([...byDestination.values()].map(discardAt));
      isLeft = done.includes(false);
    }
    return isLeft;
  }

  /** What is at one destination, in turn; false where one failed: then the others wait too. */
  async function discardAt(rows: readonly ToDiscard[]): Promise<boolean> {
    for (const row of rows) {
      const done = await discard(row);
      if (closing.signal.aborted && !done) return false;
      if (!done && clock() - row.since < giveUpAfterMs) {
        discards.noteFailure(row.id);
        return false;
      }
      // Killed before this, it is asked for once more: what is gone already counts as discarded.
      discards.delete(row.id);
    }
    return true;
  }

  /** True once nothing of it is left at the host. */
  async function discard({ at, provider, state }: ToDiscard): Promise<boolean> {
    const destination = find(at);
    // Another program may know it, by a configuration file of its own.
    if (destination?.provider !== provider) return false;
    const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(discardMs)]);
    try {
      const connection = await unlessEnded(destination.connect(), signal);
      if (connection.discard) await unlessEnded(connection.discard(state, signal), signal);
      return true;
    } catch (error) {
      if (toFailure(error).kind === 'bug' && !closing.signal.aborted) report(error);
      return false;
    }
  }

  return {
    goOn,
    async settled() {
      while (round) await round;
    },
    async [Symbol.asyncDispose]() {
      closing.abort();
      await round;
    },
  };
}
