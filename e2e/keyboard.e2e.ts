/** The main job without a mouse: from the first start to the link, and through every place; each stop shows its ring. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, type Locator, type Page } from '@playwright/test';
import { startLab } from '../lab/lab.ts';
import { test } from './app.ts';
import { clipboardText, copyFiles, row } from './window.ts';

const command = process.platform === 'darwin' ? 'Meta' : 'Control';
const said = (page: Page): Locator => page.locator('.sr[aria-live=polite]');

/** Presses Tab until `there` has the focus; every stop on the way can be seen to have it. */
async function tabTo(page: Page, there: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    if (await there.evaluate((element) => element.ownerDocument.activeElement === element)) break;
    await page.keyboard.press(key);
    expect(await ringless(page)).toBeNull();
  }
  await expect(there).toBeFocused();
}

/** What has the focus and does not show it: null where a ring is on it, beside it or around it, or nothing has it. */
async function ringless(page: Page): Promise<string | null> {
  const focused = page.locator(':focus');
  if ((await focused.count()) === 0) return null;
  return focused.evaluate((element) => {
    const view = element.ownerDocument.defaultView;
    const around = [element, element.nextElementSibling, element.parentElement, element.parentElement?.parentElement];
    const styles = around.flatMap((host) => (host ? [view?.getComputedStyle(host)] : []));
    const hasRing = [...styles, view?.getComputedStyle(element, '::after')].some(
      (style) =>
        style &&
        style.outlineStyle !== 'none' &&
        Number.parseFloat(style.outlineWidth) >= 1 &&
        style.clipPath === 'none',
    );
    return hasRing ? null : element.outerHTML.slice(0, 200);
  });
}

const rail = (page: Page, place: string): Locator =>
  page.getByRole('navigation').getByRole('button', { name: place, exact: true });

let folder = '';
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'droprelay-e2e-'));
});
test.afterEach(() => rmSync(folder, { recursive: true }));

function file(name: string): string {
  writeFileSync(join(folder, name), name);
  return join(folder, name);
}

test('from the first start to the link on the clipboard, its details, and the history', async ({ launchApp }) => {
  await using lab = await startLab();
  const { app, page } = await launchApp({
    settings: { ...lab.chainOf('catbox'), choice: null, preferences: { copyWhenDone: false } },
  });
  await tabTo(page, page.getByRole('radio', { name: /Public hosts/ }));
  await page.keyboard.press('Space');
  await expect(page.getByRole('radio', { name: /Public hosts/ })).toBeChecked();
  await tabTo(page, page.getByRole('button', { name: 'Start', exact: true }));
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('button', { name: 'Choose files' }));
  const choosing = page.waitForEvent('filechooser');
  await page.keyboard.press('Enter');
  await (await choosing).setFiles(file('letter to anna.txt'));
  await expect(said(page)).toHaveText('letter to anna.txt has its link.');

  const letter = row(page, 'letter to anna.txt');
  await tabTo(page, letter.getByRole('button', { name: 'Copy link' }));
  await page.keyboard.press('Enter');
  const link = lab.catbox.uploads[0]?.link ?? 'no link';
  await expect.poll(() => clipboardText(app)).toBe(link);
  await expect(said(page)).toHaveText('Link copied.');

  await tabTo(page, letter.getByRole('button', { name: /^More for/ }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Details' })).toBeFocused();
  await page.keyboard.press('Enter');
  const details = page.getByRole('complementary');
  await expect(details.getByRole('button', { name: 'Close' })).toBeFocused();
  expect(await ringless(page)).toBeNull();
  await page.keyboard.press('Escape');
  await expect(details).toHaveCount(0);
  await expect(letter.getByRole('button', { name: 'Details' })).toBeFocused();
  expect(await ringless(page)).toBeNull();

  await app.evaluate(({ clipboard }) => clipboard.writeText(''));
  await tabTo(page, rail(page, 'History'), 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'History', level: 1 })).toBeVisible();
  await page.keyboard.press(`${command}+f`);
  await expect(page.getByRole('searchbox')).toBeFocused();
  expect(await ringless(page)).toBeNull();
  await page.keyboard.type('anna');
  await expect(page.getByText('1 upload', { exact: true }).or(page.getByText('1 of 1'))).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('grid').getByRole('row').filter({ hasText: 'letter to anna' })).toBeFocused();
  expect(await ringless(page)).toBeNull();
  await page.keyboard.press(`${command}+c`);
  await expect.poll(() => clipboardText(app)).toBe(link);
});

test('copied files are sent, and what became of each is read out', async ({ launchApp }) => {
  test.skip(process.platform !== 'linux', 'puts files on the clipboard in the form that Linux desktops use');
  await using lab = await startLab();
  const { app, page } = await launchApp({ settings: lab.chainOf('catbox') });
  await expect(page.getByRole('region', { name: 'Drop files' })).toBeVisible();
  const paste = async (...names: string[]) => {
    await copyFiles(app, names.map((name) => `${pathToFileURL(file(name)).href}\r\n`).join(''));
    await page.keyboard.press(`${command}+v`);
  };
  await paste('one.txt');
  await expect(said(page)).toHaveText('one.txt has its link.');
  // catbox takes no such file: the sentence of the row is said.
  await paste('tool.exe');
  await expect(said(page)).toHaveText(/^tool\.exe: .*catbox.*\.exe/);
  const sentence = (await said(page).innerText()).replace('tool.exe: ', '');
  await expect(row(page, 'tool.exe')).toContainText(sentence);
});

test('destinations are put in order, and a setting is changed', async ({ launchApp }) => {
  await using lab = await startLab();
  const { page, home } = await launchApp({ settings: lab.chainOf('catbox', 'litterbox', 'x0at') });
  const saved = () => JSON.parse(readFileSync(join(home, 'settings.json'), 'utf8'));
  await tabTo(page, rail(page, 'Destinations'));
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('button', { name: 'Move catbox', exact: true }));
  await page.keyboard.press('Alt+ArrowDown');
  await expect(said(page)).toHaveText('catbox is number 2 of 3 now.');
  await expect.poll(() => saved().chains.public.order).toEqual(['litterbox', 'catbox', 'x0at']);

  await tabTo(page, rail(page, 'Settings'), 'Shift+Tab');
  await page.keyboard.press('Enter');
  const copying = page.getByRole('switch', { name: 'Copy links when a batch is done' });
  await expect(copying).toBeChecked();
  await tabTo(page, copying);
  await page.keyboard.press('Space');
  await expect(copying).not.toBeChecked();
  await expect.poll(() => saved().preferences).toMatchObject({ copyWhenDone: false });
});
