/** "This computer only": a link without any network, and its end. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { dropFiles, test } from './app.ts';
import { clipboardText, row } from './window.ts';

test('a dropped file has its link at once, serves equal bytes, survives a restart, and ends when it is stopped', async ({
  launchApp,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'droprelay-e2e-'));
  const path = join(folder, 'shared.bin');
  const bytes = randomBytes(3_000_000);
  writeFileSync(path, bytes);
  const first = await launchApp({ home: join(folder, 'home'), settings: { choice: 'this-computer' } });
  await dropFiles(first.page, [path]);
  await expect(row(first.page, 'shared.bin').getByRole('button', { name: 'Copy link' })).toBeVisible();
  await expect.poll(() => clipboardText(first.app)).toContain('http://127.0.0.1:');
  const link = await clipboardText(first.app);
  expect(Buffer.from(await (await fetch(link)).arrayBuffer()).equals(bytes)).toBe(true);
  await first.close();

  const again = await launchApp({ home: join(folder, 'home') });
  await expect(row(again.page, 'shared.bin')).toBeVisible();
  await expect.poll(async () => (await fetch(link)).status).toBe(200);
  await row(again.page, 'shared.bin').getByRole('button', { name: 'More' }).click();
  await again.page.getByRole('menuitem', { name: 'Stop sharing' }).click();
  await expect.poll(async () => (await fetch(link)).status).toBe(410);
});
