/**
 * What Node compiled of our modules, kept from one start to the next: a third of the work before the first picture. Not
 * where the system checks that the program is unchanged: what lies in the user's folder would be a way round that.
 */
import { existsSync, lstatSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { enableCompileCache, flushCompileCache } from 'node:module';
import { join } from 'node:path';

export interface CompiledCodePlace {
  /** The data folder; where it is missing, nothing is kept. */
  readonly home: string;
  /** Of the program: what another one compiled is of no use. */
  readonly version: string;
}

/** Takes what was kept, from here on. What is damaged or of another Node is compiled anew. */
export function takeCompiledCode({ home, version }: CompiledCodePlace): void {
  const folder = ownFolder(home);
  if (folder !== null) enableCompileCache(join(folder, version));
}

/** Keeps what was compiled by now, and lets go of what other versions left. */
export function keepCompiledCode({ home, version }: CompiledCodePlace): void {
  flushCompileCache();
  const folder = ownFolder(home);
  if (folder === null) return;
  for (const other of readdirSync(folder).filter((name) => name !== version))
    rmSync(join(folder, other), { recursive: true, force: true });
}

/**
 * What lies there is run: it is a folder of this user's own, which nobody else may write to. Null where it is another
 * one, or none can be made: behind a link lie the user's files, perhaps.
 */
function ownFolder(home: string): string | null {
  if (process.platform !== 'linux') return null;
  const folder = join(home, 'compiled');
  try {
    if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 });
    const found = lstatSync(folder);
    const isOwn = found.uid === process.getuid?.() && (found.mode & 0o022) === 0;
    return isOwn && found.isDirectory() ? folder : null;
  } catch {
    return null;
  }
}
