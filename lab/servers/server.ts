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

/** One that was started here, and the ports that it got. */
export interface StartedServer extends RealServer {
  readonly ports: readonly number[];
}

/**
 * Returns once the server answers. Throws what its script says, such as which Debian packages are missing. The server
 * also ends with this process.
 *
 * Where it does not start it is tried once more, and why is told: another program may have taken a port meanwhile, and a
 * busy machine may be too slow for the servers' own limits.
 *
 * @param portOptions each is given a port that nobody uses
 */
export async function startServer(
  server: ServerName,
  portOptions: readonly string[],
  args: readonly string[],
): Promise<StartedServer> {
  try {
    return await startOnce(server, portOptions, args);
  } catch (error) {
    process.stderr.write(`${server} did not start, once more: ${error instanceof Error ? error.message : error}\n`);
    return await startOnce(server, portOptions, args);
  }
}

async function startOnce(
  server: ServerName,
  portOptions: readonly string[],
  args: readonly string[],
): Promise<StartedServer> {
  const ports: number[] = [];
  for (const _ of portOptions) ports.push(await freePort());
  const folder = await mkdtemp(join(tmpdir(), `droprelay-${server}-`));
  const withPorts = portOptions.flatMap((option, index) => [option, String(ports[index])]);
  try {
    await runScript(server, ['start', folder, ...withPorts, ...args, '--owner', String(process.pid)]);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
  const stop = async (): Promise<void> => {
    await runScript(server, ['stop', folder]);
    await rm(folder, { recursive: true, force: true });
  };
  return { folder, ports, stop, [Symbol.asyncDispose]: stop };
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
