/** Copied images that outlive a kill, copied text, and how links look: the format's preview, and the QR code. */
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { startLab } from '../lab/lab.ts';
import { dropFiles, test } from './app.ts';
import { copyImage, row } from './window.ts';

const paste = process.platform === 'darwin' ? 'Meta+v' : 'Control+v';

let folder: string;
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'droprelay-e2e-'));
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

test('a copied image whose program is killed while it waits is uploaded after the next start', async ({
  launchApp,
}) => {
  await using lab = await startLab({});
  await lab.catbox.fail({ kind: 'status', status: 429, retryAfter: '8' });
  const home = join(folder, 'home');
  const first = await launchApp({ home, settings: lab.settings });
  const pixels = await copyImage(first.app);
  await first.page.keyboard.press(paste);
  await expect(row(first.page, 'Clipboard 20')).toContainText('catbox asked us to wait');
  const child = first.app.process();
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
  expect(lab.catbox.uploads).toEqual([]);

  const again = await launchApp({ home });
  const link = row(again.page, 'Clipboard 20').getByRole('button', { name: 'Copy link' });
  await expect(link).toBeVisible({ timeout: 30_000 });
  const arrived = await again.app.evaluate(
    ({ nativeImage }, path) => nativeImage.createFromPath(path).toBitmap().toString('hex'),
    lab.catbox.uploads[0]?.path ?? '',
  );
  expect(arrived).toBe(pixels);
  await again.close();
});

test('copied text is asked about, becomes a file, and is not asked about any more if so wished', async ({
  launchApp,
}) => {
  await using lab = await startLab({});
  const { app, page } = await launchApp({ settings: lab.settings });
  const copy = (text: string) => app.evaluate(async ({ clipboard }, words) => await clipboard.writeText(words), text);
  const question = page.getByRole('status');
  await expect(page.getByRole('region', { name: 'Drop files' })).toBeVisible();

  await copy('héllo\nworld');
  await page.keyboard.press(paste);
  await expect(question).toContainText('text, 2 lines');
  await expect(question).not.toContainText('world');
  await question.getByRole('button', { name: 'Cancel' }).click();
  expect(lab.catbox.requests).toEqual([]);

  await page.keyboard.press(paste);
  await question.getByRole('checkbox', { name: 'Do not ask again' }).check();
  await question.getByRole('button', { name: 'Upload as a file' }).click();
  await expect.poll(() => lab.catbox.uploads.length).toBe(1);
  expect(lab.catbox.uploads[0]?.name).toMatch(/^Clipboard .*\.txt$/);
  expect(readFileSync(lab.catbox.uploads[0]?.path ?? '', 'utf8')).toBe('héllo\nworld');

  await expect(row(page, 'Clipboard 20').getByRole('button', { name: 'Copy link' })).toBeVisible();
  await copy('more');
  await page.keyboard.press(paste);
  await expect.poll(() => lab.catbox.uploads.length).toBe(2);
});

test('the settings show what comes of a format, and name the words that mean nothing', async ({ launchApp }) => {
  await using lab = await startLab({});
  const { page } = await launchApp({ settings: lab.settings });
  await page.getByRole('navigation', { name: 'Places' }).getByRole('button', { name: 'Settings' }).click();
  const preview = page.locator('.copy-format .preview');
  const format = page.getByRole('radiogroup', { name: 'Copy as' });
  await expect(preview).toContainText('https://files.example/k3/harbour.png');
  await format.getByRole('radio', { name: 'Markdown' }).check();
  await expect(preview).toContainText('![harbour \\[1\\].png](https://files.example/k3/harbour.png)');
  await expect(preview).toContainText('[notes.pdf](https://files.example/p7/notes.pdf)');
  await format.getByRole('radio', { name: 'Own template' }).check();
  const template = page.getByRole('textbox', { name: 'Template' });
  await template.fill('{nmae}: {url}');
  await expect(page.getByRole('alert')).toContainText('{nmae} means nothing here');
  await expect(preview).toContainText('{nmae}: https://files.example/p7/notes.pdf');
  await template.fill('{name}');
  await expect(page.getByRole('alert')).toContainText('{url}');
});

test('the details show the link as a QR code', async ({ launchApp }) => {
  await using lab = await startLab({});
  const { page } = await launchApp({ settings: lab.settings });
  const path = join(folder, 'a.txt');
  writeFileSync(path, 'a');
  await expect(page.getByRole('region', { name: 'Drop files' })).toBeVisible();
  await dropFiles(page, [path]);
  await row(page, 'a.txt').getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'QR code' }).click();
  const code = page.getByRole('img', { name: `QR code of ${lab.catbox.uploads[0]?.link}` });
  await expect(code).toBeVisible();
  await page.getByRole('button', { name: 'Hide QR code' }).click();
  await expect(code).toHaveCount(0);
});
