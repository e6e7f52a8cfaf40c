/** What the first picture needs of the settings, before they are opened: how the window looks, and what it speaks. */
import { readFileSync } from 'node:fs';
import { themes } from '../../shared/choices.ts';
import { type LanguageChoice, languageChoices } from '../../shared/languages.ts';
import type { Theme } from '../../shared/preferences.ts';

export interface FirstLook {
  readonly theme: Theme;
  readonly language: LanguageChoice;
}

/** As the system has it wherever the file can not be read: whoever opens the settings says why, and corrects this. */
export function firstLook(settingsFile: string): FirstLook {
  const { theme, language } = preferencesIn(settingsFile);
  return {
    theme: themes.find((one) => one === theme) ?? 'system',
    language: languageChoices.find((one) => one === language) ?? 'system',
  };
}

function preferencesIn(file: string): { readonly theme?: unknown; readonly language?: unknown } {
  try {
    return Object(JSON.parse(readFileSync(file, 'utf8')).preferences);
  } catch {
    return {};
  }
}
