/** Does what a changed preference asks of the system, and tells what the system makes of it. */
import type { DesktopView } from '../../shared/desktop-view.ts';
import { UploadFailure } from '../../shared/failure.ts';
import type { LanguageChoice } from '../../shared/languages.ts';
import type { Preferences, PreferencesChange, Theme } from '../../shared/preferences.ts';
import type { LoginItem } from './login-item.ts';
import type { Shortcut } from './shortcut.ts';

export interface PreferenceActs {
  /** Fails where the system does not let it be so. */
  apply(now: Preferences, asked: PreferencesChange): void;
  view(): DesktopView;
}

export function createPreferenceActs(
  shortcut: Shortcut,
  loginItem: LoginItem,
  /** Makes the app speak so. */
  speak: (choice: LanguageChoice) => void,
  report: (error: unknown) => void,
  others: {
    /** Gives the window its colours. */
    readonly show: (theme: Theme) => void;
    /** More uploads may run than before, or fewer. */
    readonly limitsChanged: () => void;
  },
): PreferenceActs {
  const setLoginItem = (on: boolean): void => {
    try {
      loginItem.set(on);
    } catch (error) {
      report(error);
    }
    if (loginItem.view().atLogin !== on) throw new UploadFailure({ kind: 'settings-invalid', field: 'Start at login' });
  };
  return {
    // The system's own settings may say otherwise meanwhile: what was asked for counts, not what has changed.
    apply(now, asked) {
      if (asked.startAtLogin !== undefined) setLoginItem(now.startAtLogin);
      if (asked.shortcut !== undefined) shortcut.change(now.shortcut);
      if (asked.theme !== undefined) others.show(now.theme);
      if (asked.uploadsAtOnce !== undefined || asked.uploadsPerDestination !== undefined) others.limitsChanged();
      if (asked.language !== undefined) speak(now.language);
    },
    view: () => ({ shortcut: shortcut.view(), startUp: loginItem.view() }),
  };
}
