/** The window under a real window manager: it comes back as it was, and a start at login keeps it out of the way. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ElectronApplication, expect } from '@playwright/test';
import { test } from './app.ts';
import { noBus } from './keyring.ts';
import { activeWindow, focus, startWindowManager } from './x11.ts';

const here = { choice: 'this-computer' } as const;

test.skip(process.platform !== 'linux', 'the windows are those of X11');

test('a window that filled the screen does so again, and one that did not stays where it was put', async ({
  launchApp,
}) => {
  test.setTimeout(120_000);
  await using _manager = await startWindowManager();
  const folder = mkdtempSync(join(tmpdir(), 'droprelay-window-'));
  const home = join(folder, 'home');
  const look = (app: ElectronApplication) =>
    app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      return { bounds: window?.getNormalBounds(), maximized: window?.isMaximized() };
    });
  const first = await launchApp({ home, settings: here });
  const wanted = { x: 200, y: 150, width: 700, height: 500 };
  await first.app.evaluate(({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0]?.setBounds(to), wanted);
  await expect.poll(async () => (await look(first.app)).bounds?.width).toBe(700);
  const { bounds: put } = await look(first.app);
  await first.close();

  // The frame must not push it on from start to start.
  for (let start = 0; start < 2; start += 1) {
    const next = await launchApp({ home });
    await expect.poll(async () => (await look(next.app)).bounds).toEqual(put);
    await next.close();
  }

  const maximizing = await launchApp({ home });
  await maximizing.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.maximize());
  await expect.poll(async () => (await look(maximizing.app)).maximized).toBe(true);
  await maximizing.close();
  expect(JSON.parse(readFileSync(join(home, 'window.json'), 'utf8'))).toEqual({ ...put, maximized: true });
  const last = await launchApp({ home });
  await expect.poll(async () => (await look(last.app)).maximized).toBe(true);
  await last.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.unmaximize());
  await expect.poll(async () => (await look(last.app)).maximized).toBe(false);
  const size = async () => {
    const { bounds } = await look(last.app);
    return [bounds?.width, bounds?.height];
  };
  await expect.poll(size).toEqual([put?.width, put?.height]);
  await last.close();
  expect(existsSync(join(home, 'window.json.draft'))).toBe(false);
  rmSync(folder, { recursive: true, force: true });
});

test('a start at login without a tray leaves a window to be found, and takes the keyboard from nobody', async ({
  launchApp,
}) => {
  test.setTimeout(90_000);
  await using _manager = await startWindowManager();
  const other = await launchApp({ settings: here });
  await focus(other.app);
  await expect.poll(activeWindow).not.toBe('');
  const before = await activeWindow();
  const { app } = await launchApp({ settings: here, args: ['--hidden'], env: noBus });
  const minimized = () =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.isMinimized()));
  await expect.poll(minimized).toEqual([true]);
  await expect.poll(activeWindow).toBe(before);
  await app.evaluate(({ app: program }) => program.emit('activate'));
  await expect.poll(minimized).toEqual([false]);
  await expect.poll(activeWindow).not.toBe(before);
});
