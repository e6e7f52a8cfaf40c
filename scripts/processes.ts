// Starts other programs: the tools of node_modules, and Electron itself.
import { type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { PlainFailure, reasonOf } from './plain-failure.ts';

export const PROJECT_ROOT = dirname(import.meta.dirname);

export interface Ended {
  /** The program's exit code; 128 + the signal's number when a signal ended it. */
  code: number;
  /** The signal that this process was sent meanwhile. */
  stoppedBy: NodeJS.Signals | null;
}

export interface RunOptions {
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  /** Its own process group: Ctrl-C then reaches it once, through us, and not a second time from the terminal. */
  ownGroup?: boolean;
}

/** Runs a program with our input and output until it ends, and passes on the signals that ask us to stop. */
export async function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const ownGroup = options.ownGroup === true && process.platform !== 'win32';
  let stoppedBy: NodeJS.Signals | null = null;
  const pass = (signal: NodeJS.Signals): void => {
    stoppedBy ??= signal;
    // A terminal sends Ctrl-C to the whole group: a program in ours has it already.
    if (ownGroup || signal !== 'SIGINT') child.kill(signal);
  };
  // Before the program starts: a signal in between would end us and leave it behind.
  const signals: NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, pass);
  const child = spawn(command, args, {
    stdio: 'inherit',
    cwd: options.cwd ?? PROJECT_ROOT,
    env: options.env ?? process.env,
    detached: ownGroup,
  });
  const watch = whenNpmIsGone(() => pass('SIGTERM'));
  try {
    const [code, signal]: [number | null, NodeJS.Signals | null] = await exitOf(child, command);
    return { code: code ?? codeOf(signal), stoppedBy };
  } finally {
    clearInterval(watch);
    for (const signal of signals) process.off(signal, pass);
  }
}

/** As `run`, for a step of several: throws when we were asked to stop, so that the next step does not begin. */
export async function runStep(command: string, args: readonly string[], options: RunOptions = {}): Promise<number> {
  const { code, stoppedBy } = await run(command, args, options);
  if (stoppedBy) throw new PlainFailure(`Stopped by ${stoppedBy}.`, codeOf(stoppedBy));
  return code;
}

export interface Captured {
  code: number;
  output: string;
  timedOut: boolean;
}

/** Runs a program quietly and gives back what it wrote. After `limitMs` it is killed, by its own id. */
export async function capture(
  command: string,
  args: readonly string[],
  options: { env?: NodeJS.ProcessEnv; cwd?: string; limitMs: number },
): Promise<Captured> {
  const spawned: SpawnOptions = {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: options.cwd ?? PROJECT_ROOT,
    env: options.env ?? process.env,
  };
  const child = spawn(command, args, spawned);
  let output = '';
  const keep = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-20_000);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    child.kill('SIGKILL');
    // A grandchild may still hold the pipes: what it writes is no longer waited for.
    child.stdout?.destroy();
    child.stderr?.destroy();
  }, options.limitMs);
  try {
    const [code, signal] = await exitOf(child, command, 'close');
    return { code: code ?? codeOf(signal), output, timedOut };
  } finally {
    clearTimeout(timer);
  }
}

/** The command line that runs a tool of node_modules with this very Node, on every system and without a shell. */
export function tool(packageName: string, binName: string): [command: string, script: string] {
  const folder = join(PROJECT_ROOT, 'node_modules', packageName);
  const manifest: { bin?: string | Record<string, string> } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  );
  const script = typeof manifest.bin === 'string' ? manifest.bin : manifest.bin?.[binName];
  if (!script) throw new Error(`${packageName} has no command ${binName}`);
  return [process.execPath, join(folder, script)];
}

/** npm runs a script through a shell, and when npm is told to stop only that shell hears of it. */
function whenNpmIsGone(stop: () => void): NodeJS.Timeout | undefined {
  if (!process.env.npm_lifecycle_event || process.platform === 'win32') return undefined;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    stop();
  }, 250);
  return watch;
}

async function exitOf(
  child: ReturnType<typeof spawn>,
  command: string,
  event: 'exit' | 'close' = 'exit',
): Promise<[number | null, NodeJS.Signals | null]> {
  try {
    const [code, signal] = await once(child, event);
    return [code, signal];
  } catch (thrown) {
    throw new PlainFailure(`${command} could not be started: ${reasonOf(thrown)}`);
  }
}

function codeOf(signal: NodeJS.Signals | null): number {
  return signal ? 128 + constants.signals[signal] : 1;
}
