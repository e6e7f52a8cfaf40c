/** The health book: asks the breaker of each destination, and keeps what attempts tell. */
import type { DestinationId } from '../../shared/ids.ts';
import type { HealthStore } from '../store/health-store.ts';
import { type HealthBook, unknownHealth } from './health.ts';
import { afterEnd, newRecord, pauseOf, restsUntil } from './health-book-breaker.ts';

export interface HealthBookDeps {
  readonly store: HealthStore;
  /** Epoch ms. */
  readonly clock: () => number;
  /** Gives numbers in [0, 1). */
  readonly random: () => number;
}

/**
 * A probe that runs longer than this (ms) holds nobody back any more: it may be a large file that goes well, or an
 * attempt that was never reported as ended.
 */
const probeLeaseMs = 60_000;

/**
 * Every question reads the destination's row, so that what another program found out counts here at once. Probes are
 * known to this program only: two programs may each have one, and a program that is killed leaves none behind.
 *
 * `gate` promises nothing: two uploads that ask before either begins may both be told to probe.
 */
export function createHealthBook({ store, clock, random }: HealthBookDeps): HealthBook {
  /** When the probe began that is under way at a destination. */
  const probes = new Map<DestinationId, number>();

  const probeEnds = (id: DestinationId, now: number): number | null => {
    const began = probes.get(id);
    // A start that lies ahead is that of a clock which was set back.
    return began !== undefined && began <= now && now - began < probeLeaseMs ? began + probeLeaseMs : null;
  };

  return {
    gate(id) {
      const record = store.read(id);
      if (!record) return { kind: 'open' };
      const now = clock();
      const pause = pauseOf(record, now);
      if (pause) return { kind: 'paused', ...pause };
      if (record.breaker.kind === 'closed') return { kind: 'open' };
      const until = restsUntil(record.breaker, now) ?? probeEnds(id, now);
      return until === null ? { kind: 'probe' } : { kind: 'resting', until };
    },

    begin(id) {
      const breaker = store.read(id)?.breaker;
      const now = clock();
      if (breaker?.kind !== 'open' || restsUntil(breaker, now) !== null) return;
      if (probeEnds(id, now) === null) probes.set(id, now);
    },

    end(id, reported) {
      probes.delete(id);
      store.update(id, (before) => afterEnd(before ?? newRecord, reported, clock(), random));
    },

    view(id) {
      const record = store.read(id);
      if (!record) return unknownHealth;
      const { breaker, recent, latencyMs, bytesPerSecond, lastFailure } = record;
      const successes = recent.filter((delivered) => delivered).length;
      const rest = { successes, failures: recent.length - successes, latencyMs, bytesPerSecond, lastFailure };
      if (breaker.kind === 'closed') return { ...rest, state: successes > 0 ? 'working' : 'unknown', probeAt: null };
      const now = clock();
      if (probeEnds(id, now) !== null) return { ...rest, state: 'probing', probeAt: null };
      return { ...rest, state: 'resting', probeAt: restsUntil(breaker, now) ?? now };
    },
  };
}
