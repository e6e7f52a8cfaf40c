// An own X display for the tests, so that no window appears on anybody's desktop.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { PlainFailure } from './plain-failure.ts';

export interface Display extends AsyncDisposable {
  /** The environment for programs on this display. */
  env: NodeJS.ProcessEnv;
  pid: number | undefined;
}

const START_MS = 15_000;

/** Starts Xvfb on a free display and ends it, by its id, when disposed of. On macOS and Windows the real display is used. */
export async function openDisplay(): Promise<Display> {
  if (process.platform !== 'linux') {
    return { env: process.env, pid: undefined, [Symbol.asyncDispose]: async () => undefined };
  }
  const args = ['-displayfd', '3', '-screen', '0', '1280x900x24', '-nolisten', 'tcp', '-noreset'];
  const server = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
  let complaint = '';
  server.stderr?.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(-2000);
  });
  const endNow = (): void => {
    server.kill('SIGKILL');
  };
  process.on('exit', endNow);
  const number = await displayNumber(server);
  if (number === null) {
    endNow();
    throw new PlainFailure(`Xvfb did not start: ${complaint.trim() || 'it gave no reason'}`);
  }
  // Under a Wayland session Electron would prefer the real desktop.
  const { WAYLAND_DISPLAY: _, ...env } = process.env;
  return {
    env: { ...env, DISPLAY: `:${number}` },
    pid: server.pid,
    [Symbol.asyncDispose]: async () => {
      process.off('exit', endNow);
      if (server.exitCode !== null || server.signalCode !== null) return;
      const ended = once(server, 'exit');
      server.kill('SIGTERM');
      await ended;
    },
  };
}

async function displayNumber(server: ChildProcess): Promise<string | null> {
  const pipe = server.stdio[3] as Readable;
  const answer = new Promise<string | null>((resolve) => {
    pipe.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
    server.once('exit', () => resolve(null));
    server.once('error', () => resolve(null));
    setTimeout(() => resolve(null), START_MS).unref();
  });
  return await answer;
}
