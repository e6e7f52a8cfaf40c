// Programs are run from the cache: it must be our own folder, whoever else uses this machine.
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cacheCandidates, firstOwnFolder } from './cache.ts';

const { uid } = userInfo();
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'droprelay-cache-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('the places are XDG_CACHE_HOME, ~/.cache, and a folder of this user in the temporary one', () => {
  expect(cacheCandidates({ XDG_CACHE_HOME: '/xdg' }, '/home/a', '/tmp', 7)).toEqual([
    join('/xdg', 'droprelay'),
    join('/home/a', '.cache', 'droprelay'),
    join('/tmp', 'droprelay-cache-7'),
  ]);
});

test('a relative XDG_CACHE_HOME is ignored, as its specification asks', () => {
  expect(cacheCandidates({ XDG_CACHE_HOME: 'here' }, '/home/a', '/tmp', 7)).toHaveLength(2);
});

describe.skipIf(process.platform === 'win32')('the first folder that is ours', () => {
  test('is made when it is not there', () => {
    const fresh = join(folder, 'a', 'b');
    expect(firstOwnFolder([fresh], uid)).toBe(fresh);
    expect(existsSync(fresh)).toBe(true);
  });

  test('is not one below something that is no folder', () => {
    writeFileSync(join(folder, 'file'), '');
    const good = join(folder, 'good');
    expect(firstOwnFolder([join(folder, 'file', 'x'), good], uid)).toBe(good);
  });

  test('is not one that others can write to', () => {
    const open = join(folder, 'open');
    mkdirSync(open);
    chmodSync(open, 0o777);
    expect(firstOwnFolder([open, join(folder, 'good')], uid)).toBe(join(folder, 'good'));
  });

  test('is not a link that somebody laid', () => {
    const target = join(folder, 'target');
    mkdirSync(target);
    symlinkSync(target, join(folder, 'link'));
    expect(firstOwnFolder([join(folder, 'link'), join(folder, 'good')], uid)).toBe(join(folder, 'good'));
  });

  test("is not another user's", () => {
    expect(() => firstOwnFolder([folder], uid + 1)).toThrow('belongs to another user');
  });
});
