/** A new profile: nothing leaves the machine before the user chose where files may go. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { startLab } from '../lab/lab.ts';
import { startWebServer } from '../src/main/providers/web-folder/test-web-server.ts';
import { dropFiles, test } from './app.ts';
import { dialogChooses, sheet, view } from './destinations-view.ts';
import { row } from './window.ts';

test('asks where files may go, sends nothing before, and goes on with files it was started with', async ({
  launchApp,
}) => {
  await using lab = await startLab({});
  const path = join(mkdtempSync(join(tmpdir(), 'droprelay-e2e-')), 'first.txt');
  writeFileSync(path, 'the first file');
  const { page, home } = await launchApp({
    settings: { ...lab.settings, choice: null },
    args: ['--', path],
  });

  const choices = page.getByRole('radio');
  await expect(choices).toHaveCount(3);
  for (const choice of await choices.all()) await expect(choice).not.toBeChecked();
  await expect(page.getByText('Anyone with the link can open it', { exact: false })).toBeVisible();
  await dropFiles(page, [path]);
  await expect(page.getByRole('status').filter({ hasText: /choose/i })).toBeVisible();
  expect(lab.standIns.flatMap(({ requests }) => requests)).toEqual([]);

  await page.getByRole('radio', { name: /Public hosts/ }).check();
  await page.getByRole('button', { name: 'Start' }).click();
  await expect(row(page, 'first.txt').getByRole('button', { name: 'Copy link' })).toBeVisible();
  expect(lab.catbox.uploads.map(({ name }) => name)).toEqual(['first.txt']);
  expect(JSON.parse(readFileSync(join(home, 'settings.json'), 'utf8')).choice).toBe('public');
});

test('says what happens to a file, and sends a sample to whoever wants to see it', async ({ launchApp }) => {
  await using lab = await startLab({});
  const { page } = await launchApp({ settings: { ...lab.settings, choice: null } });
  await expect(page.getByRole('heading', { name: 'What happens to a file' })).toBeVisible();
  const sample = page.getByRole('button', { name: 'Try it with a sample' });
  await sample.click();
  await expect(page.getByRole('status').filter({ hasText: /choose/i })).toBeVisible();
  expect(lab.standIns.flatMap(({ requests }) => requests)).toEqual([]);

  await page.getByRole('radio', { name: /Public hosts/ }).check();
  await sample.click();
  await expect(row(page, 'Droprelay sample.txt').getByRole('button', { name: 'Copy link' })).toBeVisible();
  const [sent] = lab.catbox.uploads;
  expect(await (await fetch(sent?.link ?? '')).text()).toBe(
    'This file was sent with Droprelay, to see it work. It may be deleted.\n',
  );
});

test('own storage that is not there yet is added on the way, and nothing is sent before', async ({ launchApp }) => {
  await using lab = await startLab({});
  await using server = await startWebServer();
  const path = join(mkdtempSync(join(tmpdir(), 'droprelay-e2e-')), 'first.txt');
  writeFileSync(path, 'the first file');
  const { app, page, home } = await launchApp({ settings: { ...lab.settings, choice: null }, args: ['--', path] });
  const own = page.getByRole('radio', { name: 'My own storage' });
  await own.check();
  await expect(page.getByText('You add it next.', { exact: false })).toBeVisible();
  await page.getByRole('button', { name: 'Add storage' }).click();

  await expect(page.getByRole('heading', { name: 'Destinations' })).toBeVisible();
  await expect(view(page).getByRole('radio', { name: 'My own storage' })).toBeChecked();
  const search = page.getByRole('combobox', { name: 'Search services' });
  await expect(search).toBeFocused();
  // Whoever goes back is asked as before.
  await search.press('Escape');
  await page.getByRole('button', { name: 'Uploads', exact: true }).click();
  await own.check();
  await page.getByRole('button', { name: 'Add storage' }).click();
  await search.fill('folder on');
  await expect(page.getByRole('option')).toHaveCount(1);
  await page.keyboard.press('Enter');
  const form = sheet(page, 'New: Folder on this computer');
  await form.getByRole('textbox', { name: 'Public address' }).fill(server.url);
  await dialogChooses(app, server.folder);
  await form.getByRole('button', { name: 'Choose: Folder' }).click();
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(sheet(page, 'Folder on this computer')).toBeVisible();
  await dropFiles(page, [path]);
  await expect(page.getByRole('status').filter({ hasText: /choose/i })).toBeVisible();
  expect([server.files(), JSON.parse(readFileSync(join(home, 'settings.json'), 'utf8')).choice]).toEqual([[], null]);

  await page.getByRole('button', { name: 'Uploads', exact: true }).click();
  await own.check();
  await page.getByRole('button', { name: 'Start' }).click();
  await expect(row(page, 'first.txt').getByRole('button', { name: 'Copy link' })).toBeVisible();
  expect(server.files().map((file) => readFileSync(file, 'utf8'))).toEqual(['the first file']);
  expect(lab.standIns.flatMap(({ requests }) => requests)).toEqual([]);
});

test('a settings file that can not be used is set aside and reported, never replaced', async ({ launchApp }) => {
  const { page, home } = await launchApp({ settings: { choice: 'public', destinations: 'none' } });
  await expect(page.getByRole('status').filter({ hasText: 'settings.json.corrupt-' })).toBeVisible();
  await expect(page.getByText(home)).toHaveCount(0);
  await expect(page.getByRole('radio')).toHaveCount(3);
  const kept = readdirSync(home).filter((name) => name.includes('.corrupt-'));
  expect(kept).toHaveLength(1);
  expect(JSON.parse(readFileSync(join(home, kept[0] ?? ''), 'utf8'))).toEqual({
    choice: 'public',
    destinations: 'none',
  });
  expect(existsSync(join(home, 'settings.json'))).toBe(true);
});
