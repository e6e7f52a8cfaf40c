/** Takes the pictures of the history: `npm run screenshots`. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { startLab } from '../lab/lab.ts';
import { openDatabase } from '../src/main/store/database.ts';
import { openHome } from '../src/main/store/home.ts';
import { fillHistory } from '../src/main/store/test-history.ts';
import { shoot } from './album.ts';
import { dropFiles, test } from './app.ts';
import { hills } from './hills.ts';
import { row } from './window.ts';

test('history', async ({ launchApp }) => {
  await using lab = await startLab({});
  const folder = mkdtempSync(join(tmpdir(), 'droprelay-shots-'));
  const home = openHome(join(folder, 'home'));
  {
    using database = openDatabase(home.databaseFile, Date.now()).database;
    fillHistory(database, { count: 12_400, from: Date.now() - 12_400 * 4 * 60_000 - 7_200_000 });
  }
  const file = (name: string, content: Buffer): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const window = await launchApp({ home: home.folder, settings: lab.settings });
  const { page } = window;
  const files = [
    file('northern-lights-over-tromsø.png', hills(1)),
    file('Quarterly figures, signed by everyone.pdf', Buffer.alloc(812_000)),
    file('ridge-at-dawn.png', hills(4)),
    file('قائمة الأسعار.pdf', Buffer.alloc(220_000)),
    file('demo take 4.flac', Buffer.alloc(3_800_000)),
  ];
  await dropFiles(page, files);
  await expect(row(page, 'demo take').getByRole('button', { name: 'Copy link' })).toBeVisible({ timeout: 20_000 });
  await page.getByRole('navigation').getByRole('button', { name: 'History' }).click();
  const records = page.getByRole('grid', { name: 'History, newest first' });
  await expect(records.getByRole('row').filter({ hasText: 'demo take' })).toBeVisible();
  await expect(records.locator('img').first()).toBeVisible();
  await shoot(window, 'history');
  await records.getByRole('button', { name: 'Choose ridge-at-dawn.png' }).click();
  await page.keyboard.press('Shift+ArrowDown');
  await shoot(window, 'history-chosen');
  await page.getByRole('button', { name: 'Choose none' }).click();
  await page.getByRole('radio', { name: 'Grid' }).check();
  await shoot(window, 'history-grid');
  await page.getByRole('radio', { name: 'List' }).check();
  const search = page.getByRole('searchbox', { name: 'Search the history' });
  await search.fill('lighthouse keeper');
  await expect(page.getByRole('heading', { name: 'Nothing matches' })).toBeVisible();
  await shoot(window, 'history-nothing-found');
  await search.fill('');
  await page.getByRole('button', { name: 'Export or clear' }).click();
  await page.getByRole('menuitem', { name: 'Clear history' }).click();
  await expect(page.getByRole('heading', { name: 'No history yet' })).toBeVisible();
  await shoot(window, 'history-cleared');
  rmSync(folder, { recursive: true });
});
