/** Ctrl+V of files and of an image. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from '@playwright/test';
import { startLab } from '../lab/lab.ts';
import { test } from './app.ts';
import { copyFiles, copyImage, row } from './window.ts';

const paste = process.platform === 'darwin' ? 'Meta+v' : 'Control+v';

test('copied files are uploaded in their order', async ({ launchApp }) => {
  test.skip(process.platform !== 'linux', 'puts files on the clipboard in the form that Linux desktops use');
  await using lab = await startLab({});
  const folder = mkdtempSync(join(tmpdir(), 'droprelay-e2e-'));
  const paths = ['a b.txt', 'c#d%41.txt', 'é漢.txt'].map((name) => join(folder, name));
  for (const path of paths) writeFileSync(path, path);
  const { app, page } = await launchApp({ settings: lab.settings });
  const list = paths.map((path) => `${pathToFileURL(path).href}\r\n`).join('');
  await copyFiles(app, list);
  await expect(page.getByRole('region', { name: 'Drop files' })).toBeVisible();
  await page.keyboard.press(paste);
  await expect(page.getByRole('button', { name: 'Copy link' })).toHaveCount(3);
  expect(lab.catbox.uploads.map(({ name }) => name).sort()).toEqual(['a b.txt', 'c#d%41.txt', 'é漢.txt'].sort());
});

test('a copied image arrives as a PNG with equal pixels', async ({ launchApp }) => {
  await using lab = await startLab({});
  const { app, page } = await launchApp({ settings: lab.settings });
  const pixels = await copyImage(app);
  await expect(page.getByRole('region', { name: 'Drop files' })).toBeVisible();
  await page.keyboard.press(paste);
  await expect(row(page, 'Clipboard 20').getByRole('button', { name: 'Copy link' })).toBeVisible();
  const stored = lab.catbox.uploads[0]?.path;
  if (!stored) throw new Error('the image did not arrive');
  const arrived = await app.evaluate(
    ({ nativeImage }, path) => nativeImage.createFromPath(path).toBitmap().toString('hex'),
    stored,
  );
  expect(arrived).toBe(pixels);
});

test('text alone is not uploaded unasked, and the window says what is there', async ({ launchApp }) => {
  await using lab = await startLab({});
  const { app, page } = await launchApp({ settings: lab.settings });
  await app.evaluate(async ({ clipboard }) => await clipboard.writeText('just words'));
  await expect(page.getByRole('region', { name: 'Drop files' })).toBeVisible();
  await page.keyboard.press(paste);
  await expect(page.getByRole('status').filter({ hasText: /text/i })).toBeVisible();
  expect(lab.catbox.requests).toEqual([]);
});
