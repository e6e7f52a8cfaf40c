/** A dropped folder: as files, or as one zip that another program unpacks to the same bytes. */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { startLab } from '../lab/lab.ts';
import { dropFiles, test } from './app.ts';
import { endBy, row } from './window.ts';

let folder = '';
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'droprelay-e2e-'));
});
test.afterEach(() => rmSync(folder, { recursive: true }));

test('as one zip link, names and bytes kept, links inside left out', async ({ launchApp }) => {
  const trip = join(folder, 'trip ü');
  mkdirSync(join(trip, 'day 2'), { recursive: true });
  const files = { 'a.txt': randomBytes(1000), 'day 2/写真.jpg': randomBytes(300_000), 'day 2/b.txt': Buffer.from('b') };
  for (const [path, bytes] of Object.entries(files)) writeFileSync(join(trip, path), bytes);
  symlinkSync('/etc/passwd', join(trip, 'passwd'));
  await using lab = await startLab();
  const { page, home } = await launchApp({ settings: lab.chainOf('catbox') });
  await expect(page.getByRole('region', { name: 'Drop files' })).toBeVisible();
  await dropFiles(page, [trip]);
  await expect(page.getByText(/^.trip ü. has 3 files, 301 KB\. How should it go\?$/)).toBeVisible();
  expect(lab.catbox.requests).toEqual([]);
  await page.getByRole('button', { name: 'As one zip' }).click();
  const link = row(page, 'trip ü.zip').getByRole('button', { name: 'Copy link' });
  await expect(link).toBeVisible({ timeout: 20_000 });

  const upload = lab.catbox.uploads[0];
  const answer = await fetch(upload?.link ?? '');
  const zip = join(folder, 'got.zip');
  writeFileSync(zip, new Uint8Array(await answer.arrayBuffer()));
  const out = join(folder, 'out');
  execFileSync('python3', ['-m', 'zipfile', '-e', zip, out]);
  expect(readdirSync(join(out, 'trip ü')).sort()).toEqual(['a.txt', 'day 2']);
  for (const [path, bytes] of Object.entries(files)) {
    expect(readFileSync(join(out, 'trip ü', path)).equals(bytes)).toBe(true);
  }
  expect(readdirSync(join(home, 'spool')).length).toBeLessThan(2);
});

test('as files, each has its link; Cancel sends nothing; an empty folder says so', async ({ launchApp }) => {
  const two = join(folder, 'two');
  mkdirSync(two);
  for (const name of ['apple.txt', 'pear.txt']) writeFileSync(join(two, name), name);
  mkdirSync(join(folder, 'empty'));
  await using lab = await startLab();
  const { page } = await launchApp({ settings: lab.chainOf('catbox') });
  await expect(page.getByRole('region', { name: 'Drop files' })).toBeVisible();
  await dropFiles(page, [two]);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('How should it go?')).toBeHidden();
  expect(lab.catbox.requests).toEqual([]);
  await dropFiles(page, [two]);
  await page.getByRole('button', { name: 'As 2 links' }).click();
  for (const name of ['apple.txt', 'pear.txt']) {
    await expect(row(page, name).getByRole('button', { name: 'Copy link' })).toBeVisible({ timeout: 20_000 });
  }
  await dropFiles(page, [join(folder, 'empty')]);
  await expect(row(page, 'empty')).toContainText('There are no files in this folder.');
});

test('packing shows how far it is, and Cancel leaves nothing of it', async ({ launchApp }) => {
  const large = join(folder, 'large');
  mkdirSync(large);
  writeFileSync(join(large, 'a.txt'), 'a');
  writeFileSync(join(large, 'b.mp4'), '');
  truncateSync(join(large, 'b.mp4'), 20_000_000_000);
  await using lab = await startLab();
  const { page, home } = await launchApp({ settings: lab.chainOf('catbox') });
  await expect(page.getByRole('region', { name: 'Drop files' })).toBeVisible();
  await dropFiles(page, [large]);
  await page.getByRole('button', { name: 'As one zip' }).click();
  await expect(page.getByText(/^Packing large: 1 of 2 files · \d+ of 20 GB$/)).toBeVisible();
  const bar = page.getByRole('progressbar', { name: 'large' });
  await expect(bar).toHaveAttribute('aria-valuemax', '20000000001');
  await expect.poll(async () => Number(await bar.getAttribute('aria-valuenow'))).toBeGreaterThan(1);
  expect(readdirSync(join(home, 'spool'))).toHaveLength(1);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('Packing large')).toBeHidden();
  await expect.poll(() => readdirSync(join(home, 'spool'))).toEqual([]);
  expect(lab.catbox.requests).toEqual([]);
});

test('a quit asks while a folder is packed: it does not go on, and nothing of it is left', async ({ launchApp }) => {
  const large = join(folder, 'large');
  mkdirSync(large);
  writeFileSync(join(large, 'b.mp4'), '');
  truncateSync(join(large, 'b.mp4'), 20_000_000_000);
  await using lab = await startLab();
  const home = join(folder, 'home');
  const first = await launchApp({ home, settings: lab.chainOf('catbox') });
  await expect(first.page.getByRole('region', { name: 'Drop files' })).toBeVisible();
  await dropFiles(first.page, [large]);
  await first.page.getByRole('button', { name: 'As one zip' }).click();
  await expect(first.page.getByText(/^Packing large/)).toBeVisible();

  const dialog = first.page.getByRole('alertdialog', { name: 'Quit Droprelay?' });
  await first.app.evaluate(({ app }) => app.quit());
  await expect(dialog).toContainText('A folder is still being packed. That does not go on at the next start');
  await expect(dialog).not.toContainText('not finished');
  await dialog.getByRole('button', { name: 'Stay' }).click();
  await expect(first.page.getByText(/^Packing large/)).toBeVisible();
  await first.app.evaluate(({ app }) => app.quit());
  await expect(dialog).toBeVisible();
  await endBy(first.app, () => dialog.getByRole('button', { name: 'Quit' }).click());

  const again = await launchApp({ home });
  await expect(again.page.getByRole('region', { name: 'Drop files' })).toBeVisible();
  await expect.poll(() => readdirSync(join(home, 'spool'))).toEqual([]);
  await expect(again.page.getByText(/large/)).toBeHidden();
  expect(lab.catbox.requests).toEqual([]);
  await again.close();
});
