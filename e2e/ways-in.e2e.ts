/** Files that come with another start of the program: handed over whole, whatever their names, and nobody waits. */
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from '@playwright/test';
import { type Lab, startLab } from '../lab/lab.ts';
import { sandboxSwitches } from '../scripts/sandbox.ts';
import { test } from './app.ts';
import { type Started, type StartOptions, startProgram } from './packaged-app.ts';
import { copyFiles } from './window.ts';

test.skip(process.platform !== 'linux', 'starts the program as a Linux desktop does');

const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');
const arrived = (lab: Lab): string[] => lab.catbox.uploads.map((upload) => upload.sha256).sort();

/** Another start of the program under test, as a desktop makes it. */
function startAgain(options: StartOptions): Started {
  const executable = process.env.DROPRELAY_ELECTRON;
  if (!executable) throw new Error('No Electron is given. Run the tests with: npm run e2e');
  // Before all else: behind a `--` they would be files.
  const args = [...sandboxSwitches(), dirname(import.meta.dirname), ...(options.args ?? [])];
  const started = startProgram(executable, { ...options, args });
  outputs.push(started.output);
  return started;
}

/** What the programs of this test wrote. */
let outputs: (() => string)[] = [];

test.afterEach(async ({ browserName: _ }, testInfo) => {
  const all = outputs.map((output) => output());
  outputs = [];
  if (testInfo.status === testInfo.expectedStatus) return;
  for (const [at, body] of all.entries()) await testInfo.attach(`program-${at + 1}.txt`, { body });
});

/** A folder with these files, each holding its own name. */
function folderWith(names: readonly string[]): { path: string; hashes: string[] } & Disposable {
  const path = mkdtempSync(join(tmpdir(), 'droprelay ways #%41-'));
  for (const name of names) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), name);
  }
  return { path, hashes: names.map(sha256).sort(), [Symbol.dispose]: () => rmSync(path, { recursive: true }) };
}

test('a second start hands its files over and ends at once, whatever they are called', async ({ launchApp }) => {
  await using lab = await startLab({});
  const names = [
    'a b.txt',
    '--like-an-option',
    '-x',
    'é漢 100% #1.txt',
    'line\nbreak.txt',
    'droprelay:link',
    'sub/file',
  ];
  using folder = folderWith(names);
  const { page, home } = await launchApp({ settings: lab.settings });
  const files = [...names.slice(0, -1), 'sub/../sub/file'];
  await using second = startAgain({ home, files, folder: folder.path });
  expect(await second.ended).toBe(0);
  await expect(page.getByRole('button', { name: 'Copy link' })).toHaveCount(names.length);
  expect(arrived(lab)).toEqual(folder.hashes);
  expect(readdirSync(join(home, 'handed-over'))).toEqual([]);
});

test('more files than one confirms are counted and asked about; the first program lives', async ({ launchApp }) => {
  await using lab = await startLab({});
  const names = Array.from({ length: 120 }, (_, at) => `a file with a rather long name, number ${at}.txt`);
  using folder = folderWith(names);
  const { page, home } = await launchApp({ settings: lab.settings });
  await using second = startAgain({ home, files: names, folder: folder.path });
  expect(await second.ended).toBe(0);
  await page.getByRole('button', { name: 'Send 120 files' }).click();
  await expect.poll(() => arrived(lab), { timeout: 30_000 }).toEqual(folder.hashes);
});

test('files of the first start are asked about too, once the window is there', async ({ launchApp }) => {
  await using lab = await startLab({});
  const names = Array.from({ length: 51 }, (_, at) => `${at}.txt`);
  using folder = folderWith(names);
  const args = ['--', ...names.map((name) => join(folder.path, name))];
  const { page } = await launchApp({ settings: lab.settings, args });
  await expect(page.getByText('51 files, ')).toBeVisible();
  expect(lab.catbox.requests).toEqual([]);
});

test('of two starts at the same time one runs, and both have their files sent', async () => {
  await using lab = await startLab({});
  using folder = folderWith(['first.txt', 'second.txt']);
  const home = join(folder.path, 'home');
  await using first = startAgain({ home, settings: lab.settings, files: ['first.txt'], folder: folder.path });
  await using second = startAgain({ home, files: ['second.txt'], folder: folder.path });
  await expect.poll(() => arrived(lab), { timeout: 30_000 }).toEqual(folder.hashes);
  expect(await Promise.race([first.ended, second.ended])).toBe(0);
});

test('a program that is about to end starts again for what comes then', async () => {
  await using lab = await startLab({});
  using folder = folderWith(['before.txt', 'late.txt']);
  const home = join(folder.path, 'home');
  await using first = startAgain({ home, settings: lab.settings, files: ['before.txt'], folder: folder.path });
  await expect.poll(() => lab.catbox.uploads.length, { timeout: 30_000 }).toBe(1);
  const { pid } = first;
  if (pid === undefined) throw new Error('no first program');
  // It stands still until the second start has rung, and hears of its own end first.
  process.kill(pid, 'SIGSTOP');
  await using second = startAgain({ home, files: ['late.txt'], folder: folder.path });
  await expect.poll(() => handed(home)).toHaveLength(1);
  process.kill(pid, 'SIGTERM');
  process.kill(pid, 'SIGCONT');
  expect(await first.ended).toBe(0);
  await using _again = runningNow(home);
  await expect.poll(() => arrived(lab), { timeout: 30_000 }).toEqual(folder.hashes);
  expect(handed(home)).toEqual([]);
  expect(await second.ended).toBe(0);
});

const handed = (home: string): string[] => {
  const folder = join(home, 'handed-over');
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
};

/** Ends the program that has this data folder, whoever started it. */
function runningNow(home: string): AsyncDisposable {
  const pid = (): number => Number(/-(\d+)$/.exec(readlinkSync(join(home, 'browser', 'SingletonLock')))?.[1]);
  return {
    async [Symbol.asyncDispose]() {
      const last = pid();
      process.kill(last, 'SIGTERM');
      await expect.poll(() => existsSync(`/proc/${last}/exe`)).toBe(false);
    },
  };
}

test('a deep link only brings the window to the front, whatever it says', async ({ launchApp }) => {
  await using lab = await startLab({});
  using folder = folderWith(['secret.txt']);
  const { app, page, home } = await launchApp({ settings: lab.settings });
  const path = join(folder.path, 'secret.txt');
  await copyFiles(app, `${pathToFileURL(path).href}\r\n`);
  const hostile = [
    [`droprelay://upload?path=${path}`],
    ['droprelay:--upload-clipboard', '--upload-clipboard'],
    ['DROPRELAY://x"', path, pathToFileURL(path).href, '--', path],
  ];
  for (const args of hostile) {
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
    await using second = startAgain({ home, args });
    expect(await second.ended).toBe(0);
    await expect
      .poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible()))
      .toBe(true);
  }
  // What was to happen would have by now: a start with files is served in turn.
  await using _file = startAgain({ home, files: [path] });
  await expect(page.getByRole('button', { name: 'Copy link' })).toHaveCount(1);
  expect(lab.catbox.uploads).toHaveLength(1);
});

test('a start with --upload-clipboard uploads what is copied', async ({ launchApp }) => {
  await using lab = await startLab({});
  using folder = folderWith(['copied 漢.txt']);
  const { app, page, home } = await launchApp({ settings: lab.settings });
  await copyFiles(app, `${pathToFileURL(join(folder.path, 'copied 漢.txt')).href}\r\n`);
  await using second = startAgain({ home, args: ['--upload-clipboard'] });
  expect(await second.ended).toBe(0);
  await expect(page.getByRole('button', { name: 'Copy link' })).toHaveCount(1);
  expect(arrived(lab)).toEqual(folder.hashes);
  expect(sha256(readFileSync(join(folder.path, 'copied 漢.txt')))).toBe(folder.hashes[0]);
});
