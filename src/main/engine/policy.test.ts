import { describe, expect, test } from 'vitest';
import type { Failure, FailureKind } from '../../shared/failure.ts';
import { backOffMs } from './back-off.ts';
import { type Decision, decide, type Failed, mayHaveLeftCopy } from './policy.ts';

const host = 'host.example';
const detail = 'why';

/** One failure of each kind, and what follows the first attempt at a small file, and the second. */
const table: readonly [Failure, first: Decision['act'], second: Decision['act']][] = [
  [{ kind: 'offline' }, 'wait', 'wait'],
  [{ kind: 'dns', host }, 'next', 'next'],
  [{ kind: 'tls', host, detail }, 'next', 'next'],
  [{ kind: 'proxy', host, detail }, 'next', 'next'],
  [{ kind: 'timeout', host, afterMs: 60_000 }, 'retry', 'next'],
  [{ kind: 'stalled', host, afterMs: 60_000 }, 'retry', 'next'],
  [{ kind: 'connection', host, detail }, 'retry', 'next'],
  [{ kind: 'cut-while-sending', host, sentBytes: 5 }, 'retry', 'next'],
  [{ kind: 'rate-limited', host, retryAfterMs: null }, 'retry', 'next'],
  [{ kind: 'server', host, status: 503, retryAfterMs: null }, 'retry', 'next'],
  [{ kind: 'quota', host }, 'next', 'next'],
  [{ kind: 'auth', host }, 'next', 'next'],
  [{ kind: 'forbidden', host, detail }, 'next', 'next'],
  [{ kind: 'not-found', host }, 'next', 'next'],
  [{ kind: 'bad-request', host, status: 400, detail }, 'next', 'next'],
  [{ kind: 'too-large', sizeBytes: 2, limitBytes: 1 }, 'next', 'next'],
  [{ kind: 'type-refused', type: '.exe' }, 'next', 'next'],
  [{ kind: 'empty-refused' }, 'next', 'next'],
  [{ kind: 'content-blocked', detail }, 'next', 'next'],
  [{ kind: 'name-taken', name: 'a' }, 'next', 'next'],
  [{ kind: 'bad-answer', host, detail }, 'next', 'next'],
  [{ kind: 'bad-proof', why: 'size' }, 'next', 'next'],
  [{ kind: 'clock-skew', host, offByMs: 1 }, 'next', 'next'],
  [{ kind: 'host-identity', host }, 'next', 'next'],
  [{ kind: 'source-changed' }, 'stop', 'stop'],
  [{ kind: 'source-unreadable', why: 'missing' }, 'stop', 'stop'],
  [{ kind: 'disk-full' }, 'stop', 'stop'],
  [{ kind: 'settings-invalid', field: 'a' }, 'next', 'next'],
  [{ kind: 'secret-unavailable', why: 'locked' }, 'next', 'next'],
  [{ kind: 'consent-refused' }, 'stop', 'stop'],
  [{ kind: 'cancelled' }, 'stop', 'stop'],
  [{ kind: 'bug', detail }, 'next', 'next'],
];
/** Fails to compile when a kind is missing here. */
const kinds: Record<FailureKind, true> = {
  offline: true,
  dns: true,
  tls: true,
  proxy: true,
  timeout: true,
  stalled: true,
  connection: true,
  'cut-while-sending': true,
  'rate-limited': true,
  server: true,
  quota: true,
  auth: true,
  forbidden: true,
  'not-found': true,
  'bad-request': true,
  'too-large': true,
  'type-refused': true,
  'empty-refused': true,
  'content-blocked': true,
  'name-taken': true,
  'bad-answer': true,
  'bad-proof': true,
  'clock-skew': true,
  'host-identity': true,
  'source-changed': true,
  'source-unreadable': true,
  'disk-full': true,
  'settings-invalid': true,
  'secret-unavailable': true,
  'consent-refused': true,
  cancelled: true,
  bug: true,
};

function decided(failure: Failure, more: Partial<Failed> = {}): Decision {
  const usual = {
    attempt: 1,
    maxAttempts: 2,
    payloadBytes: 1_000,
    sent: 'part',
    idempotent: false,
    resumable: false,
    patienceMs: 60_000,
  } as const;
  return decide({ failure, ...usual, ...more }, () => 0.5);
}

describe('what follows a failure', () => {
  test.each(table)('$kind: $1 after the first attempt, $2 after the second', (failure, first, second) => {
    expect([decided(failure).act, decided(failure, { attempt: 2 }).act]).toEqual([first, second]);
  });

  test.each([
    ['a host that took all and fell silent gets no second copy', 'all', false, 'next'],
    ['one that keeps one copy anyway is asked again', 'all', true, 'retry'],
    ['one that got a part is asked again', 'part', false, 'retry'],
  ] as const)('no answer in time: %s', (_, sent, idempotent, act) => {
    const failure = { kind: 'timeout', host: 'h', afterMs: 1 } as const;
    expect(decided(failure, { sent, idempotent }).act).toBe(act);
  });

  test('the table has every kind', () => {
    expect(table.map(([{ kind }]) => kind).sort()).toEqual(Object.keys(kinds).sort());
  });

  test.each([
    ['8 MiB are sent again', 8 * 1024 * 1024, false, 'retry'],
    ['a byte more is not', 8 * 1024 * 1024 + 1, false, 'next'],
    ['unless what was sent is not lost', 8 * 1024 * 1024 + 1, true, 'retry'],
  ] as const)('a body that was cut: %s', (_, payloadBytes, resumable, act) => {
    expect(decided({ kind: 'cut-while-sending', host, sentBytes: 1 }, { payloadBytes, resumable }).act).toBe(act);
  });

  test.each(['rate-limited', 'server'] as const)('%s: the time a host names is kept to, without jitter', (kind) => {
    const named = (retryAfterMs: number): Decision => decided({ kind, host, status: 503, retryAfterMs });
    expect(named(0)).toEqual({ act: 'retry', afterMs: 0, asked: true });
    expect(named(59_999)).toEqual({ act: 'retry', afterMs: 59_999, asked: true });
    expect(named(60_000)).toEqual({ act: 'retry', afterMs: 60_000, asked: true });
    expect(named(60_001)).toEqual({ act: 'next' });
  });

  test('a rate limit without a time is a pause like a named one', () => {
    const limited = decided({ kind: 'rate-limited', host, retryAfterMs: null });
    expect(limited).toEqual({ act: 'retry', afterMs: 30_000, asked: true });
  });

  test('without a named time the wait is a back-off', () => {
    expect(decided({ kind: 'server', host, status: 503, retryAfterMs: null })).toEqual({
      act: 'retry',
      afterMs: 500,
      asked: false,
    });
  });
});

describe('back-off', () => {
  test.each([
    [1, 1_000],
    [2, 2_000],
    [3, 4_000],
    [5, 16_000],
    [6, 30_000],
    [7, 30_000],
    [5_000, 30_000],
  ])('after attempt %i: anything from 0 to %i ms', (attempt, most) => {
    expect(backOffMs(attempt, () => 0)).toBe(0);
    expect(backOffMs(attempt, () => 0.5)).toBe(most / 2);
    const highest = backOffMs(attempt, () => 1 - Number.EPSILON);
    expect(highest).toBe(most - 1);
  });
});

test.each([
  ['nothing', 'connection', false],
  ['part', 'connection', false],
  ['all', 'connection', true],
  ['nothing', 'bad-proof', true],
] as const)('with %s sent, %s may have left a copy: %s', (sent, kind, expected) => {
  const failure: Failure = kind === 'bad-proof' ? { kind, why: 'size' } : { kind, host, detail };
  expect(mayHaveLeftCopy(failure, sent)).toBe(expected);
});
