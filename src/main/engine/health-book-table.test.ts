import { describe, expect, test } from 'vitest';
import type { Failure, FailureKind } from '../../shared/failure.ts';
import { createHealthBook } from './health-book.ts';
import { createMemoryStore, destination } from './health-book-rig.ts';
import { type Says, says } from './health-book-table.ts';

const host = 'host.example';
const detail = 'why';

/** One failure of each kind; fails to compile when a kind is missing. */
const table: { readonly [K in FailureKind]: readonly [Extract<Failure, { kind: K }>, Says] } = {
  offline: [{ kind: 'offline' }, 'nothing'],
  dns: [{ kind: 'dns', host }, 'against'],
  tls: [{ kind: 'tls', host, detail }, 'against'],
  proxy: [{ kind: 'proxy', host, detail }, 'nothing'],
  timeout: [{ kind: 'timeout', host, afterMs: 60_000 }, 'against'],
  stalled: [{ kind: 'stalled', host, afterMs: 60_000 }, 'against'],
  connection: [{ kind: 'connection', host, detail }, 'against'],
  'cut-while-sending': [{ kind: 'cut-while-sending', host, sentBytes: 5 }, 'against'],
  'rate-limited': [{ kind: 'rate-limited', host, retryAfterMs: null }, 'limit'],
  server: [{ kind: 'server', host, status: 503, retryAfterMs: null }, 'against'],
  quota: [{ kind: 'quota', host }, 'setup'],
  auth: [{ kind: 'auth', host }, 'setup'],
  forbidden: [{ kind: 'forbidden', host, detail }, 'setup'],
  'not-found': [{ kind: 'not-found', host }, 'setup'],
  'bad-request': [{ kind: 'bad-request', host, status: 400, detail }, 'nothing'],
  'too-large': [{ kind: 'too-large', sizeBytes: 2, limitBytes: 1 }, 'nothing'],
  'type-refused': [{ kind: 'type-refused', type: '.exe' }, 'nothing'],
  'empty-refused': [{ kind: 'empty-refused' }, 'nothing'],
  'content-blocked': [{ kind: 'content-blocked', detail }, 'nothing'],
  'name-taken': [{ kind: 'name-taken', name: 'a' }, 'nothing'],
  'bad-answer': [{ kind: 'bad-answer', host, detail }, 'against'],
  'bad-proof': [{ kind: 'bad-proof', why: 'size' }, 'against'],
  'clock-skew': [{ kind: 'clock-skew', host, offByMs: 1 }, 'setup'],
  'host-identity': [{ kind: 'host-identity', host }, 'setup'],
  'source-changed': [{ kind: 'source-changed' }, 'nothing'],
  'source-unreadable': [{ kind: 'source-unreadable', why: 'missing' }, 'nothing'],
  'disk-full': [{ kind: 'disk-full' }, 'nothing'],
  'settings-invalid': [{ kind: 'settings-invalid', field: 'a' }, 'setup'],
  'secret-unavailable': [{ kind: 'secret-unavailable', why: 'locked' }, 'setup'],
  'consent-refused': [{ kind: 'consent-refused' }, 'nothing'],
  cancelled: [{ kind: 'cancelled' }, 'nothing'],
  bug: [{ kind: 'bug', detail }, 'nothing'],
};

/** What three of it in a row do. */
const effects: Record<Says, { gate: string; failures: number; shown: boolean }> = {
  against: { gate: 'resting', failures: 3, shown: true },
  limit: { gate: 'paused', failures: 0, shown: true },
  setup: { gate: 'open', failures: 0, shown: true },
  nothing: { gate: 'open', failures: 0, shown: false },
};

describe('every kind of failure', () => {
  test.each(Object.values(table))('$kind', (failure, expected) => {
    expect(says[failure.kind]).toBe(expected);
    const store = createMemoryStore();
    const book = createHealthBook({ store, clock: () => 5, random: () => 0.5 });
    for (let times = 0; times < 3; times += 1) {
      book.begin(destination);
      book.end(destination, { kind: 'failed', failure });
    }
    const { gate, failures, shown } = effects[expected];
    expect(book.gate(destination).kind).toBe(gate);
    expect(book.view(destination)).toMatchObject({ failures, lastFailure: shown ? { failure, at: 5 } : null });
    expect(store.writes).toBe(expected === 'nothing' ? 0 : 3);
  });
});
