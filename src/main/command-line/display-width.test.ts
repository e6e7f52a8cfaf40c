import { expect, test } from 'vitest';
import { cutEnd, cutMiddle, displayWidth, padTo } from './display-width.ts';

test.each([
  ['abc', 3],
  ['日本', 4],
  ['e\u0301', 1],
  ['👍🏽', 2],
  ['👩‍👩‍👧', 2],
  ['🇵🇱', 2],
  ['가', 2],
  ['', 0],
])('%s takes %i cells', (text, width) => {
  expect(displayWidth(text)).toBe(width);
});

test('a name keeps its end, a sentence its beginning', () => {
  expect(cutMiddle('a long holiday picture.jpg', 11)).toBe('a lon…e.jpg');
  expect(cutEnd('catbox did not answer', 10)).toBe('catbox di…');
});

test('a wide sign is never cut in half', () => {
  expect(displayWidth(cutMiddle('日本語日本語', 8))).toBeLessThanOrEqual(8);
  expect(displayWidth(cutEnd('日本語日本語', 6))).toBeLessThanOrEqual(6);
});

test('short texts are filled up by cells', () => {
  expect(padTo('日', 4)).toBe('日  ');
  expect(padTo('abcdef', 4)).toBe('abcdef');
});
