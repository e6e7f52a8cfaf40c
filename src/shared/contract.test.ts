import { describe, expect, test } from 'vitest';
import { calls } from './contract.ts';

const filesOf = (files: unknown, from = 'drop') => calls['intake.files'].input.safeParse({ files, from }).success;

describe('the contract', () => {
  test('paths come through the preload’s door only', () => {
    const withPaths = Object.entries(calls).filter(
      ([name]) => name.startsWith('intake.') && !name.startsWith('intake.confirm'),
    );
    expect(withPaths.map(([name, { door }]) => `${name} ${door}`)).toEqual([
      'intake.files preload',
      'intake.clipboard preload',
    ]);
  });

  test.each<[unknown, boolean]>([
    [[{ path: '/a' }], true],
    [[{ pathlessName: '' }], true],
    [[], false],
    [[{ path: '' }], false],
    [[{ path: 1 }], false],
    [[{}], false],
    [['/a'], false],
    ['/a', false],
  ])('files %j are accepted: %o', (files, accepted) => {
    expect(filesOf(files)).toBe(accepted);
  });

  test('a page can not claim another way in', () => {
    expect(filesOf([{ path: '/a' }], 'command-line')).toBe(false);
  });

  test.each([undefined, null, {}, { id: 1 }, { id: '' }, { id: 'x'.repeat(65) }])('%j names no upload', (input) => {
    expect(calls['uploads.cancel'].input.safeParse(input).success).toBe(false);
  });
});
