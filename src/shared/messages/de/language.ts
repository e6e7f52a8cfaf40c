/** German: choosing the language, and what is said before there is a window. */
import type {
  dataFolder as englishDataFolder,
  language as englishLanguage,
  startFailure as englishStartFailure,
} from '../en/language.ts';

export const language: typeof englishLanguage = {
  title: 'Sprache',
  more: 'Datum und Zahlen richten sich möglichst nach dem System.',
  system: 'Wie das System',
};

export const startFailure: typeof englishStartFailure = {
  title: 'Droprelay kann nicht starten',
};

export const dataFolder: typeof englishDataFolder = {
  unusable: (folder, reason) => `Der Datenordner ${folder} lässt sich nicht benutzen: ${reason}.`,
  why: {
    notWritable: 'dieses Konto darf dort nicht schreiben',
    readOnly: 'er lässt sich nur lesen',
    noFolder: 'das ist kein Ordner',
    diskFull: 'der Datenträger ist voll',
    diskFault: 'der Datenträger lässt sich nicht lesen oder beschreiben',
    locked: 'ein anderes Programm hält seine Datenbank gesperrt',
    damaged: 'der Verlauf darin ist beschädigt und wird beim nächsten Start beiseitegelegt',
  },
};
