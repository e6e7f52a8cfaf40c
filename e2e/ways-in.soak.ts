/** Starts that come in the very moment in which another one begins or ends: rare, and told apart only over many runs. */
import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { startLab } from '../lab/lab.ts';
import { test } from './app.ts';
import { arrived, attachOutputs, folderWith, startAgain } from './starts.ts';

test.skip(process.platform !== 'linux', 'starts the program as a Linux desktop does');

test.afterEach(({ browserName: _ }, testInfo) => attachOutputs(testInfo));

test('of two starts at the same time one runs, and both have their files sent', async () => {
  await using lab = await startLab({});
  using folder = folderWith(['first.txt', 'second.txt']);
  const home = join(folder.path, 'home');
  await using first = startAgain({ home, settings: lab.settings, files: ['first.txt'], folder: folder.path });
  await using second = startAgain({ home, files: ['second.txt'], folder: folder.path });
  await expect.poll(() => arrived(lab), { timeout: 30_000 }).toEqual(folder.hashes);
  expect(await Promise.race([first.ended, second.ended])).toBe(0);
});

test('a program that is about to end starts again for what comes then', async () => {
  await using lab = await startLab({});
  using folder = folderWith(['before.txt', 'late.txt']);
  const home = join(folder.path, 'home');
  await using first = startAgain({ home, settings: lab.settings, files: ['before.txt'], folder: folder.path });
  await expect.poll(() => lab.catbox.uploads.length, { timeout: 30_000 }).toBe(1);
  const { pid } = first;
  if (pid === undefined) throw new Error('no first program');
  // It stands still until the second start has rung, and hears of its own end first.
  process.kill(pid, 'SIGSTOP');
  await using second = startAgain({ home, files: ['late.txt'], folder: folder.path });
  await expect.poll(() => handed(home)).toHaveLength(1);
  process.kill(pid, 'SIGTERM');
  process.kill(pid, 'SIGCONT');
  expect(await first.ended).toBe(0);
  await using _again = runningNow(home);
  await expect.poll(() => arrived(lab), { timeout: 30_000 }).toEqual(folder.hashes);
  expect(handed(home)).toEqual([]);
  expect(await second.ended).toBe(0);
});

const handed = (home: string): string[] => {
  const folder = join(home, 'handed-over');
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
};

/** Ends the program that has this data folder, whoever started it. */
function runningNow(home: string): AsyncDisposable {
  const pid = (): number => Number(/-(\d+)$/.exec(readlinkSync(join(home, 'browser', 'SingletonLock')))?.[1]);
  return {
    async [Symbol.asyncDispose]() {
      const last = pid();
      process.kill(last, 'SIGTERM');
      await expect.poll(() => existsSync(`/proc/${last}/exe`)).toBe(false);
    },
  };
}
