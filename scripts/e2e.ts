// `npm run e2e`: builds, then runs the Playwright tests in the real Electron on a display of their own.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './build.ts';
import { openDisplay } from './display.ts';
import { findElectron, type Runtime } from './electron-runtime.ts';
import { withUtf8 } from './locale.ts';
import { PlainFailure, reasonOf } from './plain-failure.ts';
import { requireAll } from './preconditions.ts';
import { runStep, tool } from './processes.ts';
import { announceSandbox } from './sandbox.ts';
import { broken, conclude, playwrightCounts, reported, type Suite, step } from './suites.ts';

/** Builds and runs the tests. `args` go to Playwright; without a `--project` among them the end-to-end tests run. */
export async function runE2e(args: readonly string[]): Promise<Suite[]> {
  const name = projectOf(args);
  let runtime: Runtime;
  try {
    runtime = await findElectron();
    await requireAll(runtime, 'tests');
  } catch (thrown) {
    return [broken(name, explained(thrown))];
  }
  process.stdout.write('\n== build\n');
  try {
    await build(runtime);
  } catch (thrown) {
    explained(thrown);
    return [step('build', false), broken(name, 'not run, as the build failed')];
  }
  process.stdout.write(`\n== ${name}\n`);
  return [step('build', true), await playwright(name, runtime, args)];
}

/** The Playwright project that these arguments choose. */
export function projectOf(args: readonly string[]): string {
  const index = args.findIndex((arg) => arg === '--project' || arg.startsWith('--project='));
  const chosen = args[index]?.split('=')[1] ?? args[index + 1];
  return index === -1 || !chosen ? 'e2e' : chosen;
}

export async function main(args: readonly string[]): Promise<number> {
  return conclude(await runE2e(args));
}

async function playwright(name: string, runtime: Runtime, args: readonly string[]): Promise<Suite> {
  announceSandbox();
  const folder = mkdtempSync(join(tmpdir(), 'droprelay-e2e-'));
  const report = join(folder, 'report.json');
  try {
    await using display = await openDisplay();
    const [node, script] = tool('@playwright/test', 'playwright');
    const project = args.some((arg) => arg.startsWith('--project')) ? [] : ['--project=e2e'];
    const env = { ...withUtf8(display.env), DROPRELAY_ELECTRON: runtime.executable, DROPRELAY_E2E_REPORT: report };
    const code = await runStep(node, [script, 'test', ...project, ...args], { env });
    return reported(name, code, report, playwrightCounts);
  } catch (thrown) {
    if (isStop(thrown)) throw thrown;
    return broken(name, explained(thrown));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Shows a failure with its instructions, and returns its first line for the summary. What nobody foresaw goes up. */
function explained(thrown: unknown): string {
  if (!(thrown instanceof PlainFailure) || isStop(thrown)) throw thrown;
  process.stderr.write(`\n${thrown.message}\n`);
  return (reasonOf(thrown).split('\n')[0] ?? '').replace(/:$/, '');
}

function isStop(thrown: unknown): boolean {
  return thrown instanceof PlainFailure && thrown.exitCode > 128;
}
