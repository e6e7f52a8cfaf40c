/** The dialog that asks where a file is to be saved. */
import { join } from 'node:path';
import { app, dialog, type FileFilter, type WebContents } from 'electron';
import type { HistoryFiles } from '../rpc/history-part.ts';
import { writeWhole } from '../store/draft.ts';
import { ownerOf } from './choosing-dialogs.ts';

/**
 * The path that the user chose, null for none.
 * @param contents of our window, which the dialog belongs to; null while there is none
 */
export async function choosePlace(
  contents: () => WebContents | null,
  name: string,
  filters: FileFilter[],
): Promise<string | null> {
  const options = { defaultPath: join(app.getPath('documents'), name), filters };
  const [window] = ownerOf(contents);
  const { canceled, filePath } = await (window
    ? dialog.showSaveDialog(window, options)
    : dialog.showSaveDialog(options));
  return canceled || !filePath ? null : filePath;
}

const csv: FileFilter = { name: 'CSV', extensions: ['csv'] };
const json: FileFilter = { name: 'JSON', extensions: ['json'] };

/** The dialogs of the history. */
export function historyFiles(contents: () => WebContents | null): HistoryFiles {
  const choose = (name: string): Promise<string | null> =>
    choosePlace(contents, name, [name.endsWith('.json') ? json : csv]);
  return {
    choose,
    async save(text, name) {
      const path = await choose(name);
      return path === null ? 'cancelled' : await writeWhole(path, text);
    },
  };
}
