/** Destinations without a mouse: put in order, opened, left and come back to; narrow, with many, and with changes not saved. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import { startLab } from '../lab/lab.ts';
import { dropFiles, test } from './app.ts';
import { addOne, openDestinations, sheet, view } from './destinations-view.ts';
import { cutOffIn } from './untranslated.ts';
import { row } from './window.ts';

const labels = (page: Page): Promise<string[]> => page.locator('.chain-list .label').allInnerTexts();
const grip = (page: Page, label: string): Locator => page.getByRole('button', { name: `Move ${label}`, exact: true });
const card = (page: Page, label: string): Locator => view(page).getByRole('button', { name: label, exact: true });
const said = (page: Page): Locator => page.locator('.sr[aria-live]');

/** Presses Tab until `there` has the focus. */
async function tabTo(page: Page, there: Locator): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    if (await there.evaluate((element) => element.ownerDocument.activeElement === element)) return;
    await page.keyboard.press('Tab');
  }
  await expect(there).toBeFocused();
}

test('the chain is put in order by keyboard alone, each move is told, and uploads follow it', async ({ launchApp }) => {
  await using lab = await startLab({});
  const { page, home } = await launchApp({ settings: lab.settings });
  await tabTo(page, page.getByRole('button', { name: 'Destinations', exact: true }));
  await page.keyboard.press('Enter');
  await expect(card(page, 'catbox')).toBeVisible();
  const before = await labels(page);
  const count = before.length;
  expect(before.slice(0, 3)).toEqual(['catbox', 'litterbox', 'x0.at']);

  await tabTo(page, grip(page, 'catbox'));
  await page.keyboard.press('Enter');
  await expect(said(page)).toHaveText('The arrow keys move catbox up and down.');
  await page.keyboard.press('ArrowDown');
  await expect(said(page)).toHaveText(`catbox is number 2 of ${count} now.`);
  await expect(grip(page, 'catbox')).toBeFocused();
  expect(await labels(page)).toEqual(['litterbox', 'catbox', ...before.slice(2)]);

  // One after the other without waiting: none is lost, and none is undone by an older answer.
  for (let press = 0; press < count + 3; press += 1) await page.keyboard.press('ArrowDown');
  await expect(said(page)).toHaveText(`catbox is number ${count} of ${count} now.`);
  await expect.poll(() => labels(page)).toEqual([...before.slice(1), 'catbox']);
  await expect(grip(page, 'catbox')).toBeInViewport();
  await page.keyboard.press('Home');
  await expect(said(page)).toHaveText(`catbox is number 1 of ${count} now.`);
  await page.keyboard.press('End');
  await expect.poll(() => labels(page)).toEqual([...before.slice(1), 'catbox']);
  await expect(grip(page, 'catbox')).toBeFocused();

  // With Alt from anywhere on a card; the focus stays where it was.
  const x0 = page.getByRole('switch', { name: 'Use x0.at' });
  await x0.focus();
  await page.keyboard.press('Alt+ArrowUp');
  await expect(said(page)).toHaveText(`x0.at is number 1 of ${count} now.`);
  await expect(x0).toBeFocused();
  const order = ['x0.at', 'litterbox', ...before.slice(3), 'catbox'];
  await expect.poll(() => labels(page)).toEqual(order);
  const saved = JSON.parse(readFileSync(join(home, 'settings.json'), 'utf8'));
  expect(saved.chains.public.order).toHaveLength(count);
  expect([saved.chains.public.order.at(0), saved.chains.public.order.at(-1)]).toEqual(['x0at', 'catbox']);

  const path = join(mkdtempSync(join(tmpdir(), 'droprelay-e2e-')), 'first.txt');
  writeFileSync(path, 'first');
  await dropFiles(page, [path]);
  await expect(row(page, 'first.txt').getByRole('button', { name: 'Copy link' })).toBeVisible();
  expect(lab.x0at.uploads.map(({ name }) => name)).toEqual(['first.txt']);
});

test('the sheet opens and closes by keyboard, and the focus comes home, in a narrow window too', async ({
  launchApp,
}) => {
  await using lab = await startLab({});
  const { app, page } = await launchApp({ settings: lab.settings });
  await openDestinations(page);
  for (const width of [920, 420]) {
    await app.evaluate(({ BrowserWindow }, wide) => BrowserWindow.getAllWindows()[0]?.setContentSize(wide, 640), width);
    await expect.poll(() => page.evaluate('innerWidth')).toBe(width);
    await card(page, 'litterbox').focus();
    await page.keyboard.press('Enter');
    await expect(sheet(page, 'litterbox').getByRole('heading', { name: 'litterbox' })).toBeFocused();
    const box = await sheet(page, 'litterbox').boundingBox();
    if (width === 420) expect([box?.x, box?.width]).toEqual([0, 420]);
    await page.keyboard.press('Escape');
    await expect(card(page, 'litterbox')).toBeFocused();

    await page.keyboard.press('Enter');
    await tabTo(page, sheet(page, 'litterbox').getByRole('button', { name: 'Close', exact: true }));
    await page.keyboard.press('Enter');
    await expect(card(page, 'litterbox')).toBeFocused();
  }

  // A check is open, and its end and the sheet's acts are still in view.
  await page.keyboard.press('Enter');
  const pane = sheet(page, 'litterbox');
  await pane.getByRole('button', { name: 'Check', exact: true }).click();
  await expect(pane.getByRole('status').filter({ hasText: 'Works.' })).toBeVisible({ timeout: 20_000 });
  await expect(pane.getByRole('button', { name: 'Check', exact: true })).toBeInViewport({ ratio: 1 });
  const nav = await page.getByRole('navigation').boundingBox();
  const foot = await pane.locator('footer').boundingBox();
  expect((foot?.y ?? 0) + (foot?.height ?? 0)).toBeLessThanOrEqual((nav?.y ?? 0) + 1);

  // A wide face: nothing is cut off, neither here nor in a form with fields side by side.
  await page.evaluate(`document.documentElement.style.setProperty('--font', '"DejaVu Sans", sans-serif')`);
  expect(await cutOffIn(page)).toEqual([]);
  await page.keyboard.press('Escape');
  expect(await cutOffIn(page)).toEqual([]);
  await addOne(page, 'cloudflare');
  await sheet(page, 'New: S3').getByText('More', { exact: true }).click();
  expect(await cutOffIn(page)).toEqual([]);
  const tops = await sheet(page, 'New: S3')
    .locator('.pair')
    .first()
    .locator('.input')
    .evaluateAll((inputs) => inputs.map((input) => input.getBoundingClientRect().top));
  expect(tops).toHaveLength(2);
  expect(tops[0]).toBe(tops[1]);
});

test('what is entered and not saved is there again after a look at another one', async ({ launchApp }) => {
  await using lab = await startLab({});
  const { page } = await launchApp({ settings: lab.settings });
  await openDestinations(page);
  await card(page, 'catbox').click();
  await sheet(page, 'catbox').getByRole('textbox', { name: 'Name' }).fill('Mine');
  await sheet(page, 'catbox')
    .getByLabel(/User hash/)
    .fill('canary-secret');
  await card(page, 'litterbox').click();
  await expect(sheet(page, 'litterbox')).toBeVisible();
  await expect(card(page, 'catbox')).toHaveAccessibleDescription(/Changes not saved yet/);
  await card(page, 'catbox').click();
  await expect(sheet(page, 'catbox').getByRole('textbox', { name: 'Name' })).toHaveValue('Mine');
  await expect(sheet(page, 'catbox').getByLabel(/User hash/)).toHaveValue('canary-secret');
  await sheet(page, 'catbox').getByRole('button', { name: 'Discard' }).click();
  await expect(sheet(page, 'catbox').getByRole('heading')).toBeFocused();
  await expect(sheet(page, 'catbox').getByLabel(/User hash/)).toHaveValue('');
  await expect(card(page, 'catbox')).not.toHaveAccessibleDescription(/Changes not saved yet/);

  // One that is not added yet stands in the list until it is added or discarded.
  await page.keyboard.press('Escape');
  await addOne(page, 'cloudflare');
  await sheet(page, 'New: S3').getByRole('textbox', { name: 'Bucket' }).fill('pictures');
  await page.keyboard.press('Escape');
  const begun = view(page).getByRole('button', { name: /^New: S3/ });
  await expect(begun).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(sheet(page, 'New: S3').getByRole('textbox', { name: 'Bucket' })).toHaveValue('pictures');
  await sheet(page, 'New: S3').getByRole('button', { name: 'Discard' }).click();
  await expect(begun).toHaveCount(0);
  await expect(page.getByRole('combobox', { name: 'Add a destination' })).toBeFocused();
});
