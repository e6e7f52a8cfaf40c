/** What the tests of the health book share: a store in memory that counts its writes, and a clock to set. */
import type { Failure } from '../../shared/failure.ts';
import { DestinationId } from '../../shared/ids.ts';
import { HealthRecord, type HealthStore } from '../store/health-store.ts';
import type { Reported } from './health.ts';
import { createHealthBook } from './health-book.ts';

export const destination = DestinationId.parse('a');

export const refused: Failure = { kind: 'connection', host: 'a.example', detail: 'ECONNREFUSED' };

export function limited(retryAfterMs: number | null): Failure {
  return { kind: 'rate-limited', host: 'a.example', retryAfterMs };
}

export function delivered(sentBytes = 1_000_000, sendingMs = 1_000, answeredMs = 100): Reported {
  return { kind: 'delivered', sentBytes, sendingMs, answeredMs };
}

/** Keeps text, as the real one does, and refuses what that would not read back. */
export function createMemoryStore() {
  const rows = new Map<DestinationId, string>();
  let writes = 0;
  const read: HealthStore['read'] = (id) => {
    const found = rows.get(id);
    return found === undefined ? null : HealthRecord.parse(JSON.parse(found));
  };
  return {
    read,
    update(id, change) {
      const after = change(read(id));
      if (!after) return;
      rows.set(id, JSON.stringify(HealthRecord.parse(after)));
      writes += 1;
    },
    get writes() {
      return writes;
    },
  } satisfies HealthStore & { writes: number };
}

export function createHealthRig() {
  const store = createMemoryStore();
  const time = { now: Date.UTC(2026, 0, 1), random: 0.5 };
  /** A program that uses the same rows. */
  const program = () => createHealthBook({ store, clock: () => time.now, random: () => time.random });
  const book = program();
  return {
    store,
    time,
    program,
    book,
    /** An attempt that takes no time. */
    attempt(reported: Reported, by = book) {
      by.begin(destination);
      by.end(destination, reported);
    },
    fail(times = 1, failure = refused, by = book) {
      for (let left = times; left > 0; left -= 1) this.attempt({ kind: 'failed', failure }, by);
    },
    gate: () => book.gate(destination),
    view: () => book.view(destination),
  };
}
