/** Uploads that are put down, and a quit while they run: nothing is lost, and the next start goes on. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { startLab } from '../lab/lab.ts';
import { dropFiles, test } from './app.ts';
import { endBy, row } from './window.ts';

test('a paused upload stays so over a restart, and is sent once it is resumed', async ({ launchApp }) => {
  await using lab = await startLab({});
  const folder = mkdtempSync(join(tmpdir(), 'droprelay-e2e-'));
  const path = join(folder, 'held.bin');
  writeFileSync(path, randomBytes(6_000_000));
  await lab.catbox.fail({ kind: 'slow', bytesPerSecond: 500_000 });
  const home = join(folder, 'home');
  const first = await launchApp({ home, settings: lab.settings });
  await dropFiles(first.page, [path]);
  await expect.poll(() => lab.catbox.requests.some(({ bodyBytes }) => bodyBytes > 100_000)).toBe(true);
  await row(first.page, 'held.bin').getByRole('button', { name: 'Pause' }).click();
  await expect(row(first.page, 'held.bin')).toContainText('Paused');
  await first.close();

  const again = await launchApp({ home });
  await expect(row(again.page, 'held.bin')).toContainText('Paused');
  expect(lab.catbox.uploads).toEqual([]);
  await row(again.page, 'held.bin').getByRole('button', { name: 'Resume' }).click();
  await expect(row(again.page, 'held.bin').getByRole('button', { name: 'Copy link' })).toBeVisible();
  expect(lab.catbox.uploads).toHaveLength(1);
  await again.close();
  rmSync(folder, { recursive: true, force: true });
});

test('a quit with uploads under way asks; they go on at the next start', async ({ launchApp }) => {
  await using lab = await startLab({});
  const folder = mkdtempSync(join(tmpdir(), 'droprelay-e2e-'));
  const path = join(folder, 'on its way.bin');
  writeFileSync(path, randomBytes(6_000_000));
  await lab.catbox.fail({ kind: 'slow', bytesPerSecond: 500_000 });
  const home = join(folder, 'home');
  const first = await launchApp({ home, settings: lab.settings });
  await dropFiles(first.page, [path]);
  await expect.poll(() => lab.catbox.requests.some(({ bodyBytes }) => bodyBytes > 100_000)).toBe(true);

  const dialog = first.page.getByRole('alertdialog', { name: 'Quit Droprelay?' });
  await first.app.evaluate(({ app }) => app.quit());
  await expect(dialog).toBeVisible();
  await first.page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await first.app.evaluate(({ app }) => app.quit());
  await endBy(first.app, () => dialog.getByRole('button', { name: 'Quit' }).click());

  const again = await launchApp({ home });
  await expect(row(again.page, 'on its way.bin').getByRole('button', { name: 'Copy link' })).toBeVisible({
    timeout: 30_000,
  });
  expect(lab.catbox.uploads).toHaveLength(1);
  await again.close();
  rmSync(folder, { recursive: true, force: true });
});
