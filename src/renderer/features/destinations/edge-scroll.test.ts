import { expect, test } from 'vitest';
import { edgePace } from './edge-scroll.ts';

const pane = { top: 100, bottom: 500 };
const long = { top: -200, bottom: 900 };

test.each([
  ['in the middle', 300, long, 0],
  ['just before the edge', 444, long, 0],
  ['half way into the lower edge', 472, long, 450],
  ['at the lower edge', 500, long, 900],
  ['below the pane', 700, long, 900],
  ['half way into the upper edge', 128, long, -450],
  ['above the pane', 20, long, -900],
  ['below, where the list ends in view', 700, { top: -200, bottom: 480 }, 0],
  ['above, where the list begins in view', 20, { top: 120, bottom: 900 }, 0],
])('held %s', (_, pointer, list, pace) => {
  expect(edgePace(pointer, pane, list)).toBe(pace);
});

test('a low pane has a middle too', () => {
  const low = { top: 0, bottom: 80 };
  expect([10, 40, 70].map((pointer) => Math.sign(edgePace(pointer, low, long)))).toEqual([-1, 0, 1]);
});
