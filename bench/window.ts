/** How the window feels: from the start to its first picture, and while thousands of files come in. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { _electron, type ElectronApplication, expect, type Page } from '@playwright/test';
import { dropFiles } from '../e2e/app.ts';
import { startLab } from '../lab/lab.ts';
import type { Display } from '../scripts/display.ts';
import type { Runtime } from '../scripts/electron-runtime.ts';
import { withUtf8 } from '../scripts/locale.ts';
import { runsAsRoot, sandboxSwitches } from '../scripts/sandbox.ts';
import type { Patience } from './calm.ts';
import { median } from './figures.ts';
import type { Program } from './program.ts';

export interface WindowInput {
  readonly program: Program;
  readonly runtime: Runtime;
  readonly display: Display;
  readonly folder: string;
  readonly rounds: number;
  readonly patience: Patience;
}

export interface WindowOutcome {
  readonly rounds: number;
  /** From the start of the process until the first content is painted: ours, an empty window's, and the median ratio of pairs. */
  readonly start: { readonly ms: number; readonly emptyMs: number; readonly ratio: number };
  /** The longest time for which the page, and the main process, answered nothing while 2,000 files came in, ms. */
  readonly drop: { readonly pageMs: number; readonly mainMs: number };
}

const files = 2_000;

export async function throughWindow(input: WindowInput): Promise<WindowOutcome> {
  const empty = emptyApp(input.folder);
  const pairs: { ours: number; theirs: number }[] = [];
  await using lab = await startLab({});
  for (let round = 0; round < input.rounds; round += 1) {
    await input.patience.awaitCalm();
    const ours = await firstPicture(input, input.program.appFolder, lab.settings);
    pairs.push({ ours, theirs: await firstPicture(input, empty, {}) });
  }
  await input.patience.awaitCalm();
  return {
    rounds: pairs.length,
    start: {
      ms: median(pairs.map(({ ours }) => ours)),
      emptyMs: median(pairs.map(({ theirs }) => theirs)),
      ratio: median(pairs.map(({ ours, theirs }) => ours / theirs)),
    },
    drop: await whileManyCome(input, lab.settings),
  };
}

/** A window of our size with a word in it, sandboxed as ours is. */
function emptyApp(folder: string): string {
  const app = join(folder, 'empty');
  mkdirSync(app);
  writeFileSync(join(app, 'package.json'), JSON.stringify({ name: 'empty', main: 'main.cjs' }));
  writeFileSync(join(app, 'page.html'), '<!doctype html><title>Empty</title><p>Empty');
  writeFileSync(
    join(app, 'main.cjs'),
    `const { app, BrowserWindow } = require('electron');
app.setPath('userData', process.env.DROPRELAY_HOME);
app.whenReady().then(() => new BrowserWindow({ width: 920, height: 640 }).loadFile(__dirname + '/page.html'));`,
  );
  return app;
}

async function firstPicture(input: WindowInput, app: string, settings: unknown): Promise<number> {
  const began = Date.now();
  const { page, close } = await open(input, app, settings);
  try {
    const paints = () => performance.getEntriesByName('first-contentful-paint').map((entry) => entry.startTime);
    await expect.poll(() => page.evaluate(paints)).toHaveLength(1);
    const painted = await page.evaluate(
      () => performance.timeOrigin + (performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0),
    );
    return painted - began;
  } finally {
    await close();
  }
}

async function whileManyCome(input: WindowInput, settings: unknown): Promise<WindowOutcome['drop']> {
  const folder = join(input.folder, 'many');
  mkdirSync(folder);
  const paths = Array.from({ length: files }, (_, index) => join(folder, `note ${index + 1}.txt`));
  for (const path of paths) writeFileSync(path, path);
  const { app, page, close } = await open(input, input.program.appFolder, settings);
  try {
    await page.getByRole('region', { name: 'Drop files' }).waitFor();
    const longest = await watchForPauses(app, page);
    await dropFiles(page, paths);
    await page
      .getByRole('button', { name: /^Send 2,000 files/ })
      .first()
      .click();
    await page.getByRole('heading', { name: /2,000 files/ }).waitFor();
    await page.waitForTimeout(5_000);
    return await longest();
  } finally {
    await close();
  }
}

/** Asks each of the two for a sign of life every 5 ms; what is given tells the longest silence, ms. */
async function watchForPauses(
  app: ElectronApplication,
  page: Page,
): Promise<() => Promise<{ pageMs: number; mainMs: number }>> {
  const watch = (): void => {
    let last = performance.now();
    let longest = 0;
    setInterval(() => {
      const now = performance.now();
      longest = Math.max(longest, now - last);
      last = now;
    }, 5);
    Reflect.set(globalThis, 'longestPause', () => longest);
  };
  const read = (): number => Reflect.get(globalThis, 'longestPause')();
  await page.evaluate(watch);
  await app.evaluate(watch);
  return async () => ({ pageMs: await page.evaluate(read), mainMs: await app.evaluate(read) });
}

async function open(
  { runtime, display, folder }: WindowInput,
  appFolder: string,
  settings: unknown,
): Promise<{ app: ElectronApplication; page: Page; close: () => Promise<void> }> {
  const home = mkdtempSync(join(folder, 'home-'));
  writeFileSync(join(home, 'settings.json'), JSON.stringify(settings));
  // Playwright finds Electron by itself, as in the tests.
  process.env.ELECTRON_OVERRIDE_DIST_PATH = dirname(runtime.executable);
  const { ELECTRON_RUN_AS_NODE: _, ...env } = withUtf8(display.env);
  const known = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const app = await _electron.launch({
    chromiumSandbox: !runsAsRoot(),
    args: [...sandboxSwitches(), appFolder],
    env: { ...Object.fromEntries(known), DROPRELAY_HOME: home },
  });
  const close = async (): Promise<void> => {
    app.process().kill('SIGKILL');
    await app.close().catch(() => undefined);
  };
  return { app, page: await app.firstWindow(), close };
}
