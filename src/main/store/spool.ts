/** Keeps bytes that have no file of their own, such as a pasted image, until nothing needs them any more. */
import { randomUUID } from 'node:crypto';
import { mkdir, open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Database } from './database.ts';
import { text } from './rows.ts';

export interface Spool {
  /** Writes the bytes to a file of this name in a folder of its own; durable when it returns. Gives its path. */
  keep(name: string, bytes: Uint8Array): Promise<string>;
  /** Removes what was uploaded and is not shared any more, and what the user took from the list. */
  sweep(): Promise<void>;
}

/** @param clock epoch ms */
export function createSpool(db: Database, folder: string, clock: () => number): Spool {
  return {
    async keep(name, bytes) {
      const own = join(folder, randomUUID());
      await mkdir(own, { mode: 0o700 });
      const path = join(own, name);
      await using file = await open(path, 'wx', 0o600);
      await file.writeFile(bytes);
      await file.sync();
      return path;
    },
    async sweep() {
      const spent = db.all(
        `SELECT s.path FROM source s JOIN payload p ON p.source_id = s.id JOIN upload u ON u.payload_id = p.id
         WHERE s.spooled = 1
           AND (u.state = 'done' OR (u.state IN ('failed', 'cancelled') AND u.dismissed_at IS NOT NULL))
           AND NOT EXISTS (SELECT 1 FROM share WHERE share.upload_id = u.id AND share.stopped_at IS NULL
                             AND (share.expires_at IS NULL OR share.expires_at > ?))`,
        clock(),
      );
      for (const row of spent) {
        const own = dirname(text(row, 'path'));
        if (dirname(own) === folder) await rm(own, { recursive: true, force: true });
      }
    },
  };
}
