/** Other starts of the program under test, and what becomes of the files that come with them. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestInfo } from '@playwright/test';
import type { Lab } from '../lab/lab.ts';
import { sandboxSwitches } from '../scripts/sandbox.ts';
import { type Started, type StartOptions, startProgram } from './packaged-app.ts';

export const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');
export const arrived = (lab: Lab): string[] => lab.catbox.uploads.map((upload) => upload.sha256).sort();

/** Another start of the program under test, as a desktop makes it. */
export function startAgain(options: StartOptions): Started {
  const executable = process.env.DROPRELAY_ELECTRON;
  if (!executable) throw new Error('No Electron is given. Run the tests with: npm run e2e');
  // Before all else: behind a `--` they would be files.
  const args = [...sandboxSwitches(), dirname(import.meta.dirname), ...(options.args ?? [])];
  const started = startProgram(executable, { ...options, args });
  outputs.push(started.output);
  return started;
}

/** A folder with these files, each holding its own name. */
export function folderWith(names: readonly string[]): { path: string; hashes: string[] } & Disposable {
  const path = mkdtempSync(join(tmpdir(), 'droprelay ways #%41-'));
  for (const name of names) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), name);
  }
  return { path, hashes: names.map(sha256).sort(), [Symbol.dispose]: () => rmSync(path, { recursive: true }) };
}

/** What the programs of this test wrote. */
let outputs: (() => string)[] = [];

/** To be called after each test: a failed one shows what the programs wrote. */
export async function attachOutputs(testInfo: TestInfo): Promise<void> {
  const all = outputs.map((output) => output());
  outputs = [];
  if (testInfo.status === testInfo.expectedStatus) return;
  for (const [at, body] of all.entries()) await testInfo.attach(`program-${at + 1}.txt`, { body });
}
