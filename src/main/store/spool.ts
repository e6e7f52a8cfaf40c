/** Keeps bytes that have no file of their own, such as a pasted image, until nothing needs them any more. */
import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Database } from './database.ts';
import { text } from './rows.ts';
import { syncFolderOf } from './settings.ts';

export interface Spool {
  /**
   * Writes the bytes to a file of this name in a folder of its own; durable when it returns. Gives its path. Where the
   * bytes do not come to their end, nothing is left and the error is thrown.
   */
  keep(name: string, bytes: Uint8Array | AsyncIterable<Uint8Array>): Promise<string>;
  /** Removes what `keep` made, where nothing came of it. */
  discard(path: string): Promise<void>;
  /**
   * Removes what nothing needs any more: what was uploaded and is not shared, what the user took from the list, and
   * what an earlier program left without a row.
   */
  sweep(): Promise<void>;
  /** How many copies there are, and their bytes. */
  size(): Promise<{ readonly count: number; readonly bytes: number }>;
}

/** @param clock epoch ms */
export function createSpool(db: Database, folder: string, clock: () => number): Spool {
  /** Folders of this program, whose rows may still be to come. */
  const kept = new Set<string>();
  return {
    async keep(name, bytes) {
      const own = join(folder, `${process.pid}-${randomUUID()}`);
      kept.add(own);
      await mkdir(own, { mode: 0o700 });
      try {
        const path = join(own, name);
        await using file = await open(path, 'wx', 0o600);
        await file.writeFile(bytes);
        await file.sync();
        syncFolderOf(path);
        syncFolderOf(own);
        return path;
      } catch (error) {
        await rm(own, { recursive: true, force: true });
        throw error;
      }
    },
    async discard(path) {
      const own = dirname(path);
      if (kept.has(own)) await rm(own, { recursive: true, force: true });
    },
    async size() {
      let count = 0;
      let bytes = 0;
      for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile()) continue;
        const found = await stat(join(entry.parentPath, entry.name)).catch(() => null);
        // One that was swept just now is none any more.
        if (!found) continue;
        count += 1;
        bytes += found.size;
      }
      return { count, bytes };
    },
    async sweep() {
      const rows = db.all(
        `SELECT path FROM upload WHERE path IS NOT NULL AND state <> 'done'
           AND (state NOT IN ('failed', 'cancelled') OR dismissed_at IS NULL)
         UNION SELECT path FROM share WHERE stopped_at IS NULL AND (expires_at IS NULL OR expires_at > ?)`,
        clock(),
      );
      const needed = new Set(rows.map((row) => dirname(text(row, 'path'))));
      for (const name of await readdir(folder)) {
        const own = join(folder, name);
        if (needed.has(own) || kept.has(own) || isOfAnother(name)) continue;
        await rm(own, { recursive: true, force: true });
      }
    },
  };
}

/** True for a folder of another program that still runs: its row may be still to come, and it sweeps itself. */
function isOfAnother(name: string): boolean {
  const pid = Number(/^(\d+)-/.exec(name)?.[1] ?? process.pid);
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  return true;
}
