/** Files that come with another start of the program: handed over whole, whatever their names, and nobody waits. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from '@playwright/test';
import { startLab } from '../lab/lab.ts';
import { test } from './app.ts';
import { arrived, attachOutputs, folderWith, sha256, startAgain } from './starts.ts';
import { copyFiles } from './window.ts';

test.skip(process.platform !== 'linux', 'starts the program as a Linux desktop does');

test.afterEach(({ browserName: _ }, testInfo) => attachOutputs(testInfo));

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

test('a start that rings at a program which hears nothing any more goes on in its place', async ({ launchApp }) => {
  await using lab = await startLab({});
  using folder = folderWith(['late.txt']);
  const home = join(folder.path, 'home');
  const first = await launchApp({ home, settings: lab.settings });
  const deaf = join(folder.path, 'deaf');
  await first.app.evaluate(({ app }, file) => {
    // All is put down by then, and the lock still held.
    app.once('will-quit', () => {
      process.getBuiltinModule('node:fs').writeFileSync(file, '');
      const until = Date.now() + 3_000;
      while (Date.now() < until);
    });
  }, deaf);
  const closed = first.close();
  await expect.poll(() => existsSync(deaf)).toBe(true);
  await using _second = startAgain({ home, files: ['late.txt'], folder: folder.path });
  await expect.poll(() => handed(home)).toHaveLength(1);
  await closed;
  await expect.poll(() => arrived(lab), { timeout: 30_000 }).toEqual(folder.hashes);
  expect(handed(home)).toEqual([]);
});

test('what comes in the moment of an end is taken by one of the two programs', async () => {
  await using lab = await startLab({});
  using folder = folderWith(['before.txt', 'late.txt']);
  const home = join(folder.path, 'home');
  await using first = startAgain({ home, settings: lab.settings, files: ['before.txt'], folder: folder.path });
  await expect.poll(() => lab.catbox.uploads.length, { timeout: 30_000 }).toBe(1);
  const { pid } = first;
  if (pid === undefined) throw new Error('no first program');
  // It stands still until the other start rings, and then hears of that and of its own end.
  process.kill(pid, 'SIGSTOP');
  await using _second = startAgain({ home, files: ['late.txt'], folder: folder.path });
  await expect.poll(() => handed(home)).toHaveLength(1);
  process.kill(pid, 'SIGTERM');
  process.kill(pid, 'SIGCONT');
  expect(await first.ended).toBe(0);
  await expect.poll(() => handed(home), { timeout: 30_000 }).toEqual([]);
  // Where the first one took it before it ended, the next start goes on with it.
  await using _third = startAgain({ home });
  await expect.poll(() => arrived(lab), { timeout: 30_000 }).toEqual(folder.hashes);
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
  const isShown = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible());
  await expect.poll(isShown).toBe(true);
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
  await using second = startAgain({ home, args: ['--upload-clipboard'] });
  expect(await second.ended).toBe(0);
  await expect(page.getByRole('button', { name: 'Copy link' })).toHaveCount(1);
  expect(arrived(lab)).toEqual(folder.hashes);
  // It is bound to a key: nobody's work is interrupted where there is nothing to answer.
  expect(await isShown()).toBe(false);
  expect(sha256(readFileSync(join(folder.path, 'copied 漢.txt')))).toBe(folder.hashes[0]);
});

/** Letters that nobody has seen to yet. */
const handed = (home: string): string[] => {
  const folder = join(home, 'handed-over');
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.includes('.json')) : [];
};
