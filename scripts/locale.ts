// The character encoding that Electron takes file names to be in.

import { spawnSync } from 'node:child_process';

/**
 * The environment with UTF-8 where the locale comes down to ASCII: none is set, the plain C one is, or the one that is
 * set is not installed. There, Chromium loses files whose names are not ASCII when they are dropped on a window, or dies
 * of them (seen with Electron 42.0.0). Any other locale is left alone.
 */
export function withUtf8(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
  charmap: (env: NodeJS.ProcessEnv) => string = systemCharmap,
): NodeJS.ProcessEnv {
  if (platform !== 'linux') return env;
  const effective = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
  if (!['', 'C', 'POSIX'].includes(effective) && charmap(env) !== 'ANSI_X3.4-1968') return env;
  return { ...env, [env.LC_ALL ? 'LC_ALL' : 'LC_CTYPE']: 'C.UTF-8' };
}

/** The encoding that the system's libraries make of the locale; '' where there is no `locale` to ask. */
function systemCharmap(env: NodeJS.ProcessEnv): string {
  return (spawnSync('locale', ['charmap'], { env, encoding: 'utf8' }).stdout ?? '').trim();
}
