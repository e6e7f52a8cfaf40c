/**
 * What Node compiled of our modules, kept from one start to the next: a third of the work before the first picture. Not
 * where the system checks that the program is unchanged: what lies in the user's folder would be a way round that.
 */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { enableCompileCache, flushCompileCache } from 'node:module';
import { join } from 'node:path';

export interface CompiledCodePlace {
  /** The data folder; where it is missing, nothing is kept. */
  readonly home: string;
  /** Of the program: what another one compiled is of no use. */
  readonly version: string;
}

const folderOf = (home: string): string => join(home, 'compiled');

/** Takes what was kept, from here on. What is damaged or of another Node is compiled anew. */
export function takeCompiledCode({ home, version }: CompiledCodePlace): void {
  if (process.platform === 'linux' && existsSync(home)) enableCompileCache(join(folderOf(home), version));
}

/** Keeps what was compiled by now, and lets go of what other versions left. */
export function keepCompiledCode({ home, version }: CompiledCodePlace): void {
  flushCompileCache();
  const folder = folderOf(home);
  if (!existsSync(folder)) return;
  for (const other of readdirSync(folder).filter((name) => name !== version))
    rmSync(join(folder, other), { recursive: true, force: true });
}
