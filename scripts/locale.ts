// The character encoding that Electron takes file names to be in.

/**
 * The environment with UTF-8 where no locale, or the plain C one, is set: there, Chromium loses files whose names are not
 * ASCII when they are dropped on a window (seen with Electron 42.0.0). Any other locale is left alone.
 */
export function withUtf8(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): NodeJS.ProcessEnv {
  const effective = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
  if (platform !== 'linux' || !['', 'C', 'POSIX'].includes(effective)) return env;
  return { ...env, [env.LC_ALL ? 'LC_ALL' : 'LC_CTYPE']: 'C.UTF-8' };
}
