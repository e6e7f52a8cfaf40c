// `npm test`: every check and every test, and one last line with the sum.
import { runChecks } from './check.ts';
import { runE2e } from './e2e.ts';
import { conclude } from './suites.ts';
import { runVitest } from './vitest.ts';

/** All suites run, also after one failed. Ends with 0 only if nothing failed. */
export async function main(): Promise<number> {
  const checks = await runChecks();
  const unit = await runVitest('unit and integration');
  const endToEnd = await runE2e([]);
  return conclude([...checks, unit, ...endToEnd]);
}
