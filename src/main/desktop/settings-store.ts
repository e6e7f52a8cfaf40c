/** The settings as the app keeps them: electron-store writes the file, `store/settings` says what may be in it. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import Store from 'electron-store';
import type { Home } from '../store/home.ts';
import { readSettingsFile, Settings, type SettingsStore, setAside, syncFolderOf } from '../store/settings.ts';
import { salvageSettings } from '../store/settings-salvage.ts';

export interface OpenedSettings {
  readonly settings: SettingsStore;
  /** A damaged file: where it does not fit first, and where it lies now. Null if all was well. */
  readonly problem: { readonly field: string; readonly setAside: string } | null;
}

/** Opens the settings; a damaged file is renamed and reported, and what still fits in it goes on. */
export function openSettings(home: Home): OpenedSettings {
  const read = readSettingsFile(home.settingsFile);
  const problem = read.kind === 'invalid' ? { field: read.field, setAside: mend(home.settingsFile) } : null;
  // Our own schema checks what is read and what is written; a second check by the library's took 40 ms of each start.
  const store = new Store<Settings>({
    cwd: home.folder,
    name: 'settings',
    defaults: read.kind === 'read' ? read.settings : Settings.parse({}),
    configFileMode: 0o600,
  });
  // electron-store reads its file at every look, and fills in nothing below the first level.
  let current = Settings.parse(store.store);
  return {
    problem,
    settings: {
      get: () => current,
      set(change) {
        current = Settings.parse({ ...current, ...change });
        store.set(current);
        syncFolderOf(home.settingsFile);
      },
    },
  };
}

/** Takes what still fits into a new file, and gives the damaged one's new name. */
function mend(file: string): string {
  const draft = `${file}.draft`;
  writeFileSync(draft, JSON.stringify(salvageSettings(readFileSync(file, 'utf8')).settings), { mode: 0o600 });
  const aside = setAside(file, Date.now());
  renameSync(draft, file);
  return aside;
}
