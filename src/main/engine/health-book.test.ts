import { describe, expect, test } from 'vitest';
import { DestinationId } from '../../shared/ids.ts';
import { Health } from '../../shared/model.ts';
import { unknownHealth } from './health.ts';
import { createHealthRig, delivered, destination, limited, refused } from './health-book-rig.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

describe('the breaker', () => {
  test('opens after the third failure in a row; a success between starts the count anew', () => {
    const rig = createHealthRig();
    rig.fail(2);
    rig.attempt(delivered());
    rig.fail(2);
    expect(rig.gate()).toEqual({ kind: 'open' });
    rig.fail();
    expect(rig.gate()).toEqual({ kind: 'resting', until: rig.time.now + 30_000 });
  });

  test('what says nothing about the host neither counts nor starts the count anew', () => {
    const rig = createHealthRig();
    rig.fail(2);
    rig.attempt({ kind: 'silent' });
    rig.fail(1, { kind: 'source-changed' });
    rig.fail(1, { kind: 'auth', host: 'a.example' });
    expect(rig.gate()).toEqual({ kind: 'open' });
    rig.fail();
    expect(rig.gate().kind).toBe('resting');
  });

  test('each destination has its own', () => {
    const rig = createHealthRig();
    rig.fail(3);
    expect(rig.book.gate(DestinationId.parse('b'))).toEqual({ kind: 'open' });
  });

  test.each([
    [0, [24, 48, 96, 192, 384, 480, 480]],
    [0.5, [30, 60, 120, 240, 480, 600, 600]],
    [0.999_999, [36, 72, 144, 288, 576, 720, 720]],
  ])('rests twice as long after each failed probe, up to ten minutes (random %d)', (random, seconds) => {
    const rig = createHealthRig();
    rig.time.random = random;
    rig.fail(2);
    for (const rest of seconds) {
      rig.fail();
      const gate = rig.gate();
      if (gate.kind !== 'resting') throw new Error(`not resting but ${gate.kind}`);
      expect((gate.until - rig.time.now) / 1_000).toBeCloseTo(rest, 1);
      rig.time.now = gate.until - 1;
      expect(rig.gate().kind).toBe('resting');
      rig.time.now = gate.until;
      expect(rig.gate()).toEqual({ kind: 'probe' });
    }
  });

  test('a probe that succeeds closes it, and the next rest is a short one', () => {
    const rig = createHealthRig();
    rig.fail(3);
    rig.time.now += 30_000;
    rig.fail();
    rig.time.now += 60_000;
    rig.attempt(delivered());
    expect(rig.gate()).toEqual({ kind: 'open' });
    rig.fail(2);
    expect(rig.gate()).toEqual({ kind: 'open' });
    rig.fail();
    expect(rig.gate()).toEqual({ kind: 'resting', until: rig.time.now + 30_000 });
  });

  test('while one upload probes, others see it rest', () => {
    const rig = createHealthRig();
    rig.fail(3);
    rig.time.now += 30_000;
    expect(rig.gate()).toEqual({ kind: 'probe' });
    rig.book.begin(destination);
    expect(rig.gate()).toEqual({ kind: 'resting', until: rig.time.now + minute });
    expect(rig.view()).toMatchObject({ state: 'probing', probeAt: null });
  });

  test('a probe that says nothing leaves the next one to another', () => {
    const rig = createHealthRig();
    rig.fail(3);
    rig.time.now += 30_000;
    rig.attempt({ kind: 'silent' });
    expect(rig.gate()).toEqual({ kind: 'probe' });
  });

  test('a probe that takes over a minute holds nobody back', () => {
    const rig = createHealthRig();
    rig.fail(3);
    rig.time.now += 30_000;
    rig.book.begin(destination);
    rig.time.now += minute;
    expect(rig.gate()).toEqual({ kind: 'probe' });
    rig.book.begin(destination);
    expect(rig.gate().kind).toBe('resting');
  });

  test('an attempt that begins beside the probe does not make it last longer', () => {
    const rig = createHealthRig();
    rig.fail(3);
    rig.time.now += 30_000;
    rig.book.begin(destination);
    const until = rig.time.now + minute;
    rig.time.now += 1_000;
    rig.book.begin(destination);
    expect(rig.gate()).toEqual({ kind: 'resting', until });
  });

  test('an attempt while it rests is no probe: its failure changes nothing, its success closes', () => {
    const rig = createHealthRig();
    rig.fail(3);
    const until = rig.time.now + 30_000;
    rig.time.now += 10_000;
    rig.fail(5);
    expect(rig.gate()).toEqual({ kind: 'resting', until });
    expect(rig.view().failures).toBe(8);
    rig.attempt(delivered());
    expect(rig.gate()).toEqual({ kind: 'open' });
  });
});

describe('a pause', () => {
  test.each([
    ['as long as the host asks', limited(90_000), 90_000],
    ['half a minute where it names no time', limited(null), 30_000],
    ['a day at most', limited(999_999_999_000), day],
    ['whole milliseconds', limited(0.5), 1],
  ])('lasts %s', (_, failure, ms) => {
    const rig = createHealthRig();
    rig.fail(1, failure);
    expect(rig.gate()).toEqual({ kind: 'paused', until: rig.time.now + ms, failure });
    expect(rig.book.gate(DestinationId.parse('b'))).toEqual({ kind: 'open' });
    rig.time.now += ms;
    expect(rig.gate()).toEqual({ kind: 'open' });
  });

  test('is none where the host says: now', () => {
    const rig = createHealthRig();
    rig.fail(1, limited(0));
    expect(rig.gate()).toEqual({ kind: 'open' });
  });

  test('outlasts a shorter one and a success, and is no failure of the host', () => {
    const rig = createHealthRig();
    rig.fail(1, limited(90_000));
    rig.fail(5, limited(1_000));
    rig.attempt(delivered());
    expect(rig.gate()).toEqual({ kind: 'paused', until: rig.time.now + 90_000, failure: limited(90_000) });
    expect(rig.view()).toMatchObject({ state: 'working', successes: 1, failures: 0 });
    expect(rig.view().lastFailure?.failure).toEqual(limited(1_000));
  });

  test('is also kept where the server is out of order and says until when', () => {
    const rig = createHealthRig();
    const failure = { kind: 'server', host: 'a.example', status: 503, retryAfterMs: 45_000 } as const;
    rig.fail(3, failure);
    expect(rig.gate()).toEqual({ kind: 'paused', until: rig.time.now + 45_000, failure });
    rig.time.now += 45_000;
    expect(rig.gate()).toEqual({ kind: 'probe' });
  });

  test('goes before a rest; after a probe that hit the limit, the next probe waits for its end', () => {
    const rig = createHealthRig();
    rig.fail(3);
    rig.time.now += 30_000;
    rig.fail(1, limited(50_000));
    expect(rig.gate()).toMatchObject({ kind: 'paused', until: rig.time.now + 50_000 });
    rig.time.now += 50_000;
    expect(rig.gate()).toEqual({ kind: 'probe' });
  });
});

describe('the view', () => {
  test('is unknown before the first attempt, and until one was delivered', () => {
    const rig = createHealthRig();
    expect(rig.view()).toEqual(unknownHealth);
    rig.fail(2);
    const lastFailure = { failure: refused, at: rig.time.now };
    expect(rig.view()).toEqual({ ...unknownHealth, failures: 2, lastFailure });
    rig.attempt(delivered());
    expect(rig.view()).toMatchObject({ state: 'working', successes: 1, failures: 2, lastFailure });
  });

  test('names the next probe, and says now once that is due', () => {
    const rig = createHealthRig();
    rig.fail(3);
    const probeAt = rig.time.now + 30_000;
    expect(rig.view()).toMatchObject({ state: 'resting', probeAt });
    rig.time.now = probeAt + 5;
    expect(rig.view()).toMatchObject({ state: 'resting', probeAt: rig.time.now });
  });

  test('counts the last 20 that tell something', () => {
    const rig = createHealthRig();
    rig.fail(5);
    for (let times = 0; times < 18; times += 1) rig.attempt(delivered());
    rig.attempt({ kind: 'silent' });
    expect(rig.view()).toMatchObject({ successes: 18, failures: 2 });
    rig.fail(25);
    expect(rig.view()).toMatchObject({ successes: 0, failures: 20 });
  });

  test('smooths latency and throughput; small files say nothing about the latter', () => {
    const rig = createHealthRig();
    rig.attempt(delivered(4_096, 1, 50));
    expect(rig.view()).toMatchObject({ latencyMs: 50, bytesPerSecond: null });
    rig.attempt(delivered(1_000_000, 1_000, 100));
    expect(rig.view()).toMatchObject({ latencyMs: 65, bytesPerSecond: 1_000_000 });
    rig.attempt(delivered(2_000_000, 1_000, 65));
    expect(rig.view()).toMatchObject({ latencyMs: 65, bytesPerSecond: 1_300_000 });
    rig.attempt(delivered(2_000_000, 0, 65));
    expect(Health.parse(rig.view()).bytesPerSecond).toBeGreaterThan(1_300_000);
  });

  test.each([[-5], [Number.NaN], [Number.POSITIVE_INFINITY]])('a measurement of %d ms is left out', (ms) => {
    const rig = createHealthRig();
    rig.attempt(delivered(1_000_000, 1_000, 100));
    const before = rig.view();
    rig.attempt(delivered(4_096, 1, ms));
    expect(rig.view()).toEqual({ ...before, successes: 2 });
  });
});

describe('over restarts and programs', () => {
  test('a new program goes on where the last one ended; a probe that was killed holds nothing', () => {
    const rig = createHealthRig();
    rig.attempt(delivered());
    rig.fail(3);
    const before = rig.view();
    const until = rig.time.now + 30_000;
    expect(rig.program().view(destination)).toEqual(before);
    expect(rig.program().gate(destination)).toEqual({ kind: 'resting', until });
    rig.time.now = until;
    rig.book.begin(destination);
    expect(rig.program().gate(destination)).toEqual({ kind: 'probe' });
  });

  test('what one program finds out counts in the other at once', () => {
    const rig = createHealthRig();
    const other = rig.program();
    rig.fail(2);
    rig.fail(1, refused, other);
    expect(rig.gate().kind).toBe('resting');
    rig.attempt(delivered(), other);
    expect(rig.gate()).toEqual({ kind: 'open' });
  });

  test('the probes of two programs that both fail make it rest once', () => {
    const rig = createHealthRig();
    const other = rig.program();
    rig.fail(3);
    rig.time.now += 30_000;
    rig.book.begin(destination);
    other.begin(destination);
    rig.book.end(destination, { kind: 'failed', failure: refused });
    other.end(destination, { kind: 'failed', failure: refused });
    expect(rig.gate()).toEqual({ kind: 'resting', until: rig.time.now + minute });
  });

  test('times that a clock set years ahead has left hold nothing up', () => {
    const rig = createHealthRig();
    rig.fail(3);
    rig.fail(1, limited(minute));
    rig.time.now -= 400 * day;
    expect(rig.gate()).toEqual({ kind: 'probe' });
    rig.book.begin(destination);
    rig.time.now -= day;
    expect(rig.gate()).toEqual({ kind: 'probe' });
  });

  test('an attempt is written once, when it ends', () => {
    const rig = createHealthRig();
    rig.book.begin(destination);
    rig.gate();
    expect(rig.store.writes).toBe(0);
    rig.book.end(destination, delivered());
    expect(rig.store.writes).toBe(1);
    rig.attempt({ kind: 'silent' });
    expect(rig.store.writes).toBe(1);
  });
});
