/** The user's preferences, as the window changes them one by one. */
import { Preferences, type PreferencesChange } from '../../shared/preferences.ts';
import type { SettingsStore } from '../store/settings.ts';

export interface PreferencesDeps {
  readonly settings: SettingsStore;
  /** They are saved; told what they were, and what was asked for, which may be so already. What can not be done about one is thrown, and the old ones are put back. */
  readonly apply: (now: Preferences, before: Preferences, asked: PreferencesChange) => void | Promise<void>;
  /** The window shall see them. */
  readonly changed: () => void;
}

/** Saves a change and has it acted on. Fails as `apply` does, and nothing is changed then. */
export function createPreferences({ settings, apply, changed }: PreferencesDeps) {
  return async (change: PreferencesChange): Promise<void> => {
    const before = settings.get().preferences;
    const now = Preferences.parse({ ...before, ...change });
    settings.set({ preferences: now });
    try {
      await apply(now, before, change);
    } catch (error) {
      settings.set({ preferences: { ...settings.get().preferences, ...undone(before, change) } });
      throw error;
    } finally {
      changed();
    }
  };
}

/** What the changed ones were before; those that changed otherwise meanwhile stay. */
function undone(before: Preferences, change: PreferencesChange): Partial<Preferences> {
  const names = new Set(Object.keys(change));
  return Object.fromEntries(Object.entries(before).filter(([name]) => names.has(name)));
}
