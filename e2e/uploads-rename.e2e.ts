/** Another name before a file is sent: the host gets that one, the file on disk keeps its own, over a restart too. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { startLab } from '../lab/lab.ts';
import { dropFiles, test } from './app.ts';
import { row } from './window.ts';

test('a file that could not be sent is renamed in its row', async ({ launchApp }) => {
  const folder = mkdtempSync(join(tmpdir(), 'droprelay-e2e-'));
  const home = mkdtempSync(join(tmpdir(), 'droprelay-home-'));
  const path = join(folder, 'IMG_0001.jpg');
  writeFileSync(path, 'no picture');
  await using lab = await startLab({ x0at: { refuse: true } });
  const first = await launchApp({ home, settings: lab.chainOf('x0at') });
  await expect(first.page.getByRole('region', { name: 'Drop files' })).toBeVisible();
  await dropFiles(first.page, [path]);
  await expect(row(first.page, 'IMG_0001.jpg').getByRole('button', { name: 'Try again' })).toBeVisible({
    timeout: 30_000,
  });

  await row(first.page, 'IMG_0001.jpg')
    .getByRole('button', { name: /^More for/ })
    .click();
  await first.page.getByRole('menuitem', { name: 'Rename…' }).click();
  const field = first.page.getByRole('textbox', { name: 'New name for IMG_0001.jpg' });
  await expect(field).toBeFocused();
  // The ending is not chosen with the name: what is typed leaves it.
  await first.page.keyboard.type('../holiday');
  await expect(field).toHaveValue('../holiday.jpg');
  await first.page.keyboard.press('Enter');
  await expect(first.page.getByText('A name has no / and no \\ in it.')).toBeVisible();
  await field.fill('holiday ü.png');
  await expect(first.page.getByText('The ending changes from .jpg to .png.')).toBeVisible();
  await first.page.keyboard.press('Enter');
  await expect(row(first.page, 'holiday ü.png').getByRole('button', { name: 'Try again' })).toBeVisible();
  await row(first.page, 'holiday').getByRole('button', { name: 'Details' }).press('F2');
  await first.page.keyboard.type('not this');
  await first.page.keyboard.press('Escape');
  await expect(row(first.page, 'holiday ü.png')).toBeVisible();
  await first.close();

  await lab.x0at.heal();
  const { page } = await launchApp({ home });
  await row(page, 'holiday ü.png').getByRole('button', { name: 'Try again' }).click();
  await expect(row(page, 'holiday ü.png').getByRole('button', { name: 'Copy link' })).toBeVisible({ timeout: 20_000 });
  expect(lab.x0at.uploads.map(({ name }) => name)).toEqual(['holiday ü.png']);
  expect(existsSync(path)).toBe(true);
  for (const each of [folder, home]) rmSync(each, { recursive: true, force: true, maxRetries: 5 });
});
