/** Destinations: several of a provider, put in order, switched, copied, checked, and carried to another profile. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ElectronApplication, expect, type Locator, type Page } from '@playwright/test';
import { startLab } from '../lab/lab.ts';
import { dropFiles, test } from './app.ts';
import { noBus } from './keyring.ts';
import { clipboardText, row } from './window.ts';

const chain = (page: Page): Locator => page.getByRole('list', { name: 'Destinations, in the order' });
const card = (page: Page, label: string): Locator =>
  page
    .getByRole('region', { name: 'Destinations' })
    .getByRole('button', { expanded: false })
    .filter({ hasText: label });
const sheet = (page: Page, label: string): Locator => page.getByRole('complementary', { name: label, exact: true });
const item = (page: Page, name: string): Locator => page.getByRole('menuitem', { name });

async function openDestinations(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Destinations', exact: true }).click();
  await expect(chain(page).getByRole('listitem').first()).toBeVisible();
}

function labels(page: Page): Promise<string[]> {
  return chain(page).locator('.label').allInnerTexts();
}

async function dropOne(page: Page, name: string): Promise<void> {
  const path = join(mkdtempSync(join(tmpdir(), 'droprelay-e2e-')), name);
  writeFileSync(path, name);
  await dropFiles(page, [path]);
  await expect(row(page, name).getByRole('button', { name: 'Copy link' })).toBeVisible();
}

/** Main's dialogs choose this file; null chooses none. */
async function dialogsChoose(app: ElectronApplication, path: string | null): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    const canceled = chosen === null;
    dialog.showSaveDialog = () => Promise.resolve({ canceled, filePath: chosen ?? '' });
    dialog.showOpenDialog = () => Promise.resolve({ canceled, filePaths: chosen === null ? [] : [chosen] });
  }, path);
}

test('a second litterbox that keeps 3 days is put first, and uploads go there; switched off, they do not', async ({
  launchApp,
}) => {
  await using lab = await startLab({});
  const { page, home } = await launchApp({ settings: lab.settings });
  await openDestinations(page);
  const before = await labels(page);
  expect(before.slice(0, 2)).toEqual(['catbox', 'litterbox']);

  await card(page, 'litterbox').click();
  await sheet(page, 'litterbox').getByRole('button', { name: 'More for litterbox' }).click();
  await item(page, 'Duplicate').click();
  const copy = sheet(page, 'litterbox 2');
  await expect(copy).toBeVisible();
  await copy.getByRole('textbox', { name: 'Name' }).fill('Three days');
  await copy.getByRole('radio', { name: '3 days' }).check();
  await copy.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(sheet(page, 'Three days')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('complementary')).toHaveCount(0);
  await expect(card(page, 'Three days')).toBeFocused();
  await expect(card(page, 'Three days')).toHaveAccessibleDescription(/Off/);

  await page.getByRole('switch', { name: 'Use Three days' }).click();
  await expect(card(page, 'Three days')).toHaveAccessibleDescription(/3 days/);
  await page.getByRole('button', { name: 'Move Three days' }).focus();
  await page.keyboard.press('ArrowUp');
  await expect.poll(() => labels(page)).toEqual(['catbox', 'Three days', ...before.slice(1)]);
  await expect(page.getByRole('button', { name: 'Move Three days' })).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect.poll(() => labels(page)).toEqual(['Three days', ...before]);

  await dropOne(page, 'first.txt');
  expect(lab.catbox.uploads).toEqual([]);
  expect(lab.litterbox.uploads.map(({ name }) => name)).toEqual(['first.txt']);
  await expect(row(page, 'first.txt')).toContainText('Three days');
  const saved = JSON.parse(readFileSync(join(home, 'settings.json'), 'utf8'));
  expect(saved.destinations.at(-1)).toMatchObject({ label: 'Three days', settings: { time: '72h' } });

  await openDestinations(page);
  await page.getByRole('switch', { name: 'Use Three days' }).click();
  await page.getByRole('switch', { name: 'Use catbox' }).click();
  await expect(page.getByRole('switch', { name: 'Use catbox' })).not.toBeChecked();
  await dropOne(page, 'second.txt');
  await expect(row(page, 'second.txt')).toContainText('litterbox');
  expect(lab.catbox.uploads).toEqual([]);

  await openDestinations(page);
  await card(page, 'Three days').click();
  await sheet(page, 'Three days').getByRole('button', { name: 'More for Three days' }).click();
  await item(page, 'Remove…').click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await expect.poll(() => labels(page)).toEqual(before);
  await expect(page.getByRole('heading', { name: 'Destinations' })).toBeFocused();
});

test('a new one is made from a form; a bad address is refused beside the field, and a good one is used', async ({
  launchApp,
}) => {
  await using lab = await startLab({});
  const { page } = await launchApp({ settings: lab.settings });
  await openDestinations(page);
  await page.getByRole('combobox', { name: 'Add a destination' }).click();
  await page.getByRole('combobox', { name: 'Search services' }).fill('x0.at');
  await page.getByRole('option', { name: /^x0\.at/ }).click();
  const form = sheet(page, 'New: x0.at');
  await expect(form.getByRole('textbox', { name: 'Name' })).toHaveValue('x0.at 2');
  await form.getByText('More', { exact: true }).click();
  const server = form.getByRole('textbox', { name: 'Server address' });
  await server.fill('not an address');
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(server).toBeFocused();
  await expect(server).toHaveAttribute('aria-invalid', 'true');
  await expect(form.getByRole('alert')).toHaveText(/An address begins with http/);
  await expect(server).toHaveAccessibleDescription(/An address begins with http/);
  expect(await labels(page)).not.toContain('x0.at 2');

  const size = form.getByRole('textbox', { name: 'Largest file (MiB)' });
  await server.fill(lab.x0at.url);
  await size.fill('0');
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(size).toHaveAccessibleDescription(/above 0/);
  await size.fill('64');
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(sheet(page, 'x0.at 2')).toBeVisible();
  await page.keyboard.press('Escape');
  const grip = page.getByRole('button', { name: 'Move x0.at 2' });
  const target = page.getByRole('button', { name: 'Move catbox' });
  const [from, to] = [await grip.boundingBox(), await target.boundingBox()];
  if (!from || !to) throw new Error('two grips');
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(to.x + to.width / 2, to.y - 10, { steps: 8 });
  await page.mouse.up();
  await expect.poll(async () => (await labels(page))[0]).toBe('x0.at 2');
  await dropOne(page, 'made.txt');
  expect(lab.x0at.uploads.map(({ name }) => name)).toEqual(['made.txt']);
});

test('a card held at the edge of a long list scrolls it, and comes down where one could not see', async ({
  launchApp,
}) => {
  await using lab = await startLab({});
  const { app, page } = await launchApp({ settings: lab.settings });
  await openDestinations(page);
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(920, 480));
  await expect.poll(() => page.evaluate('innerHeight')).toBe(480);
  const before = await labels(page);
  const last = page.locator('.chain-list li').last();
  await expect(last).not.toBeInViewport();
  const grip = await page.getByRole('button', { name: 'Move catbox' }).boundingBox();
  if (!grip) throw new Error('no grip');
  const x = grip.x + grip.width / 2;
  await page.mouse.move(x, grip.y + grip.height / 2);
  await page.mouse.down();
  await page.mouse.move(x, 470, { steps: 8 });
  await expect(last).toBeInViewport({ ratio: 1 });
  await page.mouse.up();
  await expect.poll(() => labels(page)).toEqual([...before.slice(1), 'catbox']);
});

test('a check tells its steps, and its report can be copied', async ({ launchApp }) => {
  await using lab = await startLab({});
  const { app, page } = await launchApp({ settings: lab.settings });
  await openDestinations(page);
  await card(page, 'catbox').click();
  await sheet(page, 'catbox').getByRole('button', { name: 'Check', exact: true }).click();
  const check = page.getByRole('region', { name: 'Check of catbox' });
  await expect(check.getByRole('status')).toContainText('Works.', { timeout: 20_000 });
  await expect(check.getByRole('listitem').filter({ hasText: 'Upload' })).toContainText('went out');
  await check.getByRole('button', { name: 'Copy report' }).click();
  await expect.poll(() => clipboardText(app)).toContain('catbox (catbox)');
});

test('a secret is kept and never shown; it can be replaced and removed', async ({ launchApp }) => {
  await using lab = await startLab({});
  const { page } = await launchApp({ settings: lab.settings, env: noBus });
  await openDestinations(page);
  await card(page, 'catbox').click();
  const form = sheet(page, 'catbox');
  await form.getByLabel(/User hash/).fill('canary-secret');
  await form.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(form.getByRole('button', { name: 'Replace User hash' })).toBeVisible({ timeout: 20_000 });
  // No key store answers here.
  await form.getByRole('button', { name: 'Store it as good as in plain text' }).click();
  await expect(form.getByText(/^Saved \d+ \w+, as good as in plain text$/)).toBeVisible();
  expect(await page.content()).not.toContain('canary-secret');
  await form.getByRole('button', { name: 'Replace User hash' }).click();
  await expect(form.getByLabel(/User hash/)).toBeFocused();
  await expect(form.getByLabel(/User hash/)).toHaveValue('');
  await form.getByRole('button', { name: 'Keep the old one' }).click();
  await form.getByRole('button', { name: 'Remove User hash' }).click();
  await expect(form.getByLabel(/User hash/)).toBeFocused();
});

test('exported and imported on another profile, the setup is the same, without secrets', async ({ launchApp }) => {
  await using lab = await startLab({});
  const file = join(mkdtempSync(join(tmpdir(), 'droprelay-e2e-')), 'carried.json');
  const mine = { id: 'mine', provider: 'litterbox', label: 'Mine', settings: { time: '72h' }, consent: 'allow' };
  const chains = { public: { order: ['mine', 'catbox'], mayWiden: false }, own: { order: [], mayWiden: false } };
  const settings = { ...lab.settings, destinations: [...lab.settings.destinations, mine], chains };
  const first = await launchApp({ settings });
  await openDestinations(first.page);
  await card(first.page, 'catbox').click();
  await sheet(first.page, 'catbox')
    .getByLabel(/User hash/)
    .fill('canary-secret');
  await sheet(first.page, 'catbox').getByRole('button', { name: 'Save', exact: true }).click();
  await expect(sheet(first.page, 'catbox').getByRole('button', { name: 'Replace User hash' })).toBeVisible({
    timeout: 20_000,
  });
  await dialogsChoose(first.app, file);
  await first.page.getByRole('button', { name: 'Export and import' }).click();
  await item(first.page, 'Export settings…').click();
  await expect(first.page.getByText('The settings were exported.')).toBeVisible();
  expect(readFileSync(file, 'utf8')).not.toContain('canary');
  await first.close();

  const { app, page, home } = await launchApp({ settings: { choice: 'this-computer' } });
  await openDestinations(page);
  await dialogsChoose(app, null);
  await page.getByRole('button', { name: 'Export and import' }).click();
  await item(page, 'Import settings…').click();
  await dialogsChoose(app, file);
  await page.getByRole('button', { name: 'Export and import' }).click();
  await item(page, 'Import settings…').click();
  const question = page.getByRole('alertdialog');
  await expect(question).toContainText('Mine (used without asking)');
  await expect(question).toContainText('Public hosts');
  await question.getByRole('button', { name: 'Import' }).click();
  await expect(page.getByText('The settings were imported.')).toBeVisible();
  await expect.poll(() => labels(page)).toEqual(['Mine', 'catbox']);
  await dropOne(page, 'carried.txt');
  const written = JSON.parse(readFileSync(join(home, 'settings.json'), 'utf8'));
  expect(written.chains).toEqual(chains);
  expect(written.destinations.find(({ id }: { id: string }) => id === 'mine')).toMatchObject(mine);

  writeFileSync(file, '{"format":"droprelay-settings","version":1,"destinations":"none"}');
  await openDestinations(page);
  await page.getByRole('button', { name: 'Export and import' }).click();
  await item(page, 'Import settings…').click();
  await expect(page.getByRole('status').filter({ hasText: 'destinations' })).toBeVisible();
  expect(await page.content()).not.toContain(tmpdir());
});

test('no call of destinations or settings takes or tells a path', async ({ launchApp }) => {
  const { app, page, home } = await launchApp({ settings: { choice: 'this-computer' } });
  await dialogsChoose(app, null);
  const answers = await page.evaluate<string>(`(async () => {
    const { call } = window.droprelay;
    return JSON.stringify([
      await call('settings.export', { path: '/tmp/x' }),
      await call('settings.import', '/tmp/x'),
      await call('settings.export'),
      await call('settings.import'),
      await call('destinations.setup'),
    ]);
  })()`);
  const [exportTo, importFrom, exported, imported] = JSON.parse(answers);
  expect([exportTo.ok, importFrom.ok]).toEqual([false, false]);
  expect([exported.value.end, imported.value]).toEqual(['cancelled', null]);
  expect(answers).not.toContain(home);
});
