/** Finds the files that the program was started with. */
import { isAbsolute, resolve } from 'node:path';

/**
 * What follows `--` is data, whatever it looks like. Before it, an installed app takes every argument that is no
 * switch; in development the first of those is the program's own folder, so none is taken.
 * @param argv as Node gives it, the executable first
 * @param folder what relative paths are meant against
 */
export function filesFromArguments(argv: readonly string[], packaged: boolean, folder: string): string[] {
  const end = argv.indexOf('--');
  const before = packaged ? argv.slice(1, end >= 0 ? end : undefined).filter((word) => !word.startsWith('-')) : [];
  const names = [...before, ...(end >= 0 ? argv.slice(end + 1) : [])];
  return names.filter((name) => name !== '').map((name) => (isAbsolute(name) ? name : resolve(folder, name)));
}
