/** History: several values of a filter, any two days, and the export of what is chosen. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { startLab } from '../lab/lab.ts';
import { openDatabase } from '../src/main/store/database.ts';
import { openHome } from '../src/main/store/home.ts';
import { filledName, fillHistory } from '../src/main/store/test-history.ts';
import { test } from './app.ts';
import { expectAccessible } from './axe.ts';
import { bar, dialogSaves, openHistory, record, search } from './history-view.ts';
import { folderWith } from './starts.ts';

/** 600 uploads from the first moment of 10 February 2025 on, 360 a day. */
function filledHome(folder: string) {
  const home = openHome(join(folder, 'home'));
  using database = openDatabase(home.databaseFile, Date.now()).database;
  fillHistory(database, { count: 600, from: new Date(2025, 1, 10).getTime() });
  return home.folder;
}

const filter = (page: Page, name: string | RegExp) =>
  page.getByRole('group', { name: 'Filters' }).getByRole('button', { name, exact: true });
const tick = (page: Page, name: string) => page.getByRole('menuitemcheckbox', { name, exact: true });

test('filters hold several values each, and any two days; they are there again after another view', async ({
  launchApp,
}) => {
  await using lab = await startLab({});
  using folder = folderWith(['home/nothing']);
  const { page } = await launchApp({ home: filledHome(folder.path), settings: lab.settings });
  await openHistory(page);
  await expect(page.getByText('600 uploads')).toBeVisible();

  // By keyboard: the menu stays open while values are ticked.
  await filter(page, 'Type').focus();
  await page.keyboard.press('Enter');
  await expect(tick(page, 'All')).toBeChecked();
  await expect(tick(page, 'All')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(tick(page, 'Images')).toBeFocused();
  await page.keyboard.press('Space');
  await expect(page.getByText('150 of 600')).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await expect(tick(page, 'Videos')).toBeChecked();
  await expect(tick(page, 'All')).not.toBeChecked();
  await expect(page.getByText('225 of 600')).toBeVisible();
  await expectAccessible(page, 'history, values of a filter');
  await page.keyboard.press('Escape');
  await expect(filter(page, 'Type: 2 types (Images, Videos)')).toBeFocused();

  await filter(page, 'Destination').click();
  await tick(page, 'catbox').click();
  await tick(page, 'uguu').click();
  await page.keyboard.press('Escape');
  await expect(page.getByText('150 of 600')).toBeVisible();
  await filter(page, 'Type: 2 types (Images, Videos)').click();
  await tick(page, 'Videos').click();
  await page.keyboard.press('Escape');
  await expect(filter(page, 'Type: Images')).toBeVisible();
  await expect(page.getByText('75 of 600')).toBeVisible();
  await page.getByRole('button', { name: 'Remove the filter Destination' }).click();
  await expect(filter(page, 'Destination')).toBeFocused();
  await page.getByRole('button', { name: 'Remove the filter Images' }).click();
  await expect(page.getByText('600 uploads')).toBeVisible();

  await filter(page, 'Date').click();
  await page.getByRole('menuitemradio', { name: 'From … to …' }).click();
  const [first, last] = [page.getByLabel('First day'), page.getByLabel('Last day')];
  await expect(first).toBeFocused();
  await first.fill('2025-02-11');
  await expect(page.getByText('240 of 600')).toBeVisible();
  await last.fill('2025-02-10');
  await expect(page.getByRole('alert')).toHaveText('The last day is before the first.');
  await expectAccessible(page, 'history, days the wrong way round');
  await expect(page.getByText('240 of 600')).toBeVisible();
  await first.fill('2025-02-10');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(page.getByText('360 of 600')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(filter(page, /^Date: 10 Feb 2025$/)).toBeFocused();

  await filter(page, 'State').click();
  await tick(page, 'Not uploaded').click();
  await tick(page, 'Cancelled').click();
  await page.keyboard.press('Escape');
  await expect(page.getByText('18 of 600')).toBeVisible();
  await page.getByRole('radio', { name: 'Grid' }).check();
  await page.getByRole('navigation').getByRole('button', { name: 'Uploads' }).click();
  await openHistory(page);
  await expect(page.getByText('18 of 600')).toBeVisible();
  await expect(page.getByRole('radio', { name: 'Grid' })).toBeChecked();
  await expect(filter(page, 'State: 2 states (Not uploaded, Cancelled)')).toBeVisible();
  await filter(page, /^Date/).click();
  await page.getByRole('menuitemradio', { name: 'From … to …' }).click();
  await expect(last).toHaveValue('2025-02-10');
});

test('of rows that are chosen just those are exported, in their order', async ({ launchApp }) => {
  await using lab = await startLab({});
  using folder = folderWith(['home/nothing']);
  const { app, page } = await launchApp({ home: filledHome(folder.path), settings: lab.settings });
  await openHistory(page);
  const file = join(folder.path, 'chosen.out');
  await dialogSaves(app, file);
  const save = async (entry: string, count: number) => {
    await page.getByRole('button', { name: 'Export or clear' }).click();
    await page.getByRole('menuitem', { name: entry, exact: true }).click();
    await expect(page.getByRole('status').filter({ hasText: `${count} uploads were exported.` })).toBeVisible();
    return readFileSync(file, 'utf8');
  };
  // The newest batch holds 595 to 599 in this order.
  await expect(record(page, filledName(595))).toBeVisible();
  await search(page).focus();
  await page.keyboard.press('ArrowDown');
  await expect(record(page, filledName(595))).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(bar(page)).toContainText('3 chosen');
  const lines = (await save('Export 3 chosen as CSV', 3)).trim().split('\r\n');
  expect(lines.slice(1).map((line) => line.split(',')[0])).toEqual([596, 597, 598].map(filledName));

  await record(page, filledName(596)).focus();
  await page.keyboard.press('Control+a');
  await expect(bar(page)).toContainText('600 chosen');
  const all = JSON.parse(await save('Export 600 chosen as JSON', 600)) as { name: string }[];
  expect(all.map(({ name }) => name).toSorted()).toEqual(
    Array.from({ length: 600 }, (_, at) => filledName(at)).toSorted(),
  );
  await bar(page).getByRole('button', { name: 'Choose none' }).click();
  await page.getByRole('button', { name: 'Export or clear' }).click();
  await expect(page.getByRole('menuitem', { name: 'Export as CSV' })).toBeVisible();
});
