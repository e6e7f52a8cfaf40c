import { expect, test } from 'vitest';
import { rangeOf } from './published-files.ts';

test.each([
  [undefined, 10, 'whole'],
  ['bytes=0-0', 10, { start: 0, end: 0 }],
  ['bytes=3-', 10, { start: 3, end: 9 }],
  ['bytes=3-99', 10, { start: 3, end: 9 }],
  ['bytes=-4', 10, { start: 6, end: 9 }],
  ['bytes=-40', 10, { start: 0, end: 9 }],
  ['bytes=10-', 10, null],
  ['bytes=0-0', 0, null],
  ['bytes=-0', 10, null],
  ['bytes=0-1,3-4', 10, 'whole'],
  ['lines=1-2', 10, 'whole'],
])('Range "%s" of %i bytes', (header, size, range) => {
  expect(rangeOf(header, size)).toEqual(range);
});
