// `npm run build`: builds main, preload and window into out/, and knows whether that is needed.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Runtime } from './electron-runtime.ts';
import { PlainFailure } from './plain-failure.ts';
import { PROJECT_ROOT, runStep, tool } from './processes.ts';

const SOURCES = [
  'src',
  'resources',
  'electron.vite.config.ts',
  'scripts/lean-bundle.ts',
  'scripts/lean-page.ts',
  'package.json',
  'package-lock.json',
];

/** Builds for this Electron, or for the one of package.json. Throws a PlainFailure when the build fails. */
export async function build(runtime?: Runtime): Promise<void> {
  const [node, script] = tool('electron-vite', 'electron-vite');
  // electron-vite ignores ELECTRON_OVERRIDE_DIST_PATH: it takes the program and its major version from these.
  const env = runtime
    ? { ...process.env, ELECTRON_EXEC_PATH: runtime.executable, ELECTRON_MAJOR_VER: String(runtime.major) }
    : process.env;
  const out = join(PROJECT_ROOT, 'out');
  rmSync(stampOf(out), { force: true });
  const code = await runStep(node, [script, 'build'], { env });
  if (code !== 0) throw new PlainFailure('The build failed.');
  mkdirSync(out, { recursive: true });
  writeFileSync(stampOf(out), stampText(runtime));
}

/** Builds when out/ is missing, older than a source, or made for another major version of Electron. */
export async function buildIfStale(runtime: Runtime): Promise<void> {
  if (isStale(PROJECT_ROOT, runtime)) await build(runtime);
}

/** Compares the stamp that a finished build leaves with the newest source below `root`. */
export function isStale(root: string, runtime: Runtime): boolean {
  const stamp = stampOf(join(root, 'out'));
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== stampText(runtime)) return true;
  const built = statSync(stamp).mtimeMs;
  return SOURCES.some((name) => newest(join(root, name)) > built);
}

export async function main(): Promise<number> {
  await build();
  return 0;
}

function stampOf(out: string): string {
  return join(out, '.built');
}

function stampText(runtime?: Runtime): string {
  return `Electron ${runtime?.major ?? 'of package.json'}\n`;
}

/** The newest change in a file or folder, epoch ms; a folder's own time tells of files that were removed. */
function newest(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}
