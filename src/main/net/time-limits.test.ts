import { expect, it } from 'vitest';
import { answerLimit, flushLimit } from './time-limits.ts';

const MB = 1e6;

it.each([
  [0, 60_000],
  [200 * MB, 80_000],
  [1000 * MB, 160_000],
  [1e12, 600_000],
])('an answer to %i bytes is waited for %i ms', (bytes, ms) => {
  expect(answerLimit(bytes)).toBe(ms);
});

it.each([
  ['nothing was sent', 0, 1_000, 0],
  ['all of it may still lie in the buffer', 4 * 1024 * 1024, 30_000, 30_000],
  ['a tenth of it may', 40 * 1024 * 1024, 30_000, 3_000],
  ['the line is all but dead', 1024 * 1024, 3_600_000, 300_000],
])('the buffer may take its share of the time, where %s', (_, bytes, ms, limit) => {
  expect(flushLimit(bytes, ms)).toBe(limit);
});
