/** The dialogs that choose where settings are exported to and imported from, and the files themselves. */
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { app, dialog, type WebContents } from 'electron';
import { UploadFailure } from '../../shared/failure.ts';
import type { SettingsFiles } from '../rpc/transfer.ts';
import { chooseOne, ownerOf, readSmall } from './choosing-dialogs.ts';

const mostBytes = 1_000_000;
const fileName = 'droprelay-settings.json';
const filters = [{ name: 'JSON', extensions: ['json'] }];

/** @param contents of our window, which the dialogs belong to; null while there is none */
export function settingsFiles(contents: () => WebContents | null): SettingsFiles {
  return {
    async save(text) {
      const options = { defaultPath: join(app.getPath('documents'), fileName), filters };
      const [window] = ownerOf(contents);
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
      const path = await chooseOne(contents, { filters, properties: ['openFile'] });
      return path === null ? null : await readSettings(path);
    },
  };
}

/** A settings file is no file to be uploaded: too large a one does not hold what it should. */
async function readSettings(path: string): Promise<string> {
  try {
    return await readSmall(path, mostBytes);
  } catch (error) {
    if (error instanceof UploadFailure && error.failure.kind === 'too-large') {
      throw new UploadFailure({ kind: 'settings-invalid', field: 'the whole file' });
    }
    throw error;
  }
}
