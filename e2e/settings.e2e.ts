/** The Settings view: search, what counts at once and over a restart, the proxy's test, a backup and back from it. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ElectronApplication, expect, type Page } from '@playwright/test';
import { startLab } from '../lab/lab.ts';
import { serveHttpProxy } from '../src/main/net/fixtures/proxies.ts';
import { dropFiles, test } from './app.ts';
import { clipboardText, row } from './window.ts';

const openSettings = (page: Page) => page.getByRole('button', { name: 'Settings', exact: true }).click();
const field = (page: Page) => page.getByRole('searchbox', { name: 'Search settings' });
/** As the page draws itself, and as Electron has it. */
async function expectDark({ page, app }: { page: Page; app: ElectronApplication }, dark: boolean): Promise<void> {
  // Playwright shows pages in light colours unless told not to.
  await page.emulateMedia({ colorScheme: null });
  const background = dark ? 'rgb(26, 27, 30)' : 'rgb(255, 255, 255)';
  await expect(page.locator('body')).toHaveCSS('background-color', background);
  expect(await app.evaluate(({ nativeTheme }) => nativeTheme.shouldUseDarkColors)).toBe(dark);
}

test('a search leaves what was looked for, by its keys too', async ({ launchApp }) => {
  await using lab = await startLab({});
  const { page } = await launchApp({ settings: lab.settings });
  await openSettings(page);
  const sections = page.getByRole('navigation', { name: 'Sections' }).getByRole('button');
  await expect(sections).toHaveCount(11);
  if (process.platform === 'linux') {
    // That is the key of macOS.
    await page.keyboard.press('Meta+f');
    await expect(field(page)).not.toBeFocused();
  }
  await page.keyboard.press('Control+f');
  await expect(field(page)).toBeFocused();
  await page.keyboard.type('PROXY');
  await expect(sections).toHaveText(['Speed and network']);
  await expect(page.getByRole('radiogroup', { name: 'Proxy' })).toBeVisible();
  await expect(page.getByRole('switch')).toHaveCount(0);
  await field(page).fill('nothing of that kind');
  await expect(page.getByText('No setting has these words.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(sections).toHaveCount(11);
  await sections.filter({ hasText: 'Diagnostics' }).click();
  await expect(page.getByRole('heading', { name: 'Diagnostics' })).toBeInViewport();
  await expect(sections.filter({ hasText: 'Diagnostics' })).toHaveAttribute('aria-current');

  // Who has no storage yet is led to where it is added.
  await page.getByRole('radio', { name: 'My own storage' }).click();
  await expect(page.getByRole('combobox', { name: 'Search services' })).toBeVisible();
});

test('colours, format and names count at once, and after a restart', async ({ launchApp }) => {
  await using lab = await startLab({});
  const first = await launchApp({ settings: lab.settings });
  const { page } = first;
  await openSettings(page);
  const choose = (group: string, name: string) =>
    page.getByRole('radiogroup', { name: group }).getByRole('radio', { name, exact: true }).check();
  await choose('Colours', 'Dark');
  await expectDark(first, true);
  await choose('Colours', 'Light');
  await expectDark(first, false);
  await choose('Colours', 'Dark');
  await choose('Copy as', 'Markdown');
  await choose('Name of an upload', 'Template');
  const template = page.getByRole('textbox', { name: 'Template for names' });
  await template.fill('');
  await page.getByRole('button', { name: 'Insert {date}' }).click();
  await template.pressSequentially('-x');
  await expect(template).toHaveValue('{date}-x');
  await template.blur();
  await expect(page.locator('.preview.names dd').first()).toHaveText(/^\d{4}-\d\d-\d\d-x\.png$/);

  const path = join(first.home, 'mine.txt');
  writeFileSync(path, 'mine');
  await page.getByRole('button', { name: 'Uploads', exact: true }).click();
  await dropFiles(page, [path]);
  await expect
    .poll(() => lab.catbox.uploads.map(({ name }) => name))
    .toEqual([expect.stringMatching(/^\d{4}-\d\d-\d\d-x\.txt$/)]);
  const link = lab.catbox.uploads[0]?.link;
  await expect.poll(() => clipboardText(first.app)).toMatch(/^\[\d{4}-\d\d-\d\d-x\.txt\]\(http.*\)$/);
  expect(await clipboardText(first.app)).toContain(link);
  expect(existsSync(path)).toBe(true);
  await first.close();

  const next = await launchApp({ home: first.home });
  await expectDark(next, true);
  await openSettings(next.page);
  await expect(next.page.getByRole('radio', { name: 'Markdown' })).toBeChecked();
});

test('of a damaged settings file only what is damaged goes back', async ({ launchApp }) => {
  await using lab = await startLab({});
  const { page, home } = await launchApp({
    settings: { ...lab.settings, preferences: { theme: 'purple', copyFormat: 'html' } },
  });
  await expect(
    page.getByText(
      'The setting “Colours” does not hold what it should. Droprelay set it aside as settings.json.corrupt-',
    ),
  ).toBeVisible();
  await openSettings(page);
  await expect(page.getByRole('radio', { name: 'HTML' })).toBeChecked();
  const colours = page.getByRole('radiogroup', { name: 'Colours' });
  await expect(colours.getByRole('radio', { name: 'As the system' })).toBeChecked();
  const aside = readdirSync(home).find((name) => name.startsWith('settings.json.corrupt-')) ?? '';
  expect(readFileSync(join(home, aside), 'utf8')).toContain('purple');
});

test('the proxy’s test says where it led, and what stopped it; the password is never shown', async ({ launchApp }) => {
  await using target = await startLab({});
  await using proxy = await serveHttpProxy({
    user: 'me',
    password: 'canary',
    targetPort: Number(new URL(target.catbox.url).port),
  });
  const at = `127.0.0.1:${proxy.at.port}`;
  // A host that only the proxy finds.
  const catbox = { id: 'catbox', provider: 'catbox', label: 'catbox', settings: { server: 'http://catbox.example/' } };
  const { page, home } = await launchApp({
    settings: { choice: 'public', destinations: [catbox], chains: { public: { order: ['catbox'] } } },
  });
  await openSettings(page);
  const told = page.getByRole('region', { name: 'Speed and network' });
  await page.getByRole('radiogroup', { name: 'Proxy' }).getByRole('radio', { name: 'Own' }).check();
  await expect(told).toContainText('Until an address stands here, nothing is uploaded.');
  const server = page.getByRole('textbox', { name: 'Proxy address' });
  await server.fill('http://me:secret@nowhere');
  await expect(told).toContainText('This is no address of a proxy.');
  await server.fill(at);
  await server.blur();
  await page.getByRole('textbox', { name: 'User name' }).fill('me');
  await page.getByRole('textbox', { name: 'User name' }).blur();
  const run = () => page.getByRole('button', { name: 'Test the connection' }).click();
  const saved = () => JSON.parse(readFileSync(join(home, 'settings.json'), 'utf8')).proxy;
  await expect.poll(saved).toEqual({ use: 'own', server: at, user: 'me' });
  await run();
  await expect(told).toContainText(`Through ${at}: `);
  await expect(told).toContainText('refused the user name or password');
  await page.getByLabel('Password', { exact: true }).fill('canary');
  await told.getByRole('button', { name: 'Save' }).click();
  await expect(told.getByRole('button', { name: 'Replace Password' })).toBeVisible();
  await run();
  await expect(told).toContainText(new RegExp(`catbox\\.example was reached through ${at} in [\\d,]+ ms\\.`));
  expect(await page.content()).not.toContain('canary');
  expect(readFileSync(join(home, 'settings.json'), 'utf8')).not.toContain('canary');
  // Another server must not get it.
  await server.fill('http://other.example:3128');
  await server.blur();
  await expect(page.getByLabel('Password', { exact: true })).toBeVisible();
  // Without the proxy at once.
  await page.getByRole('radiogroup', { name: 'Proxy' }).getByRole('radio', { name: 'Of the system' }).check();
  expect(proxy.asked.length).toBeGreaterThan(0);
});

test('a backup comes back after a restart, and what was there lies aside', async ({ launchApp }) => {
  await using lab = await startLab({});
  const first = await launchApp({ settings: lab.settings });
  const file = join(tmpdir(), `settings-${process.pid}.droprelay-backup`);
  const path = join(first.home, 'kept.txt');
  writeFileSync(path, 'kept');
  await dropFiles(first.page, [path]);
  await expect(row(first.page, 'kept.txt').getByRole('button', { name: 'Copy link' })).toBeVisible();
  await stubDialogs(first.app, file);
  await openSettings(first.page);
  await first.page.getByRole('button', { name: 'Back up…' }).click();
  await expect(first.page.getByText('The backup is written.')).toBeVisible();

  const later = join(first.home, 'later.txt');
  writeFileSync(later, 'later');
  await first.page.getByRole('button', { name: 'Uploads', exact: true }).click();
  await dropFiles(first.page, [later]);
  await expect(row(first.page, 'later.txt').getByRole('button', { name: 'Copy link' })).toBeVisible();
  await openSettings(first.page);
  await first.page.getByRole('radio', { name: 'HTML' }).check();

  const restore = () => first.page.getByRole('button', { name: 'Restore…' }).click();
  writeFileSync(`${file}.bad`, 'no backup');
  await stubDialogs(first.app, `${file}.bad`);
  await restore();
  await expect(first.page.getByText('This file is no backup of Droprelay.')).toBeVisible();
  await stubDialogs(first.app, file);
  await restore();
  const question = first.page.getByRole('alertdialog');
  await expect(question).toContainText('It holds 1 upload and');
  // What starts anew would be out of the test's sight.
  await first.app.evaluate(({ app }) => {
    app.relaunch = () => undefined;
  });
  const closed = first.app.waitForEvent('close');
  await question.getByRole('button', { name: 'Restore and restart' }).click();
  await closed;

  const next = await launchApp({ home: first.home });
  await expect(next.page.getByText('kept.txt')).toBeVisible();
  await expect(next.page.getByText('later.txt')).toHaveCount(0);
  const aside = readdirSync(first.home).find((name) => name.startsWith('before-restore-')) ?? 'none';
  const told = `The backup is restored. Your data from before lie in ${aside}, inside the data folder.`;
  await expect(next.page.getByRole('status').getByText(told)).toBeVisible();
  await openSettings(next.page);
  await expect(next.page.getByRole('radio', { name: 'Link', exact: true })).toBeChecked();
  expect(JSON.parse(readFileSync(join(first.home, aside, 'settings.json'), 'utf8')).preferences.copyFormat).toBe(
    'html',
  );
  expect(readdirSync(join(first.home, aside))).toContain('droprelay.db');
});

test('the report tells of the program, and nothing of the user', async ({ launchApp }) => {
  await using lab = await startLab({});
  const { page, app, home } = await launchApp({ settings: lab.settings });
  await app.evaluate(({ app }, folder) => {
    process.emit('uncaughtException', new Error(`ENOENT: open '${folder}/holiday canary.jpg'`));
    process.emit('uncaughtException', new Error(`could not read ${app.getPath('home')}/canary`));
  }, home);
  await openSettings(page);
  await page.getByRole('button', { name: 'Copy report' }).click();
  await expect(page.getByText('The report is on the clipboard.')).toBeVisible();
  const text = await clipboardText(app);
  expect(text).toContain('Droprelay ');
  expect(text).toContain('ENOENT: open');
  expect(text).not.toContain('canary');
  expect(text).not.toContain(home);
});

/** The dialogs of the system stand outside the page: they answer with this file. */
function stubDialogs(app: ElectronApplication, file: string): Promise<void> {
  return app.evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath: path });
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] });
  }, file);
}
