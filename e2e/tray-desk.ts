/** A desktop for one test: a session bus, hosts, files, and the app's window as the desktop has it. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type ElectronApplication, expect } from '@playwright/test';
import { type Lab, startLab } from '../lab/lab.ts';
import { test as base, type LaunchedApp, type LaunchOptions } from './app.ts';
import { type ShownIcon, startBus, type TestBus, type TrayPart } from './tray-bus.ts';
import { copyFiles } from './window.ts';

export interface Desk {
  readonly lab: Lab;
  readonly bus: TestBus;
  /** Makes a file of random bytes, and gives its path. */
  file(name: string, bytes?: number): string;
  /** The app on this bus, with the lab's hosts unless told otherwise. */
  start(options?: Pick<LaunchOptions, 'settings' | 'env'>): Promise<LaunchedApp>;
  /** The same with its icon in a tray. */
  startInTray(options?: Pick<LaunchOptions, 'settings'>): Promise<LaunchedApp & { tray: TrayPart; icon: ShownIcon }>;
}

/** Playwright's `test` with a desk. */
export const test = base.extend<{ desk: Desk }>({
  desk: async ({ launchApp }, use) => {
    await using lab = await startLab({});
    await using bus = await startBus();
    const folder = mkdtempSync(join(tmpdir(), 'droprelay-tray-'));
    const start: Desk['start'] = (options) =>
      launchApp({ home: join(folder, 'home'), env: bus.env, settings: lab.settings, ...options });
    await use({
      lab,
      bus,
      file(name, bytes = 1_000) {
        const path = join(folder, name);
        writeFileSync(path, randomBytes(bytes));
        return path;
      },
      start,
      async startInTray(options) {
        const tray = await bus.tray();
        const launched = await start(options);
        return { ...launched, tray, icon: await iconIn(tray) };
      },
    });
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  },
});

/** Until the app has its icon in this tray, and knows. */
export async function iconIn(tray: TrayPart): Promise<ShownIcon> {
  await expect.poll(() => tray.icon(), { timeout: 15_000 }).toMatchObject({ known: true });
  const icon = await tray.icon();
  if (!icon) throw new Error('the icon went');
  return icon;
}

/** Copies files, and has the tray upload them. */
export async function uploadByTray(app: ElectronApplication, tray: TrayPart, paths: readonly string[]): Promise<void> {
  await copyFiles(app, uriList(paths));
  await tray.choose('Upload clipboard');
}

export const labels = (icon: ShownIcon | null): string[] =>
  (icon?.menu ?? []).filter(({ separator }) => !separator).map(({ label }) => label);

export const faces = {
  idle: { tile: '0b5fc7', sign: '0b5fc7' },
  busy: { tile: '0b5fc7', sign: 'ffffff' },
  attention: { tile: 'b34700' },
};

export const uriList = (paths: readonly string[]): string => paths.map((path) => pathToFileURL(path).href).join('\r\n');

/** Catbox alone: whatever goes wrong there is the end. */
export function onlyCatbox({ settings }: Lab) {
  const destinations = settings.destinations.map((made) => (made.id === 'catbox' ? made : { ...made, enabled: false }));
  return { ...settings, chains: { public: { order: ['catbox'] } }, destinations };
}

export const isVisible = (app: ElectronApplication): Promise<boolean> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() ?? false);
export const isFocused = (app: ElectronApplication): Promise<boolean> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isFocused() ?? false);
export const closeWindow = (app: ElectronApplication): Promise<void> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());

/** Closes the window into the tray. */
export async function hide(app: ElectronApplication): Promise<void> {
  // It is shown once it has something to show.
  await expect.poll(() => isVisible(app)).toBe(true);
  await closeWindow(app);
  await expect.poll(() => isVisible(app)).toBe(false);
}
