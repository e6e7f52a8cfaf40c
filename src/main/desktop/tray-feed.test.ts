import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { BatchId, UploadId } from '../../shared/ids.ts';
import { createTrayFeed, type Stand } from './tray-feed.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const id = (name: string): UploadId => UploadId.parse(name);

function createDesk() {
  const desk = {
    running: 0,
    asking: {} as Record<string, number>,
    failed: new Set<string>(),
    watched: false,
    looks: 0,
  };
  const stands: Stand[] = [];
  const asked: number[] = [];
  const feed = createTrayFeed({
    tally: {
      tally() {
        desk.looks += 1;
        const asking = Object.values(desk.asking).reduce((sum, count) => sum + count, 0);
        return { running: desk.running, waiting: 0, asking, paused: 0 };
      },
      asking: () => new Map(Object.entries(desk.asking).map(([batch, count]) => [BatchId.parse(batch), count])),
      hasFailed: (upload) => desk.failed.has(upload),
      newestLinks: () => [],
      toPause: () => [],
      toResume: () => [],
    },
    stands: (stand) => stands.push(stand),
    isWatched: () => desk.watched,
    asks: (count) => asked.push(count),
    report: (error) => {
      throw error;
    },
  });
  return { desk, stands, asked, feed };
}

test('however much changes, it is looked at twice a second, and told only where it is new', () => {
  const { desk, stands, feed } = createDesk();
  const before = desk.looks;
  for (let at = 0; at < 10_000; at += 1) {
    desk.running = at % 7;
    feed.changed(id(`${at % 50}`));
    if (at % 10 === 9) vi.advanceTimersByTime(1);
  }
  vi.advanceTimersByTime(1_000);
  expect(desk.looks - before).toBe(2);
  expect(stands.at(-1)?.standing.running).toBe(desk.running);
  const told = stands.length;
  feed.changed(id('1'));
  vi.advanceTimersByTime(1_000);
  expect(stands).toHaveLength(told);
});

test('failures count until the user looks, and not where they look', () => {
  const { desk, feed } = createDesk();
  desk.failed.add('a').add('b');
  for (const name of ['a', 'b', 'c']) feed.changed(id(name));
  vi.advanceTimersByTime(1_000);
  expect(feed.now().standing.failed).toBe(2);
  // Started anew.
  desk.failed.delete('b');
  feed.changed(id('b'));
  vi.advanceTimersByTime(1_000);
  expect(feed.now().standing.failed).toBe(1);
  feed.looked();
  vi.advanceTimersByTime(1_000);
  expect(feed.now().standing.failed).toBe(0);
  desk.watched = true;
  desk.failed.add('d');
  feed.changed(id('d'));
  vi.advanceTimersByTime(1_000);
  expect(feed.now().standing.failed).toBe(0);
});

test('each batch asks once, and again once it was answered', () => {
  const { desk, asked, feed } = createDesk();
  const after = (asking: Record<string, number>): void => {
    desk.asking = asking;
    feed.changed(id('x'));
    vi.advanceTimersByTime(1_000);
  };
  after({ one: 2 });
  after({ one: 3 });
  after({ one: 3, two: 1 });
  after({});
  after({ one: 1 });
  expect(asked).toEqual([2, 1, 1]);
});

test('after its end it looks no more', () => {
  const { desk, feed } = createDesk();
  feed.changed(id('x'));
  feed[Symbol.dispose]();
  feed.changed(id('x'));
  const before = desk.looks;
  vi.advanceTimersByTime(10_000);
  expect(desk.looks).toBe(before);
});
