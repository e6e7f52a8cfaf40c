/** The dialogs that choose where a backup goes and which one comes back. */
import type { WebContents } from 'electron';
import type { BackupDialogs } from '../rpc/data.ts';
import { chooseOne } from './choosing-dialogs.ts';
import { choosePlace } from './saving-dialogs.ts';

const filters = [{ name: 'Droprelay', extensions: ['droprelay-backup'] }];

/** @param contents of our window, which the dialogs belong to; null while there is none */
export function backupDialogs(contents: () => WebContents | null): BackupDialogs {
  return {
    whereTo: (name) => choosePlace(contents, name, filters),
    which: () => chooseOne(contents, { filters, properties: ['openFile'] }),
  };
}
