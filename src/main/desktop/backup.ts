/** The dialogs that choose where a backup goes and which one comes back. */
import { join } from 'node:path';
import { app, dialog, type WebContents } from 'electron';
import type { BackupDialogs } from '../rpc/data.ts';
import { chooseOne, ownerOf } from './choosing-dialogs.ts';

const filters = [{ name: 'Droprelay', extensions: ['droprelay-backup'] }];

/** @param contents of our window, which the dialogs belong to; null while there is none */
export function backupDialogs(contents: () => WebContents | null): BackupDialogs {
  return {
    async whereTo(name) {
      const options = { defaultPath: join(app.getPath('documents'), name), filters };
      const [window] = ownerOf(contents);
      const { canceled, filePath } = await (window
        ? dialog.showSaveDialog(window, options)
        : dialog.showSaveDialog(options));
      return canceled || !filePath ? null : filePath;
    },
    which: () => chooseOne(contents, { filters, properties: ['openFile'] }),
  };
}
