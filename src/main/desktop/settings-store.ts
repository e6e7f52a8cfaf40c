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
  const { settings: opened, problem } = readOrMend(home.settingsFile);
  let current = opened;
  // Made at the first change, which most starts never see. Our own schema checks what is written.
  let file: Store<Settings> | null = null;
  return {
    problem,
    settings: {
      get: () => current,
      set(change) {
        const next = Settings.parse({ ...current, ...change });
        file ??= new Store<Settings>({ cwd: home.folder, name: 'settings', configFileMode: 0o600 });
        file.store = next;
        current = next;
        syncFolderOf(home.settingsFile);
      },
    },
  };
}

interface ReadSettings {
  readonly settings: Settings;
  readonly problem: OpenedSettings['problem'];
}

/** What still fits in a damaged file goes into a new one; the damaged one gets another name. */
function readOrMend(file: string): ReadSettings {
  const read = readSettingsFile(file);
  if (read.kind === 'read') return { settings: read.settings, problem: null };
  const { settings } = salvageSettings(readFileSync(file, 'utf8'));
  const draft = `${file}.draft`;
  writeFileSync(draft, JSON.stringify(settings), { mode: 0o600 });
  const aside = setAside(file, Date.now());
  renameSync(draft, file);
  return { settings, problem: { field: read.field, setAside: aside } };
}
