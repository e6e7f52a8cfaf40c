import { expect, test } from 'vitest';
import { pathSegment, shortenedName } from './names.ts';

test.each([
  ['short.txt', 9, 'short.txt'],
  ['a-long-name.txt', 10, 'a-long.txt'],
  ['holiday-2026.tar.gz', 12, 'holid.tar.gz'],
  ['no-extension-at-all', 5, 'no-ex'],
  ['a.this-is-no-extension', 6, 'a.this'],
  ['.bashrc-of-long-ago', 8, '.bashrc-'],
  ['報告書.txt', 10, '報告.txt'],
  ['報告書.txt', 12, '報告.txt'],
  ['🎉🎉🎉.png', 11, '🎉.png'],
  ['a.png', 4, 'a.pn'],
])('%j in %i bytes is %j', (name, maxBytes, short) => {
  expect(shortenedName(name, maxBytes)).toBe(short);
  expect(Buffer.byteLength(short)).toBeLessThanOrEqual(maxBytes);
});

test.each([
  ['a b#c?d&e%.txt', 'a%20b%23c%3Fd%26e%25.txt'],
  ['../x\\y', '..%2Fx%5Cy'],
  ['\ud800.txt', '%EF%BF%BD.txt'],
  ['..', '_..'],
  ['.', '_.'],
  ['', '_'],
  ['...', '...'],
])('%j is the segment %j, and stays in its folder', (name, segment) => {
  expect(pathSegment(name)).toBe(segment);
  expect(new URL(pathSegment(name), 'https://host.example/bin/').pathname).toBe(`/bin/${segment}`);
});
