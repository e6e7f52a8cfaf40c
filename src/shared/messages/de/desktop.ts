/** German: the program's place on the desktop, as the Settings view shows it. */
import type { desktop as english, keyNames as englishKeyNames } from '../en/desktop.ts';

export const desktop: typeof english = {
  unheard:
    'Droprelay läuft und antwortet nicht. Übergebene Dateien bleiben erhalten und werden nach einem Neustart gesendet.',
  shortcut: {
    section: 'Tastenkürzel',
    more: 'Lädt die Zwischenablage hoch, egal welches Programm vorn ist.',
    none: 'Keines',
    now: (keys) => `Jetzt: ${keys}`,
    choose: 'Tasten wählen',
    press: 'Tasten drücken, oder Esc, um nichts zu ändern',
    needsMore: 'Dazu Strg, Alt oder eine solche Taste halten.',
    suggest: (keys) => `${keys} benutzen`,
    remove: 'Entfernen',
    works: 'Funktioniert überall.',
    asked:
      'Die Arbeitsumgebung wurde darum gebeten und fragt vielleicht nach. Was daraus wird, verrät sie keinem Programm: Geschieht beim Drücken der Tasten nichts, in ihren Einstellungen diesen Befehl auf die Tasten legen.',
    byHand: 'Stattdessen lässt sich dieser Befehl in den Einstellungen der Arbeitsumgebung auf Tasten legen:',
    copyCommand: 'Befehl kopieren',
    commandCopied: 'Der Befehl ist in der Zwischenablage, samt Ordner.',
    why: {
      taken: (keys) => `Ein anderes Programm hat ${keys}. Andere Tasten wählen.`,
      'unknown-keys': (keys) =>
        `${keys} ist nicht möglich. Strg, Alt oder eine solche Taste zusammen mit einer Taste halten.`,
      'not-allowed': (keys) => `Die Arbeitsumgebung hat Droprelay ${keys} nicht überlassen.`,
    },
  },
  startUp: {
    section: 'Start',
    atLogin: 'Beim Anmelden starten',
    atLoginMore: 'Ohne Fenster, wo es einen Infobereich gibt, sonst mit minimiertem Fenster.',
    atLoginMac: 'Ohne Fenster.',
    quit: 'Beenden',
    quitMore: 'Was unterwegs ist, geht beim nächsten Start weiter.',
    quitGo: 'Droprelay beenden',
    needsApproval: 'macOS startet es nach einer Erlaubnis: Systemeinstellungen, Allgemein, Anmeldeobjekte.',
  },
};

export const keyNames: typeof englishKeyNames = {
  Control: 'Strg',
  Alt: 'Alt',
  Shift: 'Umschalt',
  Escape: 'Esc',
  Space: 'Leertaste',
  Enter: 'Eingabe',
  Backspace: 'Rücktaste',
  Insert: 'Einfg',
  Delete: 'Entf',
  Home: 'Pos1',
  End: 'Ende',
  PageUp: 'Bild auf',
  PageDown: 'Bild ab',
  PrintScreen: 'Druck',
};
