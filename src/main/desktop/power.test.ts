import { EventEmitter } from 'node:events';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createPower } from './power.ts';

function listen() {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const events = new EventEmitter();
  const done: string[] = [];
  const power = createPower(events, { rest: () => done.push('rest'), wake: () => done.push('wake') });
  return { events, done, power };
}

test('sleep puts uploads down, waking goes on with them', () => {
  const { events, done } = listen();
  events.emit('suspend');
  events.emit('resume');
  vi.advanceTimersByTime(60_000);
  expect(done).toEqual(['rest', 'wake']);
});

test('a computer that stayed awake goes on by itself', () => {
  const { events, done } = listen();
  events.emit('suspend');
  vi.advanceTimersByTime(29_999);
  expect(done).toEqual(['rest']);
  vi.advanceTimersByTime(1);
  expect(done).toEqual(['rest', 'wake']);
});

test('after its end it listens no more', () => {
  const { events, done, power } = listen();
  events.emit('suspend');
  power[Symbol.dispose]();
  events.emit('resume');
  vi.advanceTimersByTime(60_000);
  expect(done).toEqual(['rest']);
});
