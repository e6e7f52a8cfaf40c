/** The dialogs that choose where settings are exported to and imported from, and the files themselves. */
import type { WebContents } from 'electron';
import { UploadFailure } from '../../shared/failure.ts';
import type { SettingsFiles } from '../rpc/transfer.ts';
import { writeWhole } from '../store/draft.ts';
import { chooseOne, readSmall } from './choosing-dialogs.ts';
import { choosePlace } from './saving-dialogs.ts';

const mostBytes = 1_000_000;
const fileName = 'droprelay-settings.json';
const filters = [{ name: 'JSON', extensions: ['json'] }];

/** @param contents of our window, which the dialogs belong to; null while there is none */
export function settingsFiles(contents: () => WebContents | null): SettingsFiles {
  return {
    async save(text) {
      const path = await choosePlace(contents, fileName, filters);
      return path === null ? 'cancelled' : await writeWhole(path, text);
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
