/** Takes the pictures of the first start and of the uploads: `npm run screenshots`. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { startLab } from '../lab/lab.ts';
import { heic } from '../src/main/guard/fixtures/places.ts';
import { shoot } from './album.ts';
import { dropFiles, test } from './app.ts';
import { hills } from './hills.ts';
import { row } from './window.ts';

let folder = '';
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'droprelay-shots-'));
});
test.afterEach(() => rmSync(folder, { recursive: true }));

function file(name: string, content: number | string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'number' ? randomBytes(Math.min(content, 1_000_000)) : content);
  if (typeof content === 'number') truncateSync(path, content);
  return path;
}

test('first start, idle, and files held over it', async ({ launchApp }) => {
  await using lab = await startLab({});
  const window = await launchApp({ settings: { ...lab.settings, choice: null } });
  const { page } = window;
  await page.getByRole('radio', { name: /Public hosts/ }).check();
  await shoot(window, 'first-start');
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Drop files' })).toBeVisible();
  await shoot(window, 'idle');
  const files = [file('one.jpg', 1_000), file('two.jpg', 1_000), file('film.mov', 184_000_000)];
  await dropFiles(page, files, { until: 'dragOver' });
  await shoot(window, 'held');
  await dropFiles(page, files, { alt: true });
  await expect(page.getByRole('dialog', { name: 'Send 3 files to' })).toBeVisible();
  await page.getByRole('radio', { name: '7 days' }).check();
  await shoot(window, 'picker');
});

test('uploads and details', async ({ launchApp }) => {
  await using lab = await startLab({ litterbox: { refuse: true } });
  const { chains } = lab.chainOf('catbox', 'litterbox', 'x0at', 'uguu', 'filebin');
  const settings = { ...lab.settings, chains, preferences: { uploadsAtOnce: 4 } };
  const window = await launchApp({ settings });
  const { page } = window;
  // The first three are done, the last of them by the third host.
  await lab.catbox.fail({ kind: 'slow', bytesPerSecond: 1_000_000_000 }, 2);
  await lab.catbox.fail({ kind: 'status', status: 503, body: 'down' }, 2);
  const done = ['Contract, signed.pdf', 'screen-2026-11-22.png', 'northern-lights-over-tromsø.png'];
  await dropFiles(
    page,
    done.map((name, index) => file(name, name.endsWith('.png') ? hills(index) : 812_000)),
  );
  await expect(row(page, 'northern').getByRole('button', { name: 'Copy link' })).toBeVisible({ timeout: 20_000 });
  await row(page, 'northern').getByRole('button', { name: 'Details' }).click();
  await expect(page.getByRole('list', { name: 'How it got there' })).toBeVisible();
  await shoot(window, 'details');
  await page.keyboard.press('Escape');

  await lab.catbox.fail({ kind: 'slow', bytesPerSecond: 6_200_000 }, 10);
  await dropFiles(page, [
    file('ridge-at-dawn.png', hills(4)),
    join(folder, 'budget-2027.xlsx'),
    file('Interview with the lighthouse keeper, final cut, colour graded 2026-11-20.mov', 184_000_000),
    file('field-recordings.zip', 61_000_000),
    file('release-notes.pdf', 3_100_000),
  ]);
  const press = (name: string, button: string) => row(page, name).getByRole('button', { name: button }).click();
  await expect(row(page, 'field-recordings')).toContainText('To catbox');
  for (const name of ['release-notes', 'field-recordings']) {
    await press(name, 'Pause');
    await expect(row(page, name)).toContainText('Paused');
  }
  // The film stays as slow as it began.
  await lab.catbox.heal();
  await lab.catbox.fail({ kind: 'status', status: 429, retryAfter: '20' });
  await press('field-recordings', 'Resume');
  await expect(row(page, 'field-recordings')).toContainText('asked us to wait', { timeout: 20_000 });
  await expect(row(page, 'Interview')).toContainText('left', { timeout: 20_000 });
  // So long that the pace is the true one.
  await page.waitForTimeout(3_000);
  await shoot(window, 'uploads');
  await row(page, 'Interview')
    .getByRole('button', { name: /^More for/ })
    .click();
  await expect(page.getByRole('menu')).toBeVisible();
  await shoot(window, 'menu');
});

test('questions', async ({ launchApp }) => {
  await using lab = await startLab({});
  const window = await launchApp({ settings: lab.settings });
  await dropFiles(window.page, [file('.env', 'API_KEY=1'), file('harbour.heic', heic), file('notes.txt', 'notes')]);
  await expect(row(window.page, 'notes.txt').getByRole('button', { name: 'Copy link' })).toBeVisible();
  await expect(row(window.page, 'harbour')).toContainText('can not be removed');
  await shoot(window, 'questions');
});
