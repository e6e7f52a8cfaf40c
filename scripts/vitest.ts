// Runs the tests of a Vitest configuration and counts them.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runStep, tool } from './processes.ts';
import { reported, type Suite, vitestCounts } from './suites.ts';

/** `args` go to Vitest. */
export async function runVitest(name: string, args: readonly string[] = []): Promise<Suite> {
  process.stdout.write(`\n== ${name}\n`);
  const folder = mkdtempSync(join(tmpdir(), 'droprelay-unit-'));
  const report = join(folder, 'report.json');
  try {
    const [node, script] = tool('vitest', 'vitest');
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const code = await runStep(node, [script, 'run', ...reporters, ...args]);
    return reported(name, code, report, vitestCounts);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
