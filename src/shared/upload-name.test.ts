import { describe, expect, test } from 'vitest';
import { extensionOf, nameProblem, tidyName } from './upload-name.ts';

describe('the name of an upload', () => {
  test.each([
    ['photo.jpg', null],
    ['.env', null],
    ['drei ü #3 写真 🙂.tar.gz', null],
    ['CON', null],
    ['', 'empty'],
    ['.', 'dots'],
    ['...', 'dots'],
    ['../x', 'separator'],
    ['a\\b', 'separator'],
    ['a\nb', 'control'],
    ['a\0b', 'control'],
    ['a\u2028b', 'control'],
    ['gpj.\u202eexe', 'control'],
    ['x'.repeat(255), null],
    ['x'.repeat(256), 'too-long'],
    ['ü'.repeat(128), 'too-long'],
    ['a\ud800', 'too-long'],
  ])('%j has the problem %j', (name, problem) => {
    expect(nameProblem(name)).toBe(problem);
  });

  test('is kept without spaces around it, in one form', () => {
    expect(tidyName('  u\u0308.txt \n')).toBe('ü.txt');
  });

  test.each([
    ['a.jpg', '.jpg'],
    ['a.tar.gz', '.gz'],
    ['a', ''],
    ['.env', ''],
    ['a.', ''],
    ['a.b c', ''],
  ])('the ending of %j is %j', (name, extension) => {
    expect(extensionOf(name)).toBe(extension);
  });
});
