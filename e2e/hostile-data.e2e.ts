/** What others choose, names, labels and links, is text in the window and nothing else. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, type Page } from '@playwright/test';
import { startLab } from '../lab/lab.ts';
import { dropFiles, test } from './app.ts';
import { row } from './window.ts';

const markup = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
const turned = 'photo\u202egpj.exe\u2066 \u200fقائمة';
const long = `${'a very long name '.repeat(300)}.txt`;
const names = [`${markup}.html`, turned, long];

/** Nothing of it became an element, ran, or pushed the page out of its window. */
async function expectHarmless(page: Page): Promise<void> {
  await expect(page.locator('#root img[src="x"], #root script')).toHaveCount(0);
  expect(await page.title()).not.toMatch(/^[12]$/);
  const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
  expect(await page.evaluate<number>(overflow)).toBeLessThanOrEqual(0);
}

test('names with markup, turned writing or 5,000 characters, and links that are scripts, do nothing', async ({
  launchApp,
}) => {
  await using lab = await startLab({});
  const folder = mkdtempSync(join(tmpdir(), 'droprelay-e2e-'));
  const paths = names.map((_, index) => join(folder, `file ${index}.txt`));
  for (const path of paths) writeFileSync(path, path);
  const first = await launchApp({ settings: lab.settings });
  await dropFiles(first.page, paths);
  await expect(first.page.getByRole('button', { name: 'Copy link' })).toHaveCount(3, { timeout: 30_000 });
  await first.close();

  // No file system holds the longest of them, and no host of ours gives such a link: both are written into the database.
  const database = new DatabaseSync(join(first.home, 'droprelay.db'));
  for (const [index, name] of names.entries()) {
    database.prepare('UPDATE upload SET name = ? WHERE position = ?').run(name, index);
    const payload = '(SELECT payload_id FROM upload WHERE position = ?)';
    database.prepare(`UPDATE payload SET name = ? WHERE id = ${payload}`).run(name, index);
  }
  const links = ['javascript:document.title=1', `https://example.com/${'x'.repeat(5_000)}`, 'file:///etc/passwd'];
  const ids = database.prepare('SELECT id FROM upload ORDER BY position').all();
  for (const [index, { id }] of ids.entries()) {
    database.prepare('UPDATE receipt SET link = ? WHERE upload_id = ?').run(links[index] ?? '', String(id));
  }
  database.prepare('UPDATE receipt SET destination_label = ?').run(`label ${markup.slice(0, 40)}`);
  database.close();

  const { app, page } = await launchApp({ home: first.home });
  const opened = await app.evaluateHandle(({ shell }) => {
    const asked: string[] = [];
    shell.openExternal = (url) => Promise.resolve(void asked.push(url));
    return asked;
  });
  for (const width of [920, 420]) {
    await app.evaluate(({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size, 640), width);
    await page.locator('nav .place.uploads').click();
    await expect(row(page, '<script>')).toBeVisible();
    await expectHarmless(page);
    await row(page, '<script>').getByRole('button', { name: 'Details' }).click();
    await expect(page.getByRole('list', { name: 'How it got there' })).toBeVisible();
    await expectHarmless(page);
    await page.keyboard.press('Escape');
    await page.locator('nav .place.history').click();
    await expect(page.getByText('<script>', { exact: false }).first()).toBeVisible();
    await expectHarmless(page);
  }
  // Main opens only http and https, whatever stands in a row.
  for (const { id } of ids) await page.evaluate(`window.droprelay.call('links.open', { id: ${JSON.stringify(id)} })`);
  expect(await opened.jsonValue()).toEqual([links[1]]);
});
