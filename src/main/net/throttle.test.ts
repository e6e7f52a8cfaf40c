import { expect, it } from 'vitest';
import { BodyFeed } from './body-feed.ts';
import { bodyOf, drained, patternBytes } from './fixtures/loopback.ts';
import { createThrottle, type Sleep } from './throttle.ts';

const KiB = 1024;

/** A clock that moves when all that is awaited is a sleep, to the end of the shortest. */
function clock() {
  let now = 0;
  const sleepers: { readonly at: number; readonly wake: () => void }[] = [];
  const sleep: Sleep = (ms, signal) =>
    new Promise((resolve) => {
      sleepers.push({ at: now + ms, wake: resolve });
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  return {
    now: () => now,
    sleep,
    async runUntil(done: Promise<unknown>): Promise<number> {
      let over = false;
      done.finally(() => (over = true)).catch(() => {});
      for (;;) {
        for (let turn = 0; turn < 100; turn++) await Promise.resolve();
        if (over) return now;
        sleepers.sort((a, b) => a.at - b.at);
        const next = sleepers.shift();
        now = Math.max(now, next?.at ?? now);
        next?.wake();
      }
    },
  };
}

/** Sends a body as fast as the limit lets it, and tells when each piece left. */
async function send(bytes: number, limit: () => number | null, time = clock(), throttle = createThrottle(limit, time)) {
  const content = patternBytes(bytes);
  const pieces: { at: number; length: number }[] = [];
  const moves: number[] = [];
  const feed = new BodyFeed(bodyOf(content), () => moves.push(time.now()), { now: time.now, throttle });
  const copies: Uint8Array[] = [];
  const sending = (async () => {
    for await (const piece of feed.pieces) {
      pieces.push({ at: time.now(), length: piece.length });
      copies.push(Uint8Array.from(piece));
    }
  })();
  return { feed, sending, pieces, moves, whole: () => Buffer.concat(copies).equals(content), time, throttle };
}

it.each([50 * KiB, 1000 * KiB, 8_000 * KiB])('%i bytes per second are kept to, in small even steps', async (limit) => {
  const { sending, pieces, moves, whole, time } = await send(limit * 10, () => limit);
  const tookMs = await time.runUntil(sending);
  expect(whole()).toBe(true);
  expect(tookMs).toBeGreaterThan(9_500);
  expect(tookMs).toBeLessThan(10_200);
  const steps = pieces.map(({ at }, index) => at - (pieces[index - 1]?.at ?? 0));
  expect(Math.max(...steps)).toBeLessThanOrEqual(150);
  expect(moves.length).toBeGreaterThan(95);
});

it('is shared by all bodies, evenly', async () => {
  const time = clock();
  const throttle = createThrottle(() => 100 * KiB, time);
  const sends = await Promise.all([1, 2, 3, 4].map(() => send(250 * KiB, () => null, time, throttle)));
  const ends: number[] = [];
  for (const one of sends) one.sending.then(() => ends.push(time.now())).catch(() => {});
  expect(await time.runUntil(Promise.all(sends.map(({ sending }) => sending)))).toBeGreaterThan(9_400);
  expect(Math.min(...ends)).toBeGreaterThan(8_500);
});

it('may be changed, and taken away, at any time', async () => {
  let limit: number | null = 1;
  const { sending, pieces, time } = await send(3000 * KiB, () => limit);
  const at = (ms: number) => time.sleep(ms, new AbortController().signal);
  const changing = (async () => {
    await at(5_000);
    limit = 100 * KiB;
    await at(5_000);
    limit = null;
  })();
  expect(await time.runUntil(Promise.all([changing, sending]))).toBeLessThan(10_600);
  const sentBy = (ms: number) => pieces.reduce((sum, { at, length }) => sum + (at < ms ? length : 0), 0);
  expect(sentBy(5_000)).toBe(KiB);
  expect(sentBy(10_000)).toBeGreaterThan(430 * KiB);
  expect(sentBy(10_000)).toBeLessThan(550 * KiB);
});

it('holds no body up for longer than a moment without saying so', async () => {
  const { sending, moves, time } = await send(3 * KiB, () => 100);
  expect(await time.runUntil(sending)).toBeGreaterThan(20_000);
  const pauses = moves.map((at, index) => at - (moves[index - 1] ?? 0));
  expect(Math.max(...pauses)).toBeLessThanOrEqual(250);
});

it('does not save up while nothing is sent', async () => {
  const time = clock();
  const throttle = createThrottle(() => 100 * KiB, time);
  await time.runUntil(time.sleep(3_600_000, new AbortController().signal));
  const { sending } = await send(1000 * KiB, () => null, time, throttle);
  expect((await time.runUntil(sending)) - 3_600_000).toBeGreaterThan(9_500);
});

it('ends its wait with the body', async () => {
  const { feed, time, pieces } = await send(10 * KiB, () => 1);
  await time.runUntil(time.sleep(1, new AbortController().signal));
  await time.runUntil(feed.end());
  expect(await drained(feed.pieces)).toHaveLength(0);
  expect(pieces).toHaveLength(1);
});

it('costs nothing where there is none', async () => {
  const throttle = createThrottle(() => null, clock());
  expect(throttle.pieceBytes()).toBe(Number.POSITIVE_INFINITY);
  expect(throttle.draw(1e9, new AbortController().signal, () => {})).toBeNull();
});
