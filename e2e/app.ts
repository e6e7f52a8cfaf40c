// Launches the real app for a test, in a data folder of its own, and drops files on it.
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { _electron, test as base, type ElectronApplication, type Page } from '@playwright/test';
import { runsAsRoot, sandboxSwitches } from '../scripts/sandbox.ts';

export interface LaunchOptions {
  /** The data folder, DROPRELAY_HOME. Without it a new one, removed after the test. */
  home?: string;
  /** Arguments after the project's folder; files go behind a `--`. */
  args?: readonly string[];
  env?: Readonly<Record<string, string>>;
  /** Written as JSON to `<home>/settings.json` before the start. */
  settings?: unknown;
}

export interface LaunchedApp {
  app: ElectronApplication;
  /** The first window. */
  page: Page;
  home: string;
  /** Quits the app; kills it when it has not quit within 10 s. Safe to call twice. */
  close(): Promise<void>;
}

export type LaunchApp = (options?: LaunchOptions) => Promise<LaunchedApp>;

const PROJECT_ROOT = dirname(import.meta.dirname);
const CLOSE_MS = 10_000;

/** Playwright's `test` with `launchApp`. What the app wrote is attached when the test fails. */
export const test = base.extend<{ launchApp: LaunchApp }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the fixtures destructured, and this one needs none.
  launchApp: async ({}, use, testInfo) => {
    const launched: LaunchedApp[] = [];
    const outputs: (() => string)[] = [];
    const homes: string[] = [];
    await use(async (options = {}) => {
      const home = options.home ?? mkdtempSync(join(tmpdir(), 'droprelay-home-'));
      if (!options.home) homes.push(home);
      const result = await launch(home, options, (output) => outputs.push(output));
      launched.push(result);
      return result;
    });
    for (const each of launched) await each.close();
    if (testInfo.status !== testInfo.expectedStatus) {
      for (const [index, output] of outputs.entries()) {
        await testInfo.attach(`app-output-${index + 1}.txt`, { body: output(), contentType: 'text/plain' });
      }
    }
    for (const home of homes) rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  },
});

/**
 * Drags files over the middle of the window and drops them there, as a file manager would; the page gets their true
 * paths. `alt`: with that key down; `until`: only that far.
 */
export async function dropFiles(
  page: Page,
  paths: readonly string[],
  { alt = false, until = 'drop' }: { alt?: boolean; until?: 'dragOver' | 'drop' } = {},
): Promise<void> {
  const session = await page.context().newCDPSession(page);
  try {
    const { cssLayoutViewport } = await session.send('Page.getLayoutMetrics');
    const middle = { x: cssLayoutViewport.clientWidth / 2, y: cssLayoutViewport.clientHeight / 2 };
    const data = { items: [], files: [...paths], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      if (type === 'drop' && until !== 'drop') break;
      await session.send('Input.dispatchDragEvent', { type, ...middle, data, modifiers: alt ? 1 : 0 });
    }
  } finally {
    await session.detach();
  }
}

async function launch(
  home: string,
  options: LaunchOptions,
  keepOutput: (output: () => string) => void,
): Promise<LaunchedApp> {
  const executable = process.env.DROPRELAY_ELECTRON;
  if (!executable) throw new Error('No Electron is given. Run the tests with: npm run e2e');
  // Given an `executablePath`, Playwright leaves out the part that holds the app back until it is watching, and now and
  // then misses the first window. So it finds Electron by itself, where the npm package would.
  if (process.platform === 'linux') process.env.ELECTRON_OVERRIDE_DIST_PATH = dirname(executable);
  if (options.settings !== undefined) {
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, 'settings.json'), JSON.stringify(options.settings, null, 2));
  }
  const app = await _electron.launch({
    // Playwright turns Chromium's sandbox off unless told not to, whatever the arguments say.
    chromiumSandbox: !runsAsRoot(),
    args: [...sandboxSwitches(), PROJECT_ROOT, ...(options.args ?? [])],
    cwd: PROJECT_ROOT,
    env: { ...inherited(), DROPRELAY_HOME: home, ...options.env },
  });
  const child = app.process();
  keepOutput(outputOf(child));
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closing ??= quit(app, child);
    return closing;
  };
  try {
    const page = await app.firstWindow();
    await page.locator('#root > *').first().waitFor();
    await requireSandbox(app);
    return { app, page, home, close };
  } catch (thrown) {
    await close();
    throw thrown;
  }
}

/** For all but root, a window that runs outside Chromium's sandbox fails the test: it would prove nothing about security. */
async function requireSandbox(app: ElectronApplication): Promise<void> {
  if (process.platform !== 'linux' || runsAsRoot()) return;
  const pid = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId());
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  if (!/^Seccomp:\s*2$/m.test(status)) throw new Error("Chromium's sandbox is off for the window's process.");
}

async function quit(app: ElectronApplication, child: ChildProcess): Promise<void> {
  const killer = setTimeout(() => child.kill('SIGKILL'), CLOSE_MS);
  try {
    // With uploads under way the app would ask first; to this it does not.
    child.kill('SIGTERM');
    await app.close();
  } finally {
    clearTimeout(killer);
  }
}

function outputOf(child: ChildProcess): () => string {
  let text = '';
  const keep = (chunk: Buffer): void => {
    text = (text + chunk.toString()).slice(-200_000);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  return () => text;
}

function inherited(): Record<string, string> {
  const { ELECTRON_RUN_AS_NODE: _, LANGUAGE: __, LC_ALL: ___, ...env } = process.env;
  const given = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  // Whatever the machine speaks: the app speaks English, and writes dates as it always does.
  return { ...Object.fromEntries(given), LANG: 'C.UTF-8' };
}
