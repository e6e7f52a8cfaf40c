/** Runs one program to its end, and tells what it cost. */
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { start } from './children.ts';

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  /** Besides our own environment. */
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
}

/** Of a program and the children that it waited for. */
export interface Cost {
  readonly wallMs: number;
  /** User and system time, s. */
  readonly cpuS: number;
  /** Of the largest process, bytes. */
  readonly peakBytes: number;
}

/** No single run may take longer, s. */
const limitS = 180;

/** Throws where the program fails, with the end of what it wrote on standard error. */
export async function measure(measurer: string, command: Command): Promise<Cost> {
  const result = join(tmpdir(), `droprelay-bench-${process.pid}.result`);
  const child = start(measurer, [result, String(limitS), command.program, ...command.args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...command.env },
    cwd: command.cwd,
  });
  let complaint = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(-500);
  });
  await once(child, 'close');
  const [wallNs, userUs, systemUs, peakBytes, code] = readFileSync(result, 'utf8').split(' ').map(Number);
  rmSync(result, { force: true });
  const numbers = [wallNs, userUs, systemUs, peakBytes].map((value) => value ?? Number.NaN);
  const [wall = 0, user = 0, system = 0, peak = 0] = numbers;
  if (code !== 0) throw new Error(`${command.program} ended with ${code}: ${complaint.trim()}`);
  return { wallMs: wall / 1e6, cpuS: (user + system) / 1e6, peakBytes: peak };
}
