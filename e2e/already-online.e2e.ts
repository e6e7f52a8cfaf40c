/** A file that is online already is offered its link, and is not sent again. */
import { copyFileSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { startLab } from '../lab/lab.ts';
import { dropFiles, test } from './app.ts';
import { clipboardText, ledgerOf, row } from './window.ts';

test('the same file, and a copy of it, take the link that is there, where it opens', async ({ launchApp }) => {
  await using lab = await startLab({});
  const folder = mkdtempSync(join(tmpdir(), 'droprelay-e2e-'));
  const [path, copy, other] = ['one.txt', 'copy.txt', 'new.txt'].map((name) => join(folder, name));
  if (!path || !copy || !other) throw new Error('three files');
  writeFileSync(path, 'the one file');
  copyFileSync(path, copy);
  writeFileSync(other, 'another file of another size');
  const { app, page } = await launchApp({ settings: lab.settings });
  const use = (name: string) => row(page, name).getByRole('button', { name: 'Use this link' });
  const links = (name: string) => row(page, name).getByRole('button', { name: 'Copy link' });

  await dropFiles(page, [path]);
  await expect(links('one.txt')).toHaveCount(1);
  const [sent] = lab.catbox.uploads;
  if (!sent) throw new Error('one upload');
  await expect.poll(() => clipboardText(app)).toBe(sent.link);

  // The batch does not wait for the answer.
  await dropFiles(page, [path, copy, other]);
  await expect(row(page, 'one.txt').filter({ hasText: 'Already online at catbox since' })).toBeVisible();
  await expect(row(page, 'copy.txt').filter({ hasText: 'Already online at catbox since' })).toBeVisible();
  await expect(links('new.txt')).toBeVisible();
  await expect.poll(() => clipboardText(app)).toBe(lab.catbox.uploads.at(-1)?.link);
  await use('one.txt').click();
  await use('copy.txt').click();
  await expect(links('one.txt')).toBeVisible();
  await expect(links('copy.txt')).toBeVisible();
  expect(lab.catbox.uploads.map(({ name }) => name)).toEqual(['one.txt', 'new.txt']);
  await expect.poll(() => clipboardText(app)).toBe([sent.link, sent.link, lab.catbox.uploads.at(-1)?.link].join('\n'));
  expect(await ledgerOf(page, 'copy.txt')).toEqual([expect.stringContaining('The file was online already')]);

  await dropFiles(page, [copy]);
  await expect(use('copy.txt')).toBeVisible();
  await row(page, 'copy.txt')
    .filter({ hasText: 'Already online' })
    .getByRole('button', { name: /More for/ })
    .click();
  await page.getByRole('menuitem', { name: 'Send again' }).click();
  await expect(links('copy.txt')).toBeVisible();
  expect(lab.catbox.uploads.map(({ name }) => name)).toEqual(['one.txt', 'new.txt', 'copy.txt']);

  // Its host is gone, and the link with it.
  await lab.catbox.fail({ kind: 'refuse' });
  await dropFiles(page, [path]);
  await expect(links('one.txt')).toBeVisible({ timeout: 20_000 });
  expect(lab.litterbox.uploads.map(({ name }) => name)).toEqual(['one.txt']);
});
