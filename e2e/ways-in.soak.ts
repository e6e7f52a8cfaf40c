/** Two starts in the same moment: what goes wrong with them is rare, and told only over many runs. */
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
