/** What a host was given is deleted there: by Undo right after the upload, later from the menu. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { type Lab, startLab } from '../lab/lab.ts';
import { dropFiles, test } from './app.ts';
import { clipboardText, row } from './window.ts';

/** A host that deletes without a key, then one that never deletes. */
function settingsOf(lab: Lab) {
  return lab.chainOf('filebin', 'litterbox');
}

function files(...names: string[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'droprelay-e2e-'));
  return names.map((name) => {
    const path = join(folder, name);
    writeFileSync(path, `the content of ${name}`);
    return path;
  });
}

async function statusOf(link: string): Promise<number> {
  return (await fetch(link, { headers: { 'user-agent': 'curl/8.0' } })).status;
}

const undo = (page: Page, name: string) =>
  row(page, name).getByRole('button', { name: 'Undo, delete it from filebin' });
const copy = (page: Page, name: string) => row(page, name).getByRole('button', { name: 'Copy link' });

async function chooseDelete(page: Page, name: string): Promise<void> {
  await row(page, name)
    .getByRole('button', { name: /^More for/ })
    .click();
  await page.getByRole('menuitem', { name: 'Delete from filebin' }).click();
}

test('Undo right after an upload deletes it at the host and takes its link off the clipboard', async ({
  launchApp,
}) => {
  await using lab = await startLab({});
  const { app, page } = await launchApp({ settings: settingsOf(lab) });
  await dropFiles(page, files('one.txt', 'two.txt'));
  await expect(copy(page, 'one.txt')).toBeVisible();
  await expect(copy(page, 'two.txt')).toBeVisible();
  const linkOf = (name: string) => lab.filebin.uploads.find((upload) => upload.name === name)?.link ?? '';
  const [one, two] = [linkOf('one.txt'), linkOf('two.txt')];
  await expect.poll(() => clipboardText(app)).toBe(`${one}\n${two}`);
  expect(await statusOf(one)).toBe(200);

  await undo(page, 'one.txt').click();
  await expect(row(page, 'one.txt')).toContainText('Deleted from filebin');
  await expect(copy(page, 'one.txt')).toHaveCount(0);
  await expect(row(page, 'one.txt').getByRole('button', { name: /^Open link/ })).toHaveCount(0);
  await expect(row(page, 'one.txt').locator('s')).toContainText(one.slice(-7));
  await expect(page.getByRole('status').filter({ hasText: 'The link was taken off the clipboard.' })).toBeVisible();
  expect(await clipboardText(app)).toBe(two);
  expect(await statusOf(one)).toBe(404);
  expect(await statusOf(two)).toBe(200);

  // By keyboard; the focus stays in the row.
  await undo(page, 'two.txt').focus();
  await page.keyboard.press('Enter');
  await expect(row(page, 'two.txt')).toContainText('Deleted from filebin');
  await expect(row(page, 'two.txt').getByRole('button', { name: 'Details' })).toBeFocused();
  expect(await clipboardText(app)).toBe('');
  expect(await statusOf(two)).toBe(404);
});

test('later it is deleted from the menu, after a question; what the user copied since stays', async ({ launchApp }) => {
  await using lab = await startLab({});
  const { app, page, home, close } = await launchApp({ settings: settingsOf(lab) });
  const [path] = files('kept.txt');
  if (!path) throw new Error('a file');
  await dropFiles(page, [path]);
  await expect(undo(page, 'kept.txt')).toBeVisible();
  const link = lab.filebin.uploads[0]?.link ?? '';
  await expect.poll(() => clipboardText(app)).toBe(link);

  // Undo stays as long as the row is used.
  await undo(page, 'kept.txt').focus();
  await page.mouse.move(5, 5);
  await page.waitForTimeout(10_500);
  await expect(undo(page, 'kept.txt')).toBeVisible();
  await page.getByRole('button', { name: 'Settings' }).focus();
  await expect(undo(page, 'kept.txt')).toHaveCount(0);

  await app.evaluate(({ clipboard }) => clipboard.writeText(`see ${'something else'}`));
  await chooseDelete(page, 'kept.txt');
  const question = page.getByRole('alertdialog', { name: 'Delete from filebin?' });
  await expect(question).toContainText('The link of kept.txt stops working');
  await expect(question.getByRole('button', { name: 'Keep it' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(question).toHaveCount(0);
  expect(await statusOf(link)).toBe(200);
  await expect(row(page, 'kept.txt').getByRole('button', { name: 'Details' })).toBeFocused();

  await chooseDelete(page, 'kept.txt');
  await question.getByRole('button', { name: 'Delete' }).click();
  await expect(row(page, 'kept.txt')).toContainText('Deleted from filebin');
  expect(await statusOf(link)).toBe(404);
  expect(await clipboardText(app)).toBe('see something else');
  await row(page, 'kept.txt').getByRole('button', { name: 'Details' }).click();
  await expect(page.getByText('the link no longer opens')).toBeVisible();
  await close();

  const again = await launchApp({ home });
  await expect(row(again.page, 'kept.txt')).toContainText('Deleted from filebin');
  await row(again.page, 'kept.txt')
    .getByRole('button', { name: /^More for/ })
    .click();
  await expect(again.page.getByRole('menuitem', { name: 'Details' })).toBeVisible();
  await expect(again.page.getByRole('menuitem', { name: /Delete|Copy link|Open link/ })).toHaveCount(0);
  await again.page.keyboard.press('Escape');
  // It is not online any more: the same file is sent again.
  await dropFiles(again.page, [path]);
  await expect.poll(() => lab.filebin.uploads.length).toBe(2);
});

test('a host that does not confirm it leaves the link, and the row says why; one that can not says so in details', async ({
  launchApp,
}) => {
  await using lab = await startLab({});
  const { app, page } = await launchApp({ settings: settingsOf(lab) });
  await dropFiles(page, files('stays.txt'));
  await expect(undo(page, 'stays.txt')).toBeVisible();
  const link = lab.filebin.uploads[0]?.link ?? '';
  await expect.poll(() => clipboardText(app)).toBe(link);
  await lab.filebin.fail({ kind: 'refuse' });
  await undo(page, 'stays.txt').click();
  await expect(row(page, 'stays.txt')).toContainText('Deletion not confirmed. filebin is not reachable.');
  await expect(copy(page, 'stays.txt')).toBeVisible();
  expect(await clipboardText(app)).toBe(link);
  await lab.filebin.heal();
  expect(await statusOf(link)).toBe(200);
  await row(page, 'stays.txt').getByRole('button', { name: 'Try again' }).click();
  await expect(row(page, 'stays.txt')).toContainText('Deleted from filebin');
  expect(await statusOf(link)).toBe(404);
  expect(await clipboardText(app)).toBe('');

  await lab.filebin.fail({ kind: 'refuse' });
  await dropFiles(page, files('other.txt'));
  await expect(copy(page, 'other.txt')).toBeVisible({ timeout: 20_000 });
  await expect(row(page, 'other.txt')).toContainText('litterbox');
  await expect(row(page, 'other.txt').getByRole('button', { name: /Undo/ })).toHaveCount(0);
  await row(page, 'other.txt').getByRole('button', { name: 'Details' }).click();
  await expect(page.getByText('Can not be deleted at litterbox', { exact: true })).toBeVisible();
});
