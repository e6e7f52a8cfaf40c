import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { EventName } from '../../shared/contract.ts';
import { events } from '../../shared/contract.ts';
import type { UploadId } from '../../shared/ids.ts';
import type { State } from '../../shared/model.ts';
import { createPace } from '../engine/pace.ts';
import { createTestStore, destination, source, storeNow, uploadId } from '../store/test-store.ts';
import { createFeed } from './feed.ts';

const one = uploadId('one');
const running: State = { name: 'running', phase: 'sending', at: destination.id };
beforeEach(() => vi.useFakeTimers({ now: storeNow }));
afterEach(() => vi.useRealTimers());

function createWindow(names: readonly string[] = ['one'], settled?: () => void) {
  const sent: { name: EventName; payload: unknown }[] = [];
  const rows = createTestStore(names);
  const feed = createFeed(
    rows.reader,
    (name, payload) => sent.push({ name, payload: events[name].parse(payload) }),
    Date.now,
    settled,
  );
  const set = (id: UploadId, state: State): void => {
    rows.store.setState(id, state);
    feed.changed(id);
  };
  return { ...rows, feed, sent, set, progressOf: () => sent.filter(({ name }) => name === 'uploads.progress') };
}

describe('what the window is told', () => {
  test('comes at most ten times a second, whatever happens', () => {
    const { feed, sent, store } = createWindow();
    store.setState(one, running);
    for (let ms = 0; ms < 1_000; ms += 1) {
      feed.changed(one);
      feed.progress(one, ms);
      vi.advanceTimersByTime(1);
    }
    vi.advanceTimersByTime(100);
    for (const event of ['uploads.changed', 'uploads.progress']) {
      const count = sent.filter(({ name }) => name === event).length;
      expect(count).toBeGreaterThanOrEqual(9);
      expect(count).toBeLessThanOrEqual(10);
    }
  });

  test('is each upload once, whole, with its batch', () => {
    const { feed, sent } = createWindow(['one', 'two']);
    for (let turn = 0; turn < 5; turn += 1) for (const name of ['one', 'two']) feed.changed(uploadId(name));
    vi.advanceTimersByTime(100);
    expect(sent).toMatchObject([
      { name: 'uploads.changed', payload: { uploads: [{ id: 'one' }, { id: 'two' }], batches: [{ id: 'batch' }] } },
    ]);
  });

  test('is some hundred at a time where thousands changed, each of them once, and none is forgotten', () => {
    const names = Array.from({ length: 1_200 }, (_, at) => `upload-${at}`);
    const { feed, sent } = createWindow(names);
    for (const name of names) feed.changed(uploadId(name));
    vi.advanceTimersByTime(100);
    feed.changed(uploadId('upload-0'));
    vi.advanceTimersByTime(1_000);
    const told = sent.map(({ payload }) => (payload as { uploads: { id: string }[] }).uploads.map(({ id }) => id));
    expect(told.map((ids) => ids.length)).toEqual([250, 250, 250, 250, 201]);
    expect(told.flat()).toEqual([...names, 'upload-0']);
  });

  test('is how destinations are doing at once after an attempt ended, and then once a second while more end', () => {
    const told: number[] = [];
    const { set } = createWindow(['one'], () => told.push(Date.now() - storeNow));
    for (let ms = 0; ms < 2_000; ms += 200) {
      set(one, { name: 'cancelled' });
      vi.advanceTimersByTime(200);
    }
    vi.advanceTimersByTime(5_000);
    expect(told).toEqual([100, 1_100, 2_100]);
  });

  test('keeps the bytes sent when the state changes on the way', () => {
    const { feed, sent, set } = createWindow();
    set(one, running);
    feed.progress(one, 70);
    vi.advanceTimersByTime(100);
    set(one, { ...running, phase: 'finishing' });
    vi.advanceTimersByTime(100);
    expect(sent.at(-1)).toMatchObject({ name: 'uploads.changed', payload: { uploads: [{ sentBytes: 70 }] } });
  });

  test('is no progress of what does not run any more', () => {
    const { feed, set, progressOf, sent } = createWindow();
    set(one, running);
    feed.progress(one, 70);
    set(one, { name: 'cancelled' });
    vi.advanceTimersByTime(100);
    expect(progressOf()).toEqual([]);
    expect(sent.at(-1)).toMatchObject({ payload: { uploads: [{ sentBytes: 0, state: { name: 'cancelled' } }] } });
  });

  test('names pace and time left once they are known', () => {
    const { feed, set, progressOf, store } = createWindow();
    const payload = { name: 'one', mime: 'text/plain', spooled: false };
    store.setPayload(one, { ...source, size: 10_000 }, payload, { name: 'queued' });
    set(one, running);
    for (let second = 0; second <= 2; second += 1) {
      feed.progress(one, second * 1_000);
      vi.advanceTimersByTime(1_000);
    }
    expect(progressOf().map(({ payload }) => payload)).toEqual([
      [{ id: 'one', sentBytes: 0, bytesPerSecond: null, msLeft: null }],
      [{ id: 'one', sentBytes: 1_000, bytesPerSecond: 1_000, msLeft: 9_000 }],
      [{ id: 'one', sentBytes: 2_000, bytesPerSecond: 1_000, msLeft: 8_000 }],
    ]);
  });

  test('is nothing after the end, when the database may be closed', () => {
    const { feed, sent, database } = createWindow();
    feed.changed(one);
    feed[Symbol.dispose]();
    feed.changed(one);
    feed.progress(one, 1);
    database[Symbol.dispose]();
    vi.advanceTimersByTime(1_000);
    expect(sent).toEqual([]);
  });
});

describe('pace', () => {
  test('is silent until there is enough to tell', () => {
    const pace = createPace();
    pace.add(0, 0);
    pace.add(500, 799);
    expect(pace.bytesPerSecond()).toBeNull();
    pace.add(800, 800);
    expect(pace.bytesPerSecond()).toBe(1_000);
  });

  test('is that of the last seconds', () => {
    const pace = createPace();
    for (let at = 0; at <= 10_000; at += 1_000) pace.add(at < 5_000 ? at : 5_000 + (at - 5_000) * 10, at);
    expect(pace.bytesPerSecond()).toBe(10_000);
  });

  test('is 0 for what stands still, and begins anew with another attempt', () => {
    const pace = createPace();
    pace.add(700, 0);
    pace.add(700, 1_000);
    expect(pace.bytesPerSecond()).toBe(0);
    pace.add(10, 1_100);
    expect(pace.bytesPerSecond()).toBeNull();
  });
});
