/** What follows an attempt at a destination, as the ledger and the upload's state tell it. */
import type { Failure } from '../../shared/failure.ts';
import type { State, Then } from '../../shared/model.ts';
import type { Stop } from './chain.ts';
import type { Destination } from './destination.ts';
import { onTo } from './pass-over.ts';
import type { Decision } from './policy.ts';

/** How far a turn is. */
export interface Tries {
  readonly destination: Destination;
  /** The stop after this one that would be tried or asked for. */
  readonly next: Stop | null;
  /** Attempts in a row that failed here. */
  readonly failed: number;
  readonly deps: {
    /** Attempts per destination and visit. */
    readonly maxAttempts: number;
  };
}

export interface Consequence {
  readonly follows: Then;
  readonly state: State;
}

/** A decision as the ledger tells it, and the state that it brings. */
export function consequence(tries: Tries, decision: Decision, failure: Failure, now: number): Consequence {
  const at = tries.destination.id;
  switch (decision.act) {
    case 'retry': {
      const { afterMs, asked } = decision;
      const what = asked ? 'rate-limit' : 'back-off';
      const wait = { what, until: now + afterMs, failure, ...whatComes(tries) } as const;
      return { follows: { act: 'retry', afterMs }, state: { name: 'waiting', wait } } as const;
    }
    case 'next':
      return { follows: onTo(tries.next), state: { name: 'queued' } } as const;
    case 'wait':
      return { follows: { act: 'wait' }, state: { name: 'waiting', wait: { what: decision.what } } } as const;
    case 'stop':
      return { follows: { act: 'stop' }, state: { name: 'failed', failure, at } } as const;
  }
}

/**
 * Where the upload waits, and what follows. A resumable one may have its attempts anew: which of them is the last can
 * not be told before it fails.
 */
export function whatComes({ destination, next, failed, deps }: Tries) {
  const isLast = failed + 1 >= deps.maxAttempts && !destination.traits.resumable;
  return {
    at: destination.id,
    next: next?.destination.id ?? null,
    ...(isLast && next?.kind === 'try' && { lastBefore: next.destination.id }),
  };
}
