/** Takes the pictures of the history that README and docs show: `npm run screenshots`. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { expect, type Page } from '@playwright/test';
import { startLab } from '../lab/lab.ts';
import { openDatabase } from '../src/main/store/database.ts';
import { openHome } from '../src/main/store/home.ts';
import { fillHistory } from '../src/main/store/test-history.ts';
import { dropFiles, test } from './app.ts';
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

/** A picture of hills at some hour of the day, as PNG. */
function hills(seed: number): Buffer {
  const [width, height] = [320, 240];
  const rows = Array.from({ length: height }, (_, y) => {
    const row = Buffer.alloc(1 + width * 3);
    for (let x = 0; x < width; x++) row.set(colourAt(x / width, y / height, seed), 1 + x * 3);
    return row;
  });
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function colourAt(x: number, y: number, seed: number): number[] {
  const ridge = (n: number) =>
    0.35 + n * 0.2 + 0.1 * Math.sin(x * (5 - n) + seed * (n + 1)) + 0.04 * Math.sin(x * 17 + n);
  const layer = [0, 1, 2].filter((n) => y > ridge(n)).length;
  const hue = [70 + seed * 40, 110 + seed * 25, 170 + seed * 10];
  return hue.map((base) => Math.min(255, Math.max(0, (base % 200) + 50 - layer * 55 + (layer === 0 ? y * 60 : 0))));
}

function chunk(type: string, data: Buffer): Buffer {
  const inner = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(inner));
  return Buffer.concat([length, inner, check]);
}

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
  const { app, page } = await launchApp({ home: home.folder, settings: lab.settings });
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
  await page.mouse.move(5, 5);
  await shoot(page, 'history');
  await records.getByRole('button', { name: 'Choose ridge-at-dawn.png' }).click();
  await page.keyboard.press('Shift+ArrowDown');
  await page.mouse.move(5, 5);
  await shoot(page, 'history-chosen');
  await page.getByRole('button', { name: 'Choose none' }).click();
  await page.getByRole('radio', { name: 'Grid' }).check();
  await page.mouse.move(5, 5);
  await shoot(page, 'history-grid');
  await page.getByRole('radio', { name: 'List' }).check();
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(420, 760));
  await shoot(page, 'history-narrow');
  rmSync(folder, { recursive: true });
});
