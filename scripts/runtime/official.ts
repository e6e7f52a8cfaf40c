// The official Electron binary in node_modules: is it there, and can it be downloaded in a short time.
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { capture } from '../processes.ts';

/** The executable's path inside a folder with an Electron distribution. */
export function executableIn(distribution: string, platform: NodeJS.Platform): string {
  if (platform === 'darwin') return join(distribution, 'Electron.app', 'Contents', 'MacOS', 'Electron');
  return join(distribution, platform === 'win32' ? 'electron.exe' : 'electron');
}

/** The major version that a distribution says it is, or null. */
export function majorIn(distribution: string): number | null {
  const file = join(distribution, 'version');
  if (!existsSync(file)) return null;
  const major = Number.parseInt(readFileSync(file, 'utf8').trim().replace(/^v/, ''), 10);
  return Number.isInteger(major) ? major : null;
}

/** The executable of a complete download, or null. The installer writes `path.txt` last: without it a download was cut. */
export function officialExecutable(electronPackage: string, platform: NodeJS.Platform): string | null {
  const executable = executableIn(join(electronPackage, 'dist'), platform);
  return existsSync(join(electronPackage, 'path.txt')) && existsSync(executable) ? executable : null;
}

/** Runs the package's own installer for at most `limitMs`. Returns null when it succeeded, else why not. */
export async function downloadOfficial(electronPackage: string, limitMs: number): Promise<string | null> {
  const { code, output, timedOut } = await capture(process.execPath, [join(electronPackage, 'install.js')], {
    limitMs,
  });
  if (timedOut) return `the download took more than ${Math.round(limitMs / 1000)} s`;
  if (code === 0) return null;
  return output.trim().split('\n')[0] ?? 'the installer failed';
}

/** Remembers that a download failed, so that the next start does not wait for the same again. */
export interface FailedTries {
  /** True when a try failed less than a day ago. */
  recent(): boolean;
  remember(reason: string): void;
  forget(): void;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Keeps the last failed try of one version as a file of the cache. `now` is in epoch ms. */
export function failedTries(cache: string, version: string, now: () => number = Date.now): FailedTries {
  const file = join(cache, `electron-${version}-not-downloadable`);
  return {
    recent: () => {
      const stat = statSync(file, { throwIfNoEntry: false });
      return stat !== undefined && Math.abs(now() - stat.mtimeMs) < DAY_MS;
    },
    remember: (reason) => writeFileSync(file, `${reason}\n`),
    forget: () => rmSync(file, { force: true }),
  };
}
