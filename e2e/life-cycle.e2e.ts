/** From one start to the next: the window's place, the start at login, and the computer's sleep. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ElectronApplication, expect } from '@playwright/test';
import { startLab } from '../lab/lab.ts';
import { dropFiles, test } from './app.ts';
import { ledgerOf, row } from './window.ts';

const here = { choice: 'this-computer' } as const;

function boundsOf(app: ElectronApplication): Promise<Electron.Rectangle | undefined> {
  return app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
}

/** A folder for this test; what a start leaves there, the next one finds. */
function temporary(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), 'droprelay-e2e-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }) };
}

test('the window comes back where it was, and is made visible again where that is gone', async ({ launchApp }) => {
  using folder = temporary();
  const home = join(folder.path, 'home');
  const place = { x: 210, y: 130, width: 700, height: 520 };
  const first = await launchApp({ home, settings: here });
  await first.app.evaluate(({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0]?.setBounds(to), place);
  await expect.poll(() => boundsOf(first.app)).toEqual(place);
  await first.close();

  const second = await launchApp({ home });
  await expect.poll(() => boundsOf(second.app)).toEqual(place);
  await second.close();

  const file = join(home, 'window.json');
  const kept = JSON.parse(readFileSync(file, 'utf8'));
  expect(kept).toEqual({ ...place, maximized: false });
  writeFileSync(file, JSON.stringify({ ...kept, x: 9_000, y: -4_000, width: 5_000 }));
  const third = await launchApp({ home });
  const [bounds, screen] = [
    await boundsOf(third.app),
    await third.app.evaluate(({ screen }) => screen.getPrimaryDisplay().workArea),
  ];
  if (!bounds) throw new Error('no window');
  expect(bounds.width).toBeLessThanOrEqual(screen.width);
  expect(bounds.x).toBeGreaterThanOrEqual(screen.x);
  expect(bounds.x).toBeLessThan(screen.x + screen.width - 100);
  expect(bounds.y).toBeGreaterThanOrEqual(screen.y);
  await third.close();

  writeFileSync(file, '{"x":');
  const fourth = await launchApp({ home });
  await expect.poll(async () => (await boundsOf(fourth.app))?.width).toBe(920);
  await fourth.close();
});

test('start at login is an entry of ours, removed again, and shown as it really is', async ({ launchApp }) => {
  test.skip(process.platform !== 'linux', 'other systems keep a list of their own');
  using folder = temporary();
  const file = join(folder.path, 'autostart', 'droprelay.desktop');
  const { page } = await launchApp({ settings: here, env: { XDG_CONFIG_HOME: folder.path } });
  const toggle = page.getByRole('switch', { name: 'Start when I log in' });
  await page.getByRole('button', { name: 'Settings' }).click();
  await expect(toggle).not.toBeChecked();
  await toggle.click();
  await expect(toggle).toBeChecked();
  const entry = readFileSync(file, 'utf8');
  expect(entry).toMatch(/^\[Desktop Entry\]\nType=Application\n/);
  expect(entry).toMatch(/^Exec=.*electron.* --hidden$/m);
  await toggle.click();
  await expect(toggle).not.toBeChecked();
  expect(existsSync(file)).toBe(false);

  await toggle.click();
  await expect(toggle).toBeChecked();
  // Somebody else removes it, and changes something else in the settings.
  rmSync(file);
  await page.getByRole('switch', { name: /notif/i }).click();
  await expect(toggle).not.toBeChecked();
  expect(existsSync(file)).toBe(false);

  rmSync(join(folder.path, 'autostart'), { recursive: true });
  writeFileSync(join(folder.path, 'autostart'), 'a file where the folder should be');
  await toggle.click();
  await expect(page.getByRole('status').filter({ hasText: 'Start at login' })).toBeVisible();
  await expect(toggle).not.toBeChecked();
});

test('sleep puts uploads down and waking goes on; what the user paused stays so', async ({ launchApp }) => {
  await using lab = await startLab({});
  using folder = temporary();
  const [paused, running] = ['paused.bin', 'running.bin'].map((name) => join(folder.path, name));
  if (!paused || !running) throw new Error('two files');
  for (const path of [paused, running]) writeFileSync(path, randomBytes(6_000_000));
  await lab.catbox.fail({ kind: 'slow', bytesPerSecond: 500_000 }, 2);
  const { app, page } = await launchApp({ settings: lab.settings });
  const sent = (): number => lab.catbox.requests.filter(({ bodyBytes }) => bodyBytes > 100_000).length;
  await dropFiles(page, [paused]);
  await expect.poll(sent).toBe(1);
  await row(page, 'paused.bin').getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(row(page, 'paused.bin')).toContainText('Paused');
  await dropFiles(page, [running]);
  await expect.poll(sent).toBe(2);

  await app.evaluate(({ powerMonitor }) => powerMonitor.emit('suspend'));
  await expect(row(page, 'running.bin')).toContainText('Queued');
  await expect(row(page, 'running.bin')).not.toContainText('Paused');
  expect(lab.catbox.uploads).toEqual([]);
  await app.evaluate(({ powerMonitor }) => powerMonitor.emit('resume'));
  await expect(row(page, 'running.bin').getByRole('button', { name: 'Copy link' })).toBeVisible({ timeout: 20_000 });
  expect(lab.catbox.uploads).toHaveLength(1);
  await expect(row(page, 'paused.bin')).toContainText('Paused');
  expect((await ledgerOf(page, 'running.bin')).length).toBe(2);
});
