/** Where files go first and how long their links must last, chosen before they are sent, and elsewhere after that. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { startLab } from '../lab/lab.ts';
import { dropFiles, test } from './app.ts';
import { ledgerOf, row } from './window.ts';

let folder = '';
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'droprelay-e2e-'));
});
test.afterEach(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Buffer = name): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const picker = (page: Page, title: string | RegExp) => page.getByRole('dialog', { name: title });
const stop = (page: Page, name: string) =>
  page.getByRole('dialog').getByRole('button', { name: new RegExp(`^${name}`) });
const nextChoice = (page: Page) => page.getByRole('button', { name: /Choose where the next files go first/ });

test('Alt while dropping asks first: what can not take it or keep it says so, a number chooses', async ({
  launchApp,
}) => {
  await using lab = await startLab();
  const { page } = await launchApp({ settings: lab.chainOf('catbox', 'litterbox', 'x0at') });
  await expect(page.getByRole('region', { name: 'Drop files' })).toBeVisible();
  await dropFiles(page, [file('one.txt')], { alt: true, until: 'dragOver' });
  await expect(page.getByText('Let go to pick where 1 file goes')).toBeVisible();
  await dropFiles(page, [file('one.txt'), file('tool.exe')], { alt: true });
  await expect(picker(page, 'Send 2 files to')).toBeVisible();
  await expect(stop(page, 'catbox')).toContainText('does not take 1 of them');
  await expect(stop(page, 'litterbox')).toContainText('24 hours');
  await page.getByRole('radio', { name: '7 days' }).check();
  await expect(stop(page, 'litterbox')).toContainText('Keeps it for 24 hours only');
  await expect(stop(page, 'litterbox')).toHaveAttribute('aria-disabled', 'true');
  await page.keyboard.press('2');
  await expect(picker(page, 'Send 2 files to')).toBeVisible();
  await page.keyboard.press('3');
  await expect(picker(page, 'Send 2 files to')).toBeHidden();
  await expect(row(page, 'one.txt').getByRole('button', { name: 'Copy link' })).toBeVisible({ timeout: 20_000 });
  expect((await ledgerOf(page, 'one.txt'))[0]).toContain('x0.at');
  expect(lab.catbox.uploads).toEqual([]);
});

test('leaving the choice lets go of the files; nothing is sent', async ({ launchApp }) => {
  await using lab = await startLab();
  const { page } = await launchApp({ settings: lab.chainOf('catbox') });
  await expect(page.getByRole('region', { name: 'Drop files' })).toBeVisible();
  await dropFiles(page, [file('one.txt')], { alt: true });
  await expect(picker(page, 'Send 1 file to')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(picker(page, 'Send 1 file to')).toBeHidden();
  await expect(page.getByRole('region', { name: 'Drop files' })).toBeVisible();
  expect(lab.catbox.requests).toEqual([]);
});

test('the next files begin where they were told to, must last, and only they do', async ({ launchApp }) => {
  await using lab = await startLab({ x0at: { refuse: true } });
  const { page } = await launchApp({ settings: lab.chainOf('catbox', 'litterbox', 'x0at') });
  await nextChoice(page).click();
  await expect(picker(page, 'Next files go first to')).toBeVisible();
  await page.getByRole('radio', { name: '7 days' }).check();
  await page.keyboard.press('3');
  await expect(nextChoice(page)).toHaveText('First to x0.at, for at least 7 days');
  await expect(page.getByText('They go to x0.at.')).toBeVisible();

  await lab.catbox.fail({ kind: 'status', status: 400 });
  await dropFiles(page, [file('one.txt')]);
  // Of those that are left, one would not keep it that long: that is asked, with both hosts named.
  const asking = row(page, 'one.txt');
  await expect(asking).toContainText('litterbox would keep it for 24 hours only.', { timeout: 20_000 });
  await expect(asking).toContainText('catbox');
  expect(lab.litterbox.uploads).toEqual([]);
  await asking.getByRole('button', { name: 'Use litterbox' }).click();
  await expect(asking.getByRole('button', { name: 'Copy link' })).toBeVisible({ timeout: 20_000 });

  await expect(nextChoice(page)).toHaveText('Start elsewhere');
  await dropFiles(page, [file('two.txt')]);
  await expect(row(page, 'two.txt').getByRole('button', { name: 'Copy link' })).toBeVisible({ timeout: 20_000 });
  await expect(row(page, 'two.txt')).toContainText('catbox');
});

test('a failed file is sent elsewhere; a wider place names both and asks first', async ({ launchApp }) => {
  await using lab = await startLab();
  const mine = {
    id: 'mine',
    provider: 'web-folder',
    label: 'Work folder',
    settings: { folder: join(folder, 'gone'), publicUrl: 'https://files.example.org/' },
  };
  const settings = {
    ...lab.settings,
    choice: 'own',
    destinations: [...lab.settings.destinations, mine],
    chains: { own: { order: ['mine'] }, public: { order: ['catbox', 'litterbox'] } },
  };
  const { page } = await launchApp({ settings });
  await expect(page.getByRole('region', { name: 'Drop files' })).toBeVisible();
  await dropFiles(page, [file('report.txt')]);
  await expect(row(page, 'report.txt').getByRole('button', { name: 'Share from this computer' })).toBeVisible({
    timeout: 20_000,
  });
  await row(page, 'report.txt')
    .getByRole('button', { name: /^More for/ })
    .click();
  await page.getByRole('menuitem', { name: 'Send elsewhere…' }).click();
  await expect(picker(page, 'Send report.txt to')).toBeVisible();
  await page.keyboard.press('3');
  const question = page.getByRole('dialog').getByRole('alert');
  await expect(question).toContainText('So far it may go to Work folder.');
  await expect(question).toContainText('litterbox would be public: anyone with the link can open it.');
  expect(lab.litterbox.requests).toEqual([]);
  await page.getByRole('button', { name: 'Back' }).click();
  await stop(page, 'litterbox').click();
  await page.getByRole('button', { name: 'Use litterbox' }).click();
  await expect(row(page, 'report.txt').getByRole('button', { name: 'Copy link' })).toBeVisible({ timeout: 20_000 });
  expect(lab.litterbox.uploads).toHaveLength(1);
  expect(lab.catbox.requests).toEqual([]);
});
