/** How destinations have been doing: what to expect of them, and when to leave one alone. */
import type { Failure } from '../../shared/failure.ts';
import type { DestinationId } from '../../shared/ids.ts';
import type { Health } from '../../shared/model.ts';

/** What an attempt that is about to begin may do. Times are epoch ms. */
export type Gate =
  | { readonly kind: 'open' }
  /** It has rested long enough: this attempt tries it for all others. */
  | { readonly kind: 'probe' }
  /** It failed too often lately; asked only where nothing else is left. */
  | { readonly kind: 'resting'; readonly until: number }
  /** The host asked for a pause. */
  | { readonly kind: 'paused'; readonly until: number; readonly failure: Failure };

/** How an attempt ended, as far as it says something about the destination. */
export type Reported =
  /** `answeredMs`: from the last byte sent to the answer. `sendingMs`: from the first byte to the last. */
  | {
      readonly kind: 'delivered';
      readonly sentBytes: number;
      readonly sendingMs: number;
      readonly answeredMs: number;
    }
  | { readonly kind: 'failed'; readonly failure: Failure }
  /** Cancelled, or failed for a reason of ours or of the file. */
  | { readonly kind: 'silent' };

export interface HealthBook {
  gate(id: DestinationId): Gate;
  /** An attempt begins; after a `probe` gate it is the probe. */
  begin(id: DestinationId): void;
  end(id: DestinationId, reported: Reported): void;
  view(id: DestinationId): Health;
}

/** A destination that nobody has tried yet. */
export const unknownHealth: Health = {
  state: 'unknown',
  probeAt: null,
  successes: 0,
  failures: 0,
  latencyMs: null,
  bytesPerSecond: null,
  lastFailure: null,
};
