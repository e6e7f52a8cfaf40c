/** Goes through every place, menu, sheet and question of the window, in whatever language it speaks. */
import { mkdtempSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ElectronApplication, expect, type Locator, type Page } from '@playwright/test';
import type { Lab } from '../lab/lab.ts';
import { heic } from '../src/main/guard/fixtures/places.ts';
import type { Catalogue } from '../src/shared/messages/index.ts';
import { dropFiles } from './app.ts';

export interface Tour {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly lab: Lab;
  /** What the window speaks. */
  readonly words: Catalogue;
  /** Called at each stop, named for failures and pictures. */
  readonly look: (where: string) => Promise<void>;
}

type Place = 'uploads' | 'history' | 'destinations' | 'settings';

/** The lab that the tour needs: one host that works, one that is down, one that takes little. */
export const tourLab = { litterbox: { refuse: true }, x0at: { limitBytes: 100_000 } } as const;

/** Begins with the first start and ends with the question whether to quit. */
export async function takeTour(tour: Tour): Promise<void> {
  await firstStart(tour);
  await uploads(tour);
  await history(tour);
  await destinations(tour);
  await settings(tour);
  await quit(tour);
}

async function goTo({ page }: Tour, place: Place): Promise<void> {
  await page.locator(`nav .place.${place}`).click();
  await page.mouse.move(5, 5);
}

async function firstStart({ page, words, look }: Tour): Promise<void> {
  await look('first start');
  const choices = page.getByRole('radio');
  await choices.nth(1).check();
  await look('first start, own storage');
  await choices.first().check();
  await page.getByRole('button', { name: words.window.setup.start, exact: true }).click();
  await expect(page.locator('.drop')).toBeVisible();
  await look('uploads, idle');
  await menusIn(page.locator('main'), page, look, 'uploads, idle');
}

async function uploads({ page, lab, words, look }: Tour): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'droprelay-tour-'));
  const file = (name: string, content: string | Buffer, size?: number): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    if (size !== undefined) truncateSync(path, size);
    return path;
  };
  const rows = page.locator('[role=listitem]').filter({ has: page.locator('.name') });
  await dropFiles(page, [file('one.txt', 'one'), file('two.png', 'two')]);
  await expect(page.locator('.chip')).toHaveCount(2, { timeout: 30_000 });
  await look('uploads, a batch that is done');
  // Keys, a place that can not be taken out, one that no host takes, one that goes slowly, one that has to wait.
  await lab.catbox.fail({ kind: 'status', status: 503, body: 'down' }, 40);
  await dropFiles(page, [file('large.bin', '', 150_000_000), file('.env', 'SECRET=1'), file('photo.heic', heic)]);
  await expect(rows.filter({ hasText: 'photo.heic' })).toBeVisible();
  await expect(page.locator('.btn.small').first()).toBeVisible({ timeout: 30_000 });
  await look('uploads, questions');
  await lab.catbox.heal();
  // Under way until the end of the tour.
  await lab.catbox.fail({ kind: 'slow', bytesPerSecond: 300_000 }, 1);
  await dropFiles(page, [file('slow.bin', '', 190_000_000)]);
  await expect.poll(() => lab.catbox.requests.some(({ bodyBytes }) => bodyBytes > 1_000_000)).toBe(true);
  await lab.catbox.fail({ kind: 'status', status: 429, retryAfter: '600' });
  await dropFiles(page, [file('waits.txt', 'waits'), file('next.txt', 'next')]);
  await expect(rows.filter({ hasText: 'next.txt' })).toBeVisible();
  await look('uploads, busy');
  await heldOver(page, look);
  await menusIn(page.locator('main'), page, look, 'uploads');
  for (let at = 0; at < (await rows.count()); at += 1) await menusIn(rows.nth(at), page, look, `row ${at + 1}`);
  await dropFiles(page, [folder]);
  const question = page.locator('.answer.question');
  await question.waitFor();
  await look('a folder');
  await question.getByRole('button').last().click();
  for (let at = 0; at < (await rows.count()); at += 1) {
    await rows.nth(at).getByRole('button', { name: words.window.list.details }).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('complementary')).toBeVisible();
    await look(`details ${at + 1}`);
    await page.keyboard.press('Escape');
  }
  await rows.filter({ hasText: 'next.txt' }).getByRole('button', { name: words.window.list.details }).focus();
  await page.keyboard.press('F2');
  await look('a name is changed');
  await page.keyboard.press('Escape');
}

/** Files are held over the window, and taken away again. */
async function heldOver(page: Page, look: Tour['look']): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: ['/etc/hostname'], dragOperationsMask: 1 };
  const at = { x: 300, y: 300 };
  await session.send('Input.dispatchDragEvent', { type: 'dragEnter', ...at, data });
  await session.send('Input.dispatchDragEvent', { type: 'dragOver', ...at, data });
  await look('files held over the window');
  await page.evaluate("document.dispatchEvent(new Event('dragend'))");
  await session.detach();
}

async function history(tour: Tour): Promise<void> {
  const { page, words, look } = tour;
  await goTo(tour, 'history');
  await expect(page.getByText('one.txt').first()).toBeVisible();
  await look('history');
  await menusIn(page.locator('main'), page, look, 'history');
  const search = page.locator('main').getByRole('searchbox').or(page.locator('main input[type=search]')).first();
  await search.fill('nothing is called so');
  await look('history, nothing found');
  await search.fill('');
  await page.getByRole('radio', { name: words.history.asGrid }).click({ force: true });
  await look('history, as a grid');
  await page.getByRole('radio', { name: words.history.asList }).click({ force: true });
  await page.getByRole('button', { name: words.history.choose('one.txt') }).click();
  const bar = page.getByRole('group', { name: words.history.withChosen(1) });
  await look('history, one is chosen');
  await menusIn(bar, page, look, 'history, chosen');
  await bar.getByRole('button', { name: words.history.chooseNone }).click();
}

async function destinations(tour: Tour): Promise<void> {
  const { app, page, words, look } = tour;
  const say = words.destinations;
  await goTo(tour, 'destinations');
  await expect(page.getByRole('button', { name: 'catbox', exact: true })).toBeVisible();
  await look('destinations');
  await menusIn(page.locator('main'), page, look, 'destinations');
  await page.getByRole('button', { name: 'catbox', exact: true }).click();
  const sheet = page.getByRole('complementary');
  await look('a destination');
  await sheet.getByRole('button', { name: say.sheet.check, exact: true }).click();
  await expect(page.getByRole('button', { name: say.check.copyReport })).toBeVisible({ timeout: 30_000 });
  await look('a check');
  await sheet.getByRole('button', { name: say.sheet.menu('catbox') }).click();
  await page.getByRole('menuitem', { name: say.sheet.reset }).click();
  await expect(page.getByRole('alertdialog')).toBeVisible();
  await look('a destination is reset');
  await page.getByRole('button', { name: say.removal.keep, exact: true }).click();
  await expect(page.getByRole('alertdialog')).toHaveCount(0);
  await sheet.getByRole('button', { name: say.sheet.close, exact: true }).click();
  await expect(sheet).toHaveCount(0);
  const add = page.getByRole('combobox', { name: say.addOne });
  await add.click();
  const services = page.getByRole('option');
  await expect(services.first()).toBeVisible();
  await look('services to add');
  const count = await services.count();
  for (let at = 0; at < count; at += 1) {
    if (at > 0) await add.click();
    await services.nth(at).click();
    await expect(sheet).toBeVisible();
    const more = sheet.getByText(say.sheet.moreFields, { exact: true });
    if (await more.isVisible()) await more.click();
    await look(`form ${at + 1}`);
    await sheet.getByRole('button', { name: say.sheet.close, exact: true }).click();
    await expect(sheet).toHaveCount(0);
  }
  await app.evaluate(({ dialog }) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: true, filePath: '' });
  });
}

async function settings(tour: Tour): Promise<void> {
  const { page, look } = tour;
  await goTo(tour, 'settings');
  await expect(page.locator('.settings-section').first()).toBeVisible();
  await look('settings');
  const sections = page.locator('.settings-section');
  for (let at = 0; at < (await sections.count()); at += 1) {
    await sections.nth(at).scrollIntoViewIfNeeded();
    await look(`settings ${at + 1}`);
  }
  await menusIn(page.locator('main'), page, look, 'settings');
}

async function quit(tour: Tour): Promise<void> {
  const { app, page, look } = tour;
  await goTo(tour, 'uploads');
  await app.evaluate(({ app: own }) => own.quit());
  await expect(page.getByRole('alertdialog')).toBeVisible();
  await look('quit');
}

/** Opens and closes each menu, list and question that a button within leads to. */
async function menusIn(within: Locator, page: Page, look: Tour['look'], where: string): Promise<void> {
  const openers = within.locator('button[aria-haspopup]:visible:not([role=combobox])');
  for (let at = 0; at < (await openers.count()); at += 1) {
    await openers.nth(at).click();
    await expect(page.locator('[role=menu], [role=dialog], [role=listbox]').first()).toBeVisible();
    await look(`${where}, menu ${at + 1}`);
    await page.keyboard.press('Escape');
    await expect(page.locator('[role=menu], [role=dialog], [role=listbox]')).toHaveCount(0);
  }
}
