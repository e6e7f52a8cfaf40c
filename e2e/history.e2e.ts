/** History: what was uploaded is found again, chosen, copied, written to a file, taken out and brought back. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { startLab } from '../lab/lab.ts';
import { openDatabase } from '../src/main/store/database.ts';
import { openHome } from '../src/main/store/home.ts';
import { filledName, fillHistory } from '../src/main/store/test-history.ts';
import { dropFiles, test } from './app.ts';
import { expectAccessible } from './axe.ts';
import { bar, dialogSaves, list, openHistory, record, search } from './history-view.ts';
import { folderWith } from './starts.ts';
import { clipboardText, row as uploadRow } from './window.ts';

async function upload(page: Page, folder: { path: string }, names: readonly string[]): Promise<void> {
  await dropFiles(
    page,
    names.map((name) => join(folder.path, name)),
  );
  for (const name of names) {
    await expect(uploadRow(page, name).getByRole('button', { name: 'Copy link' })).toBeVisible({ timeout: 20_000 });
  }
}

test('an upload is found by a word of its name and by a filter, and its link is copied', async ({ launchApp }) => {
  await using lab = await startLab({});
  using folder = folderWith(['letter to anna.txt', 'picture.png']);
  const { app, page } = await launchApp({ settings: lab.settings });
  await openHistory(page);
  await expect(page.getByRole('heading', { name: 'No history yet' })).toBeVisible();
  await page.getByRole('button', { name: 'Upload a file' }).click();
  await upload(page, folder, ['letter to anna.txt', 'picture.png']);
  await app.evaluate(({ clipboard }) => clipboard.writeText(''));

  await openHistory(page);
  await expect(page.getByText('2 uploads')).toBeVisible();
  await expect(list(page).getByText('Today')).toBeVisible();
  await expect(list(page)).toHaveAttribute('aria-rowcount', '3');
  await page.keyboard.press('Control+f');
  await expect(search(page)).toBeFocused();
  await page.keyboard.type('ANNA');
  await expect(page.getByText('1 of 2')).toBeVisible();
  await expect(record(page, 'picture.png')).toHaveCount(0);
  await record(page, 'letter to anna').getByRole('button', { name: 'Copy link' }).click();
  const link = lab.catbox.uploads.find(({ name }) => name === 'letter to anna.txt')?.link ?? 'no link';
  await expect.poll(() => clipboardText(app)).toBe(link);

  await search(page).focus();
  await page.keyboard.press('Escape');
  await expect(search(page)).toHaveValue('');
  await expect(page.getByText('2 uploads')).toBeVisible();
  await page.getByRole('button', { name: 'Type', exact: true }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Images' }).click();
  await page.keyboard.press('Escape');
  await expect(record(page, 'letter to anna')).toHaveCount(0);
  await expect(record(page, 'picture.png')).toBeVisible();
  await search(page).fill('anna');
  await expect(page.getByRole('heading', { name: 'Nothing matches' })).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(page.getByText('2 uploads')).toBeVisible();
  await expect(search(page)).toHaveValue('');
});

test('several are chosen by keyboard, their links copied, taken out and brought back', async ({ launchApp }) => {
  await using lab = await startLab({});
  const names = ['one.txt', 'two.txt', 'three.txt'];
  using folder = folderWith(names);
  const { app, page } = await launchApp({ settings: lab.settings });
  for (const name of names) await upload(page, folder, [name]);
  await app.evaluate(({ clipboard }) => clipboard.writeText(''));
  const linkOf = (name: string) => lab.catbox.uploads.find((sent) => sent.name === name)?.link ?? 'no link';
  await openHistory(page);
  await expect(record(page, 'one.txt')).toBeVisible();

  await page.keyboard.press('Control+f');
  await page.keyboard.press('ArrowDown');
  await expect(record(page, 'three.txt')).toBeFocused();
  await page.keyboard.press('Shift+ArrowDown');
  await expect(bar(page)).toContainText('2 chosen');
  await expect(record(page, 'two.txt')).toHaveAttribute('aria-selected', 'true');
  await expect(record(page, 'one.txt')).toHaveAttribute('aria-selected', 'false');
  await bar(page).getByRole('button', { name: 'Copy links' }).click();
  await expect.poll(() => clipboardText(app)).toBe(`${linkOf('three.txt')}\n${linkOf('two.txt')}`);

  await record(page, 'two.txt').focus();
  await page.keyboard.press('Delete');
  const told = page.getByRole('status').filter({ hasText: '2 removed from history.' });
  await expect(told).toBeVisible();
  await expect(record(page, 'two.txt')).toHaveCount(0);
  await expect(page.getByText('1 upload', { exact: true })).toBeVisible();
  await told.getByRole('button', { name: 'Undo' }).click();
  await expect(record(page, 'two.txt')).toBeVisible();
  await expect(page.getByText('3 uploads')).toBeVisible();

  await record(page, 'one.txt').focus();
  await page.keyboard.press('Control+a');
  await expect(bar(page)).toContainText('3 chosen');
  await page.keyboard.press('Escape');
  await expect(bar(page)).toHaveCount(0);
  await expect(record(page, 'one.txt')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('complementary', { name: 'Details of one.txt' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(record(page, 'one.txt')).toBeFocused();
});

test('what was found is written to a file; all of it is cleared, and Undo brings it back', async ({ launchApp }) => {
  await using lab = await startLab({});
  using folder = folderWith(['one.txt', 'two.txt']);
  const { app, page } = await launchApp({ settings: lab.settings });
  await upload(page, folder, ['one.txt', 'two.txt']);
  await openHistory(page);
  const file = join(folder.path, 'history.csv');
  await dialogSaves(app, file);
  await search(page).fill('two');
  await expect(page.getByText('1 of 2')).toBeVisible();
  await page.getByRole('button', { name: 'Export or clear' }).click();
  await page.getByRole('menuitem', { name: 'Export the 1 found as CSV' }).click();
  await expect(page.getByRole('status').filter({ hasText: '1 upload was exported.' })).toBeVisible();
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  expect(lines).toHaveLength(2);
  expect(lines[1]).toContain(lab.catbox.uploads.find(({ name }) => name === 'two.txt')?.link);

  await page.getByRole('button', { name: 'Clear the search' }).click();
  await expect(page.getByText('2 uploads')).toBeVisible();
  await page.getByRole('button', { name: 'Export or clear' }).click();
  await page.getByRole('menuitem', { name: 'Clear history' }).click();
  await expect(page.getByRole('heading', { name: 'No history yet' })).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(record(page, 'two.txt')).toBeVisible();
});

test('a file is sent to another destination, and its old and its new link are shown and copied', async ({
  launchApp,
}) => {
  await using lab = await startLab({});
  using folder = folderWith(['moving.txt']);
  const { app, page } = await launchApp({ settings: lab.settings });
  await upload(page, folder, ['moving.txt']);
  await openHistory(page);
  await record(page, 'moving.txt').getByRole('button', { name: 'More for moving.txt' }).click();
  await page.getByRole('menuitem', { name: 'Send to another destination' }).click();
  await page.getByRole('menuitem', { name: 'x0.at' }).click();
  const drawer = page.getByRole('complementary', { name: 'Old and new links' });
  await expect(drawer).toContainText('1 file has its new link at x0.at', { timeout: 20_000 });
  const from = lab.catbox.uploads[0]?.link;
  const to = lab.x0at.uploads[0]?.link;
  await drawer.getByRole('button', { name: 'Copy list' }).click();
  await expect.poll(() => clipboardText(app)).toBe(`${from}\t${to}`);
  // The drawer lies over it.
  await page.getByRole('button', { name: 'Export or clear' }).press('Enter');
  await expect(page.getByRole('menu')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(drawer).toBeVisible();
  // The menu may still be on its way out.
  await page.keyboard.press('Escape');
  await expect(drawer).toHaveCount(0);
  await expect(record(page, 'moving.txt')).toHaveCount(2);
});

test('links are checked; what is deleted at the host stays in the history, and can be sent again', async ({
  launchApp,
}) => {
  await using lab = await startLab({});
  using folder = folderWith(['one.txt', 'two.txt']);
  const { page } = await launchApp({ settings: lab.chainOf('filebin', 'catbox') });
  await upload(page, folder, ['one.txt']);
  await lab.filebin.fail({ kind: 'refuse' });
  await upload(page, folder, ['two.txt']);
  await lab.filebin.heal();
  await openHistory(page);
  await record(page, 'one.txt').focus();
  await page.keyboard.press('Control+a');
  await bar(page).getByRole('button', { name: 'Check links' }).click();
  // A link of filebin leads to a page first.
  const checked = page.getByRole('status').filter({ hasText: '1 link opens, 1 could not be checked' });
  await expect(checked).toBeVisible({ timeout: 20_000 });
  await expect(record(page, 'two.txt')).toContainText('the link opens');

  await bar(page).getByRole('button', { name: 'More for the chosen' }).click();
  await page.getByRole('menuitem', { name: 'Delete on host' }).click();
  const question = page.getByRole('alertdialog', { name: 'Delete 2 files at their hosts?' });
  await expect(question.getByRole('button', { name: 'Keep it' })).toBeFocused();
  await question.getByRole('button', { name: 'Delete' }).click();
  const deleted = page.getByRole('status').filter({ hasText: '1 deleted, 1 can not be deleted from here' });
  await expect(deleted).toBeVisible({ timeout: 20_000 });
  await expect(record(page, 'one.txt').getByRole('button', { name: 'Copy link' })).toHaveCount(0);
  await expect(record(page, 'two.txt').getByRole('button', { name: 'Copy link' })).toHaveCount(1);
  expect((await fetch(lab.filebin.uploads[0]?.link ?? '')).status).toBe(404);

  await bar(page).getByRole('button', { name: 'Choose none' }).click();
  await page.getByRole('button', { name: 'Link', exact: true }).click();
  await page.getByRole('menuitemradio', { name: 'Link gone' }).click();
  await expect(page.getByText('1 of 2')).toBeVisible();
  await page.getByRole('button', { name: 'Remove the filter Link gone' }).click();
  await record(page, 'one.txt').getByRole('button', { name: 'Send again' }).click();
  await expect(page.getByRole('status').filter({ hasText: '1 file goes again.' })).toBeVisible();
  await expect(record(page, 'one.txt')).toHaveCount(2);
  await expect(record(page, 'one.txt').first().getByRole('button', { name: 'Copy link' })).toBeVisible({
    timeout: 20_000,
  });
});

test('among many, only what is in sight is in the page; it stays in its place while an upload comes in above, which shows live', async ({
  launchApp,
}) => {
  await using lab = await startLab({});
  using folder = folderWith(['home/nothing', 'late.txt']);
  const home = openHome(join(folder.path, 'home'));
  {
    using database = openDatabase(home.databaseFile, Date.now()).database;
    fillHistory(database, { count: 5_000, from: Date.now() - 5_000 * 4 * 60_000 });
  }
  const { page } = await launchApp({ home: home.folder, settings: lab.settings });
  await openHistory(page);
  await expect(page.getByText('5,000 uploads')).toBeVisible();
  expect(await list(page).getByRole('row').count()).toBeLessThan(60);

  await page.keyboard.press('Control+f');
  await page.keyboard.press('ArrowDown');
  for (let times = 0; times < 4; times++) await page.keyboard.press('PageDown');
  const focused = list(page).locator('.record:focus');
  await expect(focused).toContainText('.');
  const id = await focused.getAttribute('id');
  const watched = list(page).locator(`[id="${id}"]`);
  const place = (await watched.boundingBox())?.y;
  await lab.catbox.fail({ kind: 'no-answer' });
  await page.locator('input[type="file"]').setInputFiles(join(folder.path, 'late.txt'));
  await expect(uploadRow(page, 'late.txt')).toContainText('catbox is finishing');
  await openHistory(page);
  await expect(page.getByText('5,001 uploads')).toBeVisible();
  expect((await watched.boundingBox())?.y).toBe(place);

  await list(page).locator('.record[tabindex="0"]').focus();
  await page.keyboard.press('Home');
  await expect(record(page, 'late.txt')).toBeFocused();
  await expect(record(page, 'late.txt')).toContainText('catbox is finishing');
  await lab.catbox.heal();
  await page.keyboard.press('End');
  // The last of the first batch.
  await expect(record(page, filledName(4))).toBeFocused();
});

test('names that would turn, break or run stay text, and nothing serious hinders its use', async ({ launchApp }) => {
  await using lab = await startLab({});
  const names = ['<img src=x onerror=alert(1)>.txt', 'invoice\u202Efdp.exe.txt', `${'long'.repeat(60)}.txt`];
  using folder = folderWith(names);
  const { page } = await launchApp({ settings: lab.settings });
  const dialogs: string[] = [];
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  await dropFiles(
    page,
    names.map((name) => join(folder.path, name)),
  );
  await expect(page.getByRole('button', { name: 'Copy link' })).toHaveCount(3, { timeout: 20_000 });
  await openHistory(page);
  await expect(record(page, '<img src=x onerror=alert(1)>.txt')).toBeVisible();
  await expect(record(page, 'invoice\uFFFDfdp.exe.txt')).toBeVisible();
  await expect(list(page).locator('img')).toHaveCount(0);
  await expectAccessible(page, 'history');
  await record(page, '<img').focus();
  await page.keyboard.press('Control+a');
  await expect(bar(page)).toContainText('3 chosen');
  await expectAccessible(page, 'history with some chosen');
  await page.getByRole('radio', { name: 'Grid' }).check();
  await expectAccessible(page, 'history as pictures');
  expect(dialogs).toEqual([]);
});
