/** Starts and stops a real server by its script, in a folder of its own, on ports that nobody uses. */
import { execFile } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listen } from '../loopback.ts';
import { type ServerName, scriptOf } from './programs.ts';

export interface RealServer extends AsyncDisposable {
  /** Its configuration, logs and files; gone after `stop`. */
  readonly folder: string;
  /** Its processes are gone when it returns. */
  stop(): Promise<void>;
}

/** Below the ports that the system gives to connections, so that none takes it before the server does. */
const [firstPort, lastPort] = [20_000, 32_000];
const limitMs = 120_000;

export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(firstPort, lastPort);
    const probe = createServer();
    const free = await listen(probe, port).then(
      () => true,
      () => false,
    );
    if (!free) continue;
    await new Promise((resolve) => probe.close(resolve));
    return port;
  }
}

/**
 * Returns once the server answers. Throws what its script says, such as which Debian packages are missing. The server
 * also ends with this process.
 */
export async function startServer(server: ServerName, args: readonly string[]): Promise<RealServer> {
  const folder = await mkdtemp(join(tmpdir(), `droprelay-${server}-`));
  try {
    await runScript(server, ['start', folder, ...args, '--owner', String(process.pid)]);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
  const stop = async (): Promise<void> => {
    await runScript(server, ['stop', folder]);
    await rm(folder, { recursive: true, force: true });
  };
  return { folder, stop, [Symbol.asyncDispose]: stop };
}

/** Runs `<server>.sh` and gives what it printed. Throws what it complained of. */
export function runScript(server: ServerName, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(scriptOf(server), args, { timeout: limitMs }, (error, stdout, stderr) => {
      if (error) reject(new Error(stderr.trim() || stdout.trim() || error.message));
      else resolve(stdout.trim());
    });
  });
}
