/** The desktop around the app on X11: a window manager, real keys, and other programs that copy. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { pathToFileURL } from 'node:url';
import { type ElectronApplication, expect } from '@playwright/test';
import { capture } from '../scripts/processes.ts';

const limitMs = 15_000;

/** openbox on this run's display; it refuses to start beside another window manager. */
export async function startWindowManager(): Promise<AsyncDisposable> {
  const child = spawn('openbox', ['--sm-disable'], { stdio: 'ignore' });
  const manages = async (): Promise<boolean> =>
    (await capture('xdotool', ['get_num_desktops'], { limitMs })).code === 0 || child.exitCode !== null;
  await expect.poll(manages, { timeout: limitMs }).toBe(true);
  expect(child.exitCode).toBeNull();
  return { [Symbol.asyncDispose]: () => ended(child) };
}

/** Copies files as a file manager does; the clipboard is another program's then. */
export async function copyElsewhere(paths: readonly string[]): Promise<AsyncDisposable> {
  const child = spawn('xclip', ['-selection', 'clipboard', '-t', 'text/uri-list', '-quiet'], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.stdin.end(paths.map((path) => `${pathToFileURL(path).href}\r\n`).join(''));
  const targets = async (): Promise<string> =>
    (await capture('xclip', ['-selection', 'clipboard', '-o', '-t', 'TARGETS'], { limitMs })).output;
  await expect.poll(targets).toContain('text/uri-list');
  return { [Symbol.asyncDispose]: () => ended(child) };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await exit;
}

export async function press(keys: string): Promise<void> {
  expect(await capture('xdotool', ['key', '--clearmodifiers', keys], { limitMs })).toMatchObject({ code: 0 });
}

/** Gives the keyboard to this app's window, as a click on it does. */
export async function focus(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.focus());
  await expect
    .poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isFocused()))
    .toBe(true);
}

/** The number of the window that has the keyboard; empty where none has. */
export async function activeWindow(): Promise<string> {
  const { code, output } = await capture('xdotool', ['getactivewindow'], { limitMs });
  return code === 0 ? output.trim() : '';
}
