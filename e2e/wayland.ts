// A Wayland desktop without a screen, and what other programs see of its clipboard.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runsAsRoot } from '../scripts/sandbox.ts';

export interface Desktop extends AsyncDisposable {
  /** For programs on this desktop. */
  readonly env: Readonly<Record<string, string>>;
  /** What another program copies, in this type. */
  copy(type: string, content: string | Uint8Array): Promise<void>;
  /** What another program pastes as text; null where nothing is copied. */
  paste(): Promise<string | null>;
}

const startMs = 15_000;
/** Sway refuses to be root. */
const nobody = 65_534;

/** Starts a compositor that no keyboard is plugged into: no window ever has the focus. */
export async function startWayland(): Promise<Desktop> {
  const folder = mkdtempSync(join(tmpdir(), 'droprelay-wayland-'));
  const runtime = join(folder, 'runtime');
  mkdirSync(runtime, { mode: 0o700 });
  const config = join(folder, 'config');
  writeFileSync(config, 'xwayland disable\noutput HEADLESS-1 resolution 1100x800\n');
  if (runsAsRoot()) {
    chmodSync(folder, 0o755);
    chownSync(runtime, nobody, nobody);
  }
  const { WAYLAND_DISPLAY: _, DISPLAY: __, ...around } = process.env;
  const without = { ...around, WLR_BACKENDS: 'headless', WLR_LIBINPUT_NO_DEVICES: '1', WLR_RENDERER: 'pixman' };
  const asNobody = ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups'];
  const [program = '', ...args] = [...(runsAsRoot() ? asNobody : []), 'sway', '--config', config];
  const compositor = spawn(program, args, {
    env: { ...without, HOME: folder, XDG_RUNTIME_DIR: runtime },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaint = '';
  compositor.stderr.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(-2_000);
  });
  const ended = once(compositor, 'exit').catch((error: unknown) => {
    complaint += String(error);
  });
  const stop = async (): Promise<void> => {
    if (compositor.exitCode === null && compositor.signalCode === null && compositor.pid !== undefined) {
      compositor.kill('SIGTERM');
      await ended;
    }
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  const socket = await socketIn(runtime, ended);
  if (socket === null) {
    await stop();
    throw new Error(`sway did not start: ${complaint.trim() || 'it gave no reason'}`);
  }
  const env = { XDG_RUNTIME_DIR: runtime, WAYLAND_DISPLAY: socket };
  return {
    env,
    async copy(type, content) {
      // What it leaves behind to serve the content would keep a pipe open.
      const child = spawn('wl-copy', ['--type', type], {
        env: { ...process.env, ...env },
        stdio: ['pipe', 'ignore', 'ignore'],
      });
      child.stdin.end(content);
      const [code] = await once(child, 'exit');
      if (code !== 0) throw new Error(`wl-copy ended with ${code}`);
    },
    paste: () =>
      new Promise((resolve) => {
        execFile('wl-paste', ['--no-newline'], { env: { ...process.env, ...env }, timeout: 10_000 }, (error, text) =>
          resolve(error ? null : text),
        );
      }),
    [Symbol.asyncDispose]: stop,
  };
}

async function socketIn(runtime: string, ended: Promise<unknown>): Promise<string | null> {
  let over = false;
  void ended.then(() => {
    over = true;
  });
  for (const end = Date.now() + startMs; Date.now() < end && !over; await sleep(50)) {
    const socket = readdirSync(runtime).find((name) => /^wayland-\d+$/.test(name));
    if (socket !== undefined) return socket;
  }
  return null;
}
