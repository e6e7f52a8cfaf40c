// `npm run test:real`: the tests that need real parts of the system, such as an S3 server or a keyring.
import { runE2e } from './e2e.ts';
import { PlainFailure } from './plain-failure.ts';
import { requireRealTools } from './preconditions/real-tools.ts';
import { requireServers } from './preconditions/servers.ts';
import { broken, conclude, type Suite } from './suites.ts';
import { runVitest } from './vitest.ts';

/**
 * Both suites run, also after one failed. `args` go to the one that they name a file of: `.real.test.ts` those against
 * servers, else Playwright; then the other is left out. What is missing is named, and counts as a failure.
 */
export async function main(args: readonly string[]): Promise<number> {
  const ofServers = args.some((arg) => arg.includes('.real.test.ts'));
  const suites: Suite[] = [];
  if (ofServers || args.length === 0) suites.push(...(await needing(requireServers, 'real servers', servers)));
  if (!ofServers) suites.push(...(await needing(requireRealTools, 'real', app)));
  return conclude(suites);

  async function servers(): Promise<Suite[]> {
    return [await runVitest('real servers', ['--config', 'vitest.real.config.ts', ...args])];
  }

  function app(): Promise<Suite[]> {
    return runE2e(['--project=real', ...args]);
  }
}

async function needing(require: () => void, name: string, run: () => Promise<Suite[]>): Promise<Suite[]> {
  try {
    require();
  } catch (thrown) {
    if (!(thrown instanceof PlainFailure)) throw thrown;
    process.stderr.write(`\n${thrown.message}\n`);
    return [broken(name, 'something that it needs is missing')];
  }
  return run();
}
