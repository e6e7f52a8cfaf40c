// A session bus with a real GNOME keyring on it, and a hand that answers its prompt.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { capture } from '../scripts/processes.ts';

export interface Keyring extends AsyncDisposable {
  /** For programs on this bus. */
  readonly env: Readonly<Record<string, string>>;
  /** Waits for the window that asks for the password; it stays unanswered. */
  prompt(): Promise<string>;
  /** Types the password into the prompt. */
  unlock(): Promise<void>;
  /** Closes the prompt without a password. */
  refuse(): Promise<void>;
}

const password = 'a password of the tests';
const startMs = 15_000;

/** Where no program finds a bus, whatever runs on this machine. */
export const noBus: Readonly<Record<string, string>> = {
  DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent/bus',
  XDG_RUNTIME_DIR: '/nonexistent',
};

/** A folder in which a keyring lives on over several sessions. */
export function keyringFolder(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), 'droprelay-keyring-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }) };
}

/**
 * Starts a bus and the keyring of this folder; a new folder gets a new one.
 * @param state `locked`: the password was not given yet, and is asked for with a prompt
 */
export async function startKeyring(folder: string, state: 'open' | 'locked'): Promise<Keyring> {
  const runtime = join(folder, 'runtime');
  mkdirSync(runtime, { recursive: true, mode: 0o700 });
  const own = { XDG_RUNTIME_DIR: runtime, XDG_DATA_HOME: join(folder, 'data') };
  const started: ChildProcess[] = [];
  const start = (program: string, args: string[], env: Readonly<Record<string, string>>): ChildProcess => {
    // Without the bus of assistive tools, which would outlive this one.
    const all = { ...process.env, ...env, NO_AT_BRIDGE: '1', GTK_A11Y: 'none' };
    const child = spawn(program, args, { env: all, stdio: ['pipe', 'pipe', 'ignore'] });
    started.push(child);
    return child;
  };
  const stop = async (): Promise<void> => {
    for (const child of started.reverse()) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    }
  };
  try {
    const bus = start('dbus-daemon', ['--session', '--nofork', '--print-address'], own);
    const env = { ...own, DBUS_SESSION_BUS_ADDRESS: await firstLine(bus) };
    const open = state === 'open' ? ['--unlock'] : [];
    const keyring = start('gnome-keyring-daemon', ['--foreground', '--components=secrets', ...open], env);
    keyring.stdin?.end(state === 'open' ? password : '');
    await untilOnTheBus(env);
    return {
      env,
      prompt: promptWindow,
      async unlock() {
        const window = await promptWindow();
        await xdotool('windowfocus', window, 'type', '--delay', '20', password);
        await xdotool('key', 'Return');
      },
      async refuse() {
        await xdotool('windowfocus', await promptWindow(), 'key', 'Escape');
      },
      [Symbol.asyncDispose]: stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('no standard output');
  const [line] = await once(createInterface(child.stdout), 'line', { signal: AbortSignal.timeout(startMs) });
  return String(line);
}

async function untilOnTheBus(env: Readonly<Record<string, string>>): Promise<void> {
  const ask = ['--session', '--print-reply', '--dest=org.freedesktop.DBus', '/', 'org.freedesktop.DBus.NameHasOwner'];
  const until = Date.now() + startMs;
  while (Date.now() < until) {
    const asked = [...ask, 'string:org.freedesktop.secrets'];
    const { output } = await capture('dbus-send', asked, { env: { ...process.env, ...env }, limitMs: startMs });
    if (output.includes('boolean true')) return;
    await sleep(50);
  }
  throw new Error('the keyring did not come to the bus');
}

/** The number of the prompt's window. */
async function promptWindow(): Promise<string> {
  const until = Date.now() + startMs;
  while (Date.now() < until) {
    const found = await capture('xdotool', ['search', '--onlyvisible', '--name', '^Unlock .*[Kk]eyring'], {
      limitMs: startMs,
    });
    const [window] = /^\d+$/m.exec(found.output) ?? [];
    if (window) return window;
    await sleep(100);
  }
  throw new Error('no prompt of the keyring appeared');
}

async function xdotool(...args: string[]): Promise<void> {
  const { code, output } = await capture('xdotool', args, { limitMs: startMs });
  if (code !== 0) throw new Error(`xdotool ${args[0]}: ${output}`);
}
