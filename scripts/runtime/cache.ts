// The folder that keeps fetched runtimes: each user has an own one, which nobody else can write to.
import { accessSync, constants, lstatSync, mkdirSync } from 'node:fs';
import { homedir, tmpdir, userInfo } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { PlainFailure, reasonOf } from '../plain-failure.ts';

/** Where the cache may be, best first. */
export function cacheCandidates(env: NodeJS.ProcessEnv, home: string, temporary: string, uid: number): string[] {
  const xdg = env.XDG_CACHE_HOME;
  return [
    ...(xdg && isAbsolute(xdg) ? [join(xdg, 'droprelay')] : []),
    join(home, '.cache', 'droprelay'),
    join(temporary, `droprelay-cache-${uid}`),
  ];
}

/**
 * Makes and returns the first of the folders that is ours: a folder, owned by `uid` and writable by nobody else, as
 * programs will be run from it. Throws a PlainFailure with every reason when there is none.
 */
export function firstOwnFolder(candidates: readonly string[], uid: number): string {
  const reasons: string[] = [];
  for (const folder of candidates) {
    const reason = reasonAgainst(folder, uid);
    if (!reason) return folder;
    reasons.push(`  ${folder}: ${reason}`);
  }
  throw new PlainFailure(`No folder to keep the Electron runtime in:\n${reasons.join('\n')}`);
}

/** This user's cache folder, made when it is not there. */
export function cacheFolder(): string {
  const { uid } = userInfo();
  return firstOwnFolder(cacheCandidates(process.env, homedir(), tmpdir(), uid), uid);
}

function reasonAgainst(folder: string, uid: number): string | null {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const stat = lstatSync(folder);
    if (!stat.isDirectory()) return 'is not a folder';
    if (uid >= 0 && stat.uid !== uid) return 'belongs to another user';
    if (uid >= 0 && (stat.mode & 0o022) !== 0) return 'can be written by other users';
    accessSync(folder, constants.W_OK);
    return null;
  } catch (thrown) {
    return reasonOf(thrown);
  }
}
