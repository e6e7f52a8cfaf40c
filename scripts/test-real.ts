// `npm run test:real`: the tests that need real parts of the system, such as a keyring.
import { runE2e } from './e2e.ts';
import { PlainFailure } from './plain-failure.ts';
import { requireKeyring } from './preconditions/keyring.ts';
import { broken, conclude } from './suites.ts';

/** `args` go to Playwright. What is missing is named, and counts as a failure. */
export async function main(args: readonly string[]): Promise<number> {
  try {
    requireKeyring();
  } catch (thrown) {
    if (!(thrown instanceof PlainFailure)) throw thrown;
    process.stderr.write(`\n${thrown.message}\n`);
    return conclude([broken('real', 'something that it needs is missing')]);
  }
  return conclude(await runE2e(['--project=real', ...args]));
}
