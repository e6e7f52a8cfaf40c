/** What a place in the settings file is called in the Settings view. */
import type { Preferences } from '../preferences.ts';
import type { Catalogue } from './en.ts';

type Name = (words: Catalogue) => string;

const preferences: Record<keyof Preferences, Name> = {
  language: ({ language }) => language.title,
  copyWhenDone: ({ settings }) => settings.copying.whenDone,
  copyFormat: ({ settings }) => settings.copying.copyAs,
  // There are two templates.
  copyTemplate: ({ settings }) => `${settings.titles.copying}: ${settings.copying.template}`,
  naming: ({ settings }) => settings.names.naming,
  nameTemplate: ({ settings }) => settings.names.templateField,
  theme: ({ settings }) => settings.appearance.theme,
  uploadsAtOnce: ({ settings }) => settings.network.atOnce,
  uploadsPerDestination: ({ settings }) => `${settings.network.atOnce}: ${settings.network.perDestination}`,
  closeToTray: ({ tray }) => tray.close,
  startAtLogin: ({ desktop }) => desktop.startUp.atLogin,
  shortcut: ({ settings }) => settings.shortcuts.clipboard,
  notifications: ({ settings }) => settings.notifications.show,
  removeLocation: ({ guard }) => guard.settings.location,
  askForSecretFiles: ({ guard }) => guard.settings.secrets,
  uploadText: ({ clipboard }) => clipboard.settings.uploadText,
  undoSeconds: ({ guard }) => guard.settings.undo,
};

const others: Readonly<Record<string, Name>> = {
  choice: ({ window }) => window.settings.whereFilesGo,
  destinations: ({ destinations }) => destinations.title,
  chains: ({ destinations }) => destinations.title,
  share: ({ window }) => window.settings.sharing,
  bytesPerSecond: ({ settings }) => settings.network.limit,
  proxy: ({ settings }) => settings.network.proxy,
  'proxy.server': ({ settings }) => settings.network.server,
  'proxy.user': ({ settings }) => `${settings.network.proxy}: ${settings.network.user}`,
  shortcut: preferences.shortcut,
};

const names = new Map([
  ...Object.entries(others),
  ...Object.entries(preferences).map(([field, name]): [string, Name] => [`preferences.${field}`, name]),
]);

/** Null where the user meets no such setting; what lies deeper is called as what it is in. */
export function settingName(field: string, words: Catalogue): string | null {
  for (let path = field; path !== ''; path = path.slice(0, Math.max(0, path.lastIndexOf('.')))) {
    const name = names.get(path);
    if (name) return name(words);
  }
  return null;
}
