/** What tests of backups share: a data folder in use, and a backup of it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BackupContent } from './backup-file.ts';
import { checkBackupAside, writeBackupAside } from './backup-jobs.ts';
import { openHome } from './home.ts';
import { createTestStore, uploadId } from './test-store.ts';

const folders: string[] = [];

export const content: BackupContent = { madeAt: 1_767_225_600_000, settings: '{"choice":"public"}' };
export const now = 1_767_300_000_000;

/** A data folder in use, with three uploads in its history. */
export function scene() {
  const folder = mkdtempSync(join(tmpdir(), 'droprelay-backup-'));
  folders.push(folder);
  const home = openHome(join(folder, 'home'));
  const live = createTestStore(['one', 'two', 'three'], home.databaseFile);
  live.store.setState(uploadId('one'), { name: 'cancelled' });
  const file = join(folder, 'my.backup');
  const draft = join(folder, 'draft.db');
  return {
    folder,
    home,
    live,
    file,
    draft,
    write: () => writeBackupAside({ databaseFile: home.databaseFile, target: file, content }),
    check: () => checkBackupAside({ source: file, draft, now }),
  };
}

/** To be called after each test. */
export function clearScenes(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}
