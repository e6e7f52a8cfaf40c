/** The global shortcut, chosen and pressed with real keys. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { startLab } from '../lab/lab.ts';
import { test } from './app.ts';
import { xClipboard } from './packaged-app.ts';
import { copyElsewhere, focus, press, startWindowManager } from './x11.ts';

const here = { choice: 'this-computer' } as const;

test.skip(process.platform !== 'linux', 'the keys are those of X11');

const section = (page: Page) => page.locator('.shortcut-section');

test('keys that were chosen in the settings upload the clipboard while another program has the keyboard', async ({
  launchApp,
}) => {
  test.setTimeout(120_000);
  await using lab = await startLab({});
  await using _manager = await startWindowManager();
  const folder = mkdtempSync(join(tmpdir(), 'droprelay-shortcut-'));
  const home = join(folder, 'home');
  const path = join(folder, 'copied elsewhere é.txt');
  writeFileSync(path, 'by the shortcut');
  const first = await launchApp({ home, settings: lab.settings });
  await first.page.getByRole('button', { name: 'Settings' }).click();
  const keys = section(first.page);
  await focus(first.app);

  // A key alone is none; Esc leaves all as it is; then it is chosen with real keys.
  await keys.getByRole('button', { name: 'Choose keys' }).click();
  await press('u');
  await expect(keys).toContainText('Hold Ctrl, Alt or another');
  await press('Escape');
  await expect(keys).toContainText('None');
  await keys.getByRole('button', { name: 'Choose keys' }).click();
  await press('ctrl+alt+u');
  await expect(keys).toContainText('It works everywhere.');
  await expect(keys.locator('.keys kbd')).toHaveText(['Ctrl', 'Alt', 'U']);

  // Another program can not have it, and says so; nothing is kept of the attempt.
  const other = await launchApp({ settings: here });
  await other.page.getByRole('button', { name: 'Settings' }).click();
  const others = section(other.page);
  await others.getByRole('button', { name: 'Use Ctrl + Alt + U' }).click();
  await expect(others).toContainText('Another program has Ctrl + Alt + U.');
  await expect(others).toContainText('None');
  await expect(others.locator('code')).toHaveText('electron --upload-clipboard');
  await others.getByRole('button', { name: 'Copy command' }).click();
  await expect.poll(xClipboard).toMatch(/^env '?DROPRELAY_HOME=.*electron.* --upload-clipboard$/);

  {
    await using _copied = await copyElsewhere([path]);
    await focus(other.app);
    await press('ctrl+alt+u');
    await expect.poll(() => lab.catbox.uploads.map(({ name }) => name)).toEqual(['copied elsewhere é.txt']);
    await expect.poll(xClipboard).toBe(lab.catbox.uploads[0]?.link);
  }

  // While keys are chosen, the present ones are keys like any other.
  await focus(first.app);
  await first.page.getByRole('button', { name: 'Settings' }).click();
  await keys.getByRole('button', { name: 'Choose keys' }).click();
  await press('ctrl+alt+u');
  await expect(keys.getByRole('button', { name: 'Choose keys' })).toBeVisible();
  expect(lab.catbox.uploads).toHaveLength(1);
  await first.close();

  // The next start has it again; removed, its keys are everybody's.
  const again = await launchApp({ home });
  await focus(other.app);
  {
    await using _copied = await copyElsewhere([path]);
    await press('ctrl+alt+u');
    await expect(again.page.getByRole('button', { name: 'Use this link' })).toBeVisible();
  }
  await again.page.getByRole('button', { name: 'Settings' }).click();
  await section(again.page).getByRole('button', { name: 'Remove' }).click();
  await expect(section(again.page)).toContainText('None');
  await others.getByRole('button', { name: 'Use Ctrl + Alt + U' }).click();
  await expect(others).toContainText('It works everywhere.');
  await other.close();
  await again.close();
  rmSync(folder, { recursive: true, force: true });
});
