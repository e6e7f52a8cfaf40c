/** Takes the pictures of the window that README and docs show: `npm run screenshots`. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { startLab } from '../lab/lab.ts';
import { dropFiles, test } from './app.ts';
import { addOne, openDestinations, sheet } from './destinations-view.ts';
import { row } from './window.ts';

const images = join(import.meta.dirname, '..', 'docs', 'images');
mkdirSync(images, { recursive: true });

async function shoot(page: Page, name: string): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await page.waitForTimeout(300);
    await page.screenshot({ path: join(images, `${name}-${theme}.png`), animations: 'disabled' });
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

test('first start and idle', async ({ launchApp }) => {
  await using lab = await startLab({});
  const { page } = await launchApp({ settings: { ...lab.settings, choice: null } });
  await page.getByRole('radio', { name: /Public hosts/ }).check();
  await shoot(page, 'first-start');
  await page.getByRole('button', { name: 'Start' }).click();
  await expect(page.getByRole('region', { name: 'Drop files' })).toBeVisible();
  await page.mouse.move(5, 5);
  await shoot(page, 'idle');
  await page.getByRole('button', { name: 'Settings' }).click();
  await shoot(page, 'settings');
});

test('uploads and details', async ({ launchApp }) => {
  await using lab = await startLab({ litterbox: { refuse: true }, x0at: { limitBytes: 20_000_000 } });
  const folder = mkdtempSync(join(tmpdir(), 'droprelay-shots-'));
  const file = (name: string, size: number): string => {
    const path = join(folder, name);
    writeFileSync(path, randomBytes(Math.min(size, 1_000_000)));
    truncateSync(path, size);
    return path;
  };
  const files = [
    file('northern-lights-over-tromsø.jpg', 2_400_000),
    file('Interview with the lighthouse keeper, final cut, colour graded 2026-11-20.mov', 184_000_000),
    file('field-recordings.zip', 61_000_000),
    file('budget-2027.xlsx', 31_000_000),
    join(folder, 'release-notes.pdf'),
  ];
  const { page } = await launchApp({ settings: lab.settings });
  await lab.catbox.fail({ kind: 'status', status: 503, body: 'down' }, 2);
  await dropFiles(page, files.slice(0, 1));
  await expect(row(page, 'northern').getByRole('button', { name: 'Copy link' })).toBeVisible({ timeout: 20_000 });
  await row(page, 'northern').getByRole('button', { name: 'Details' }).click();
  await expect(page.getByRole('list', { name: 'How it got there' })).toBeVisible();
  await shoot(page, 'details');
  await page.keyboard.press('Escape');

  await lab.catbox.fail({ kind: 'slow', bytesPerSecond: 6_200_000 });
  await dropFiles(page, files.slice(1, 2));
  await expect.poll(() => lab.catbox.requests.some(({ bodyBytes }) => bodyBytes > 1_000_000)).toBe(true);
  await lab.catbox.fail({ kind: 'status', status: 429, retryAfter: '12' });
  await dropFiles(page, files.slice(2, 3));
  await expect(row(page, 'field-recordings')).toContainText('asked us to wait');
  await dropFiles(page, files.slice(3));
  await expect(row(page, 'budget').getByRole('button', { name: 'Copy link' })).toBeVisible({ timeout: 20_000 });
  await expect(row(page, 'Interview')).toContainText('left', { timeout: 20_000 });
  await page.waitForTimeout(2_500);
  await page.mouse.move(5, 5);
  await shoot(page, 'uploads');
});

test('destinations', async ({ launchApp }) => {
  await using lab = await startLab({});
  const { page } = await launchApp({ settings: lab.settings });
  await page.getByRole('button', { name: 'Destinations', exact: true }).click();
  const list = page.getByRole('list', { name: 'Destinations, in the order' });
  await list.getByRole('switch', { name: 'Use uguu' }).click();
  await list.getByRole('button', { name: 'catbox', exact: true }).click();
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Check of catbox' })).toContainText('Works.', { timeout: 20_000 });
  await page.mouse.move(5, 5);
  await shoot(page, 'destinations');
});

test('own storage', async ({ launchApp }) => {
  await using lab = await startLab({});
  const { page } = await launchApp({ settings: lab.settings });
  await openDestinations(page);
  await page.getByRole('combobox', { name: 'Add a destination' }).click();
  await expect(page.getByRole('option').first()).toBeVisible();
  await shoot(page, 'add-destination');
  await page.keyboard.press('Escape');
  await addOne(page, 'cloudflare');
  const form = sheet(page, 'New: S3');
  await form.getByRole('textbox', { name: 'Bucket' }).fill('pictures');
  await page.mouse.move(5, 5);
  await shoot(page, 'own-storage');
});
