import { expect, test } from 'vitest';
import { byteRange } from './byte-range.ts';

test.each([
  [undefined, 10, null],
  ['', 10, null],
  ['bytes=0-0', 10, { start: 0, end: 1 }],
  ['bytes=0-9', 10, { start: 0, end: 10 }],
  ['bytes=0-', 10, { start: 0, end: 10 }],
  ['bytes=9-', 10, { start: 9, end: 10 }],
  ['bytes=4-99', 10, { start: 4, end: 10 }],
  ['bytes=4-99999999999999999999999', 10, { start: 4, end: 10 }],
  ['bytes=-1', 10, { start: 9, end: 10 }],
  ['bytes=-10', 10, { start: 0, end: 10 }],
  ['bytes=-99', 10, { start: 0, end: 10 }],
  ['Bytes= 2-3 ', 10, { start: 2, end: 4 }],
  ['bytes=10-', 10, 'unsatisfiable'],
  ['bytes=99999999999999999999999-', 10, 'unsatisfiable'],
  ['bytes=-0', 10, 'unsatisfiable'],
  ['bytes=0-', 0, 'unsatisfiable'],
  ['bytes=-5', 0, null],
  ['bytes=5-4', 10, null],
  ['bytes=0-1,3-4', 10, null],
  ['bytes=0-1, 3-4', 10, null],
  ['bytes=-', 10, null],
  ['bytes=a-b', 10, null],
  ['bytes=-1-2', 10, null],
  ['bytes=0x1-2', 10, null],
  ['items=0-1', 10, null],
  ['bytes 0-1', 10, null],
])('%s of %i bytes is %o', (header, size, expected) => {
  expect(byteRange(header, size)).toEqual(expected);
});
