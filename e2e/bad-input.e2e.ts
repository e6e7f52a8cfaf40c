/** Everything a folder can hold, dropped at once: each uploads right or says why, and nothing disturbs the others. */
import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { startLab } from '../lab/lab.ts';
import { runsAsRoot } from '../scripts/sandbox.ts';
import { dropFiles, test } from './app.ts';
import { row } from './window.ts';

const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

test('odd names arrive whole, under names that hosts can read', async ({ launchApp }) => {
  test.skip(process.platform === 'win32', 'Windows allows none of these names');
  await using lab = await startLab({});
  const folder = mkdtempSync(join(tmpdir(), 'droprelay-e2e-'));
  const names = [
    'double " and single \' quotes.txt',
    'line\r\nbreak.txt',
    'hash # percent %41 question ?.txt',
    '漢字とかな.txt',
    'emoji 🦊👩‍👩‍👧.txt',
    'rtl \u202Efdp.txt',
    `${'n'.repeat(251)}.txt`,
    '..hidden',
    ' leading and trailing ',
    '-rf',
    '<img src=x onerror=alert(1)>.txt',
  ];
  const bytes = names.map(() => randomBytes(2_000));
  names.forEach((name, index) => {
    writeFileSync(join(folder, name), bytes[index] ?? '');
  });
  const { page } = await launchApp({ settings: lab.settings });
  await dropFiles(
    page,
    names.map((name) => join(folder, name)),
  );
  await expect(page.getByRole('button', { name: 'Copy link' })).toHaveCount(names.length, { timeout: 30_000 });
  expect(lab.catbox.uploads.map(({ sha256 }) => sha256).sort()).toEqual(bytes.map(hash).sort());
  await expect(page.locator('img[src=x]')).toHaveCount(0);
});

test('what is no readable file says so, and the rest of the batch goes on', async ({ launchApp }) => {
  test.skip(process.platform === 'win32', 'needs FIFOs, devices and permissions');
  await using lab = await startLab({});
  const folder = mkdtempSync(join(tmpdir(), 'droprelay-e2e-'));
  const at = (name: string): string => join(folder, name);
  writeFileSync(at('good.txt'), 'good');
  writeFileSync(at('also good.txt'), 'also good');
  writeFileSync(at('empty.txt'), '');
  writeFileSync(at('sparse.bin'), '');
  truncateSync(at('sparse.bin'), 5_000_000_000);
  execFileSync('mkfifo', [at('pipe')]);
  mkdirSync(at('hollow'));
  mkdirSync(at('full'));
  writeFileSync(join(at('full'), 'inside.txt'), 'inside');
  writeFileSync(at('locked.txt'), 'locked');
  chmodSync(at('locked.txt'), 0);

  const { page } = await launchApp({ settings: lab.settings });
  const dropped = [
    'good.txt',
    'empty.txt',
    'sparse.bin',
    'pipe',
    'hollow',
    'full',
    'gone.txt',
    'locked.txt',
    'also good.txt',
  ];
  await dropFiles(page, [...dropped.map(at), '/dev/zero']);
  await page.getByRole('button', { name: 'As 1 link' }).click();

  const copy = { name: 'Copy link' } as const;
  for (const name of ['good.txt', 'also good.txt', 'inside.txt']) {
    await expect(row(page, name).getByRole('button', copy).first()).toBeVisible({ timeout: 20_000 });
  }
  await expect(row(page, 'sparse.bin')).toContainText('5 GB');
  await expect(row(page, 'pipe')).toContainText('not a regular file');
  await expect(row(page, 'zero')).toContainText('not a regular file');
  await expect(row(page, 'hollow')).toContainText(/folder/i);
  await expect(row(page, 'gone.txt')).toContainText('moved, deleted');
  if (!runsAsRoot()) await expect(row(page, 'locked.txt')).toContainText(/permission|not allowed|may not/i);
  expect(lab.catbox.uploads.map(({ sha256 }) => sha256)).toContain(hash(readFileSync(at('good.txt'))));
});

test('a file that changes while it is sent is not shared', async ({ launchApp }) => {
  await using lab = await startLab({});
  const path = join(mkdtempSync(join(tmpdir(), 'droprelay-e2e-')), 'growing.bin');
  writeFileSync(path, randomBytes(8_000_000));
  await lab.catbox.fail({ kind: 'slow', bytesPerSecond: 4_000_000 });
  const { page } = await launchApp({ settings: lab.settings });
  await dropFiles(page, [path]);
  await expect.poll(() => lab.catbox.requests.some(({ bodyBytes }) => bodyBytes > 100_000)).toBe(true);
  writeFileSync(path, 'more', { flag: 'a' });
  await expect(row(page, 'growing.bin')).toContainText('changed while it was being sent', { timeout: 20_000 });
  expect(lab.standIns.flatMap(({ uploads }) => uploads)).toEqual([]);
});

test('more than 50 files are counted and confirmed first', async ({ launchApp }) => {
  await using lab = await startLab({});
  const folder = mkdtempSync(join(tmpdir(), 'droprelay-e2e-'));
  const paths = Array.from({ length: 51 }, (_, index) => join(folder, `file ${index}.txt`));
  for (const path of paths) writeFileSync(path, path);
  const { page } = await launchApp({ settings: lab.settings });
  await dropFiles(page, paths);
  await expect(page.getByText(/51 files/).first()).toBeVisible();
  expect(lab.catbox.requests).toEqual([]);
  await page.getByRole('button', { name: /Send 51 files/ }).click();
  await expect.poll(() => lab.catbox.uploads.length, { timeout: 30_000 }).toBe(51);
});
