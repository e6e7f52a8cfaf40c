/** Uploads that were begun somewhere and never ended, as the window asks for them. */
import type { Leftovers } from '../engine/leftovers.ts';
import type { LeftoverCalls } from './handlers.ts';

/** How long a host may take to list them, ms. */
const listMs = 60_000;

/** Disposed of, it ends what is under way. */
export function createLeftoverCalls(leftovers: Leftovers): LeftoverCalls & Disposable {
  const ending = new AbortController();
  return {
    async 'destinations.leftovers'({ id }) {
      const signal = AbortSignal.any([ending.signal, AbortSignal.timeout(listMs)]);
      return { leftovers: await leftovers.list(id, signal) };
    },
    async 'destinations.discardLeftovers'({ id, ids }) {
      return { ends: await leftovers.discard(id, ids, ending.signal) };
    },
    [Symbol.dispose]: () => ending.abort(),
  };
}
