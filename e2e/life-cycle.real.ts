/** The window under a real window manager: it comes back as it was, and a start at login keeps it out of the way. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ElectronApplication, expect } from '@playwright/test';
import { startLab } from '../lab/lab.ts';
import { test } from './app.ts';
import { noBus } from './keyring.ts';
import { windowsOfClass } from './packaged-app.ts';
import { folderWith, startAgain } from './starts.ts';
import { startBus } from './tray-bus.ts';
import { iconIn } from './tray-desk.ts';
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

test('a window that filled the screen does so again after a start at login that kept it small', async ({
  launchApp,
}) => {
  test.setTimeout(90_000);
  await using _manager = await startWindowManager();
  const folder = mkdtempSync(join(tmpdir(), 'droprelay-window-'));
  const home = join(folder, 'home');
  mkdirSync(home);
  const file = join(home, 'window.json');
  const place = { x: 200, y: 150, width: 700, height: 500, maximized: true };
  writeFileSync(file, JSON.stringify(place));
  const { app, close } = await launchApp({ home, settings: here, args: ['--hidden'], env: noBus });
  const states = () =>
    app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((window) => [window.isMinimized(), window.isMaximized()]),
    );
  await expect.poll(async () => (await states())[0]?.[0]).toBe(true);
  await app.evaluate(({ app: program }) => program.emit('activate'));
  await expect.poll(states).toEqual([[false, true]]);
  await close();
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ maximized: true });
  rmSync(folder, { recursive: true, force: true });
});

test('a program that has no window yet makes one to ask before it ends', async () => {
  test.setTimeout(90_000);
  await using lab = await startLab({});
  await using bus = await startBus();
  const tray = await bus.tray();
  using folder = folderWith([]);
  writeFileSync(join(folder.path, 'slow.bin'), randomBytes(6_000_000));
  await lab.catbox.fail({ kind: 'slow', bytesPerSecond: 500_000 });
  const start = { home: join(folder.path, 'home'), settings: lab.settings, folder: folder.path, env: bus.env };
  await using _app = startAgain({ ...start, args: ['--hidden'], files: ['slow.bin'] });
  await iconIn(tray);
  await expect.poll(() => lab.catbox.requests.some(({ bodyBytes }) => bodyBytes > 100_000)).toBe(true);
  expect(await windowsOfClass('droprelay')).toEqual([]);
  await tray.choose('Quit');
  await expect.poll(() => windowsOfClass('droprelay')).toHaveLength(1);
  // Nobody has answered: it goes on.
  await expect.poll(() => lab.catbox.uploads.length, { timeout: 30_000 }).toBe(1);
});
