/** Files that get to a place of the user's choice whole or not at all: written beside it first, under a name of their own. */
import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * A file that nobody has, in the folder of this one. Not one that is named after it: that may be the user's, or another
 * program writes to the same place.
 */
export function draftFor(path: string): string {
  return join(dirname(path), `droprelay-${randomUUID()}.draft`);
}

/** The whole file or none; `refused`: the place did not take it. */
export async function writeWhole(path: string, text: string): Promise<'saved' | 'refused'> {
  const draft = draftFor(path);
  try {
    await writeFile(draft, text, { mode: 0o600, flag: 'wx' });
    await rename(draft, path);
    return 'saved';
  } catch {
    await rm(draft, { force: true }).catch(() => undefined);
    return 'refused';
  }
}
