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
  readonly drop: DropOutcome;
}

/** The longest times for which nothing was answered while 2,000 files came in, ms, medians of some drops. */
export interface DropOutcome {
  /** The page, from the moment on at which Chromium handed it the files. */
  readonly pageMs: number;
  /** Our page until then, and an empty one: Chromium asks for each file by itself, and the page stands still meanwhile. */
  readonly handingMs: number;
  readonly emptyHandingMs: number;
  /** What is ours of the page’s silence: after the handing over, or in it beyond that of an empty page. */
  readonly onTopMs: number;
  readonly mainMs: number;
}

/** Chromium keeps compiled scripts once it has met them again, and writes them while nobody waits, ms. */
const earlier = 3;
const earlierMs = 4_000;

const files = 2_000;
const drops = 3;

export async function throughWindow(input: WindowInput): Promise<WindowOutcome> {
  const empty = emptyApp(input.folder);
  const pairs: { ours: number; theirs: number }[] = [];
  await using lab = await startLab({});
  // As on every day but the first: with the database and Chromium's caches of an earlier start.
  const homes = { ours: mkdtempSync(join(input.folder, 'home-')), empty: mkdtempSync(join(input.folder, 'home-')) };
  for (let round = -earlier; round < input.rounds; round += 1) {
    await input.patience.awaitCalm();
    const stayMs = round < 0 ? earlierMs : 0;
    const ours = await firstPicture(input, input.program.appFolder, lab.settings, homes.ours, stayMs);
    const theirs = await firstPicture(input, empty, {}, homes.empty, stayMs);
    if (round >= 0) pairs.push({ ours, theirs });
  }
  await input.patience.awaitCalm();
  return {
    rounds: pairs.length,
    start: {
      ms: median(pairs.map(({ ours }) => ours)),
      emptyMs: median(pairs.map(({ theirs }) => theirs)),
      ratio: median(pairs.map(({ ours, theirs }) => ours / theirs)),
    },
    drop: await dropMany(input, empty, lab.settings),
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

async function firstPicture(
  input: WindowInput,
  app: string,
  settings: unknown,
  home: string,
  stayMs: number,
): Promise<number> {
  const began = Date.now();
  const { page, close } = await openApp(input, app, settings, home);
  try {
    const paints = () => performance.getEntriesByName('first-contentful-paint').map((entry) => entry.startTime);
    await expect.poll(() => page.evaluate(paints)).toHaveLength(1);
    const painted = await page.evaluate(
      () => performance.timeOrigin + (performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0),
    );
    await page.waitForTimeout(stayMs);
    return painted - began;
  } finally {
    await close();
  }
}

async function dropMany(input: WindowInput, empty: string, settings: unknown): Promise<DropOutcome> {
  const folder = join(input.folder, 'many');
  mkdirSync(folder);
  const paths = Array.from({ length: files }, (_, index) => join(folder, `note ${index + 1}.txt`));
  for (const path of paths) writeFileSync(path, path);
  const pairs: { ours: Pauses; theirs: Pauses }[] = [];
  for (let round = 0; round < drops; round += 1) {
    await input.patience.awaitCalm();
    const theirs = await whileNothingIsDone(input, empty, paths);
    await input.patience.awaitCalm();
    pairs.push({ theirs, ours: await whileManyCome(input, settings, paths) });
  }
  const pageMs = median(pairs.map(({ ours }) => ours.pageMs));
  const handingMs = median(pairs.map(({ ours }) => ours.handingMs));
  const emptyHandingMs = median(pairs.map(({ theirs }) => theirs.handingMs));
  return {
    pageMs,
    handingMs,
    emptyHandingMs,
    onTopMs: Math.max(pageMs, handingMs - emptyHandingMs),
    mainMs: median(pairs.map(({ ours }) => ours.mainMs)),
  };
}

/** The same drop on a page that takes it and does nothing with it. */
async function whileNothingIsDone(input: WindowInput, empty: string, paths: readonly string[]): Promise<Pauses> {
  const { app, page, close } = await openApp(input, empty, {});
  try {
    await page.getByText('Empty').waitFor();
    await page.evaluate(() => {
      const window: unknown = Reflect.get(globalThis, 'window');
      if (!(window instanceof EventTarget)) return;
      for (const type of ['dragenter', 'dragover', 'drop'])
        window.addEventListener(type, (event) => event.preventDefault());
    });
    const longest = await watchForPauses(app, page);
    await dropFiles(page, paths);
    await page.waitForTimeout(500);
    return await longest();
  } finally {
    await close();
  }
}

async function whileManyCome(input: WindowInput, settings: unknown, paths: readonly string[]): Promise<Pauses> {
  const { app, page, close } = await openApp(input, input.program.appFolder, settings);
  try {
    await page.getByRole('region', { name: 'Drop files' }).waitFor();
    const longest = await watchForPauses(app, page);
    await dropFiles(page, paths);
    await page
      .getByRole('button', { name: /^Send 2,000 files/ })
      .first()
      .click();
    await page.waitForTimeout(6_000);
    const pauses = await longest();
    // Not before: to find it by its role keeps the page busy among so many rows.
    await page.getByRole('heading', { name: /2,000 files/ }).waitFor();
    return pauses;
  } finally {
    await close();
  }
}

/** The longest silences, ms: those that ended with a drag's event are the handing over. */
interface Pauses {
  readonly pageMs: number;
  readonly handingMs: number;
  readonly mainMs: number;
}

/** Asks each of the two for a sign of life every 5 ms; the page gives one before its first handler of a drag as well. */
async function watchForPauses(app: ElectronApplication, page: Page): Promise<() => Promise<Pauses>> {
  const watch = (): void => {
    let last = performance.now();
    const longest = { alone: 0, handing: 0 };
    const live = (kind: 'alone' | 'handing'): void => {
      const now = performance.now();
      longest[kind] = Math.max(longest[kind], now - last);
      last = now;
    };
    setInterval(() => live('alone'), 5);
    Reflect.set(globalThis, 'longestPauses', () => longest);
    const window: unknown = Reflect.get(globalThis, 'window');
    if (!(window instanceof EventTarget)) return;
    for (const type of ['dragenter', 'dragover', 'drop']) window.addEventListener(type, () => live('handing'), true);
  };
  const read = (): { alone: number; handing: number } => Reflect.get(globalThis, 'longestPauses')();
  await page.evaluate(watch);
  await app.evaluate(watch);
  return async () => {
    const [inPage, inMain] = [await page.evaluate(read), await app.evaluate(read)];
    return { pageMs: inPage.alone, handingMs: inPage.handing, mainMs: inMain.alone };
  };
}

/** Starts an app in a data folder of its own, or in this one, and gives its first window. */
export async function openApp(
  { runtime, display, folder }: WindowInput,
  appFolder: string,
  settings: unknown,
  home: string = mkdtempSync(join(folder, 'home-')),
): Promise<{ app: ElectronApplication; page: Page; close: () => Promise<void> }> {
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
