// `npm test`: every check and every test, and one last line with the sum.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runChecks } from './check.ts';
import { runE2e } from './e2e.ts';
import { runStep, tool } from './processes.ts';
import { conclude, reported, type Suite, vitestCounts } from './suites.ts';

/** All suites run, also after one failed. Ends with 0 only if nothing failed. */
export async function main(): Promise<number> {
  const checks = await runChecks();
  const unit = await runUnitTests();
  const endToEnd = await runE2e([]);
  return conclude([...checks, unit, ...endToEnd]);
}

async function runUnitTests(): Promise<Suite> {
  process.stdout.write('\n== unit and integration\n');
  const folder = mkdtempSync(join(tmpdir(), 'droprelay-unit-'));
  const report = join(folder, 'report.json');
  try {
    const [node, script] = tool('vitest', 'vitest');
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const code = await runStep(node, [script, 'run', ...reporters]);
    return reported('unit and integration', code, report, vitestCounts);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
