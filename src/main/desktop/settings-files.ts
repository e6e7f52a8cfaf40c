/** The dialogs that choose where settings are exported to and imported from, and the files themselves. */
import { open, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { app, BrowserWindow, dialog, type WebContents } from 'electron';
import { UploadFailure } from '../../shared/failure.ts';
import type { SettingsFiles } from '../rpc/transfer.ts';

const mostBytes = 1_000_000;
const fileName = 'droprelay-settings.json';
const filters = [{ name: 'JSON', extensions: ['json'] }];

/** @param contents of our window, which the dialogs belong to; null while there is none */
export function settingsFiles(contents: () => WebContents | null): SettingsFiles {
  const owner = (): BrowserWindow[] => {
    const own = contents();
    const window = own && BrowserWindow.fromWebContents(own);
    return window ? [window] : [];
  };
  return {
    async save(text) {
      const options = { defaultPath: join(app.getPath('documents'), fileName), filters };
      const [window] = owner();
      const { canceled, filePath } = await (window
        ? dialog.showSaveDialog(window, options)
        : dialog.showSaveDialog(options));
      if (canceled || !filePath) return 'cancelled';
      const draft = `${filePath}.draft`;
      try {
        await writeFile(draft, text, { mode: 0o600 });
        await rename(draft, filePath);
        return 'saved';
      } catch {
        await rm(draft, { force: true }).catch(() => undefined);
        return 'refused';
      }
    },

    async open() {
      const options = { filters, properties: ['openFile' as const] };
      const [window] = owner();
      const { canceled, filePaths } = await (window
        ? dialog.showOpenDialog(window, options)
        : dialog.showOpenDialog(options));
      const [path] = filePaths;
      return canceled || path === undefined ? null : await readBounded(path);
    },
  };
}

async function readBounded(path: string): Promise<string> {
  try {
    await using file = await open(path, 'r');
    const { size } = await file.stat();
    if (size <= mostBytes) return await file.readFile('utf8');
  } catch (cause) {
    throw new UploadFailure({ kind: 'source-unreadable', why: 'read-error' }, { cause });
  }
  throw new UploadFailure({ kind: 'settings-invalid', field: 'the whole file' });
}
