// The packaged app, driven from outside: its fuses keep Playwright from looking into it.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { capture } from '../scripts/processes.ts';
import { sandboxSwitches } from '../scripts/sandbox.ts';
import { noBus } from './keyring.ts';

export interface Started extends AsyncDisposable {
  readonly pid: number | undefined;
  /** The exit code, once the program has ended; null when a signal ended it. */
  readonly ended: Promise<number | null>;
  /** What it wrote so far, on either output. */
  output(): string;
}

export interface StartOptions {
  /** The data folder, DROPRELAY_HOME. */
  readonly home: string;
  readonly args?: readonly string[];
  /** Given behind a `--`. */
  readonly files?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The working folder. */
  readonly folder?: string;
  /** Written as JSON to the data folder before the start. */
  readonly settings?: unknown;
}

const endMs = 10_000;

/** Starts a program with an Electron in it as a desktop would. It ends when disposed of. */
export function startProgram(
  executable: string,
  { home, args = [], files = [], env = {}, folder, settings }: StartOptions,
): Started {
  mkdirSync(home, { recursive: true });
  if (settings !== undefined) writeFileSync(join(home, 'settings.json'), JSON.stringify(settings));
  const { ELECTRON_RUN_AS_NODE: _, NODE_OPTIONS: __, INIT_CWD: ___, ...inherited } = process.env;
  // A Node that was asked for takes no switch of Chromium before its program.
  const words = [...args, ...sandboxSwitches(), ...(files.length > 0 ? ['--', ...files] : [])];
  const child = spawn(executable, words, {
    cwd: folder ?? home,
    env: { ...inherited, ...noBus, DROPRELAY_HOME: home, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const keep = (chunk: Buffer): void => {
    text = (text + chunk.toString()).slice(-20_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const ended = once(child, 'exit').then(() => child.exitCode);
  return { pid: child.pid, ended, output: () => text, [Symbol.asyncDispose]: () => end(child, ended) };
}

/** The X clipboard as another program reads it; empty while it holds no text. */
export async function xClipboard(): Promise<string> {
  const { code, output } = await capture('xclip', ['-selection', 'clipboard', '-out'], { limitMs: endMs });
  return code === 0 ? output : '';
}

/** The window classes of the visible windows with this title. */
export async function windowsOfClass(name: string): Promise<string[]> {
  const { output } = await capture('xdotool', ['search', '--onlyvisible', '--class', `^${name}$`], { limitMs: endMs });
  return output.split('\n').filter((line) => /^\d+$/.test(line));
}

async function end(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const killer = setTimeout(() => child.kill('SIGKILL'), endMs);
  child.kill('SIGTERM');
  await ended;
  clearTimeout(killer);
}
