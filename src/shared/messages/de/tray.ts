/** German: the tray icon's menu, and what the window says about it. */
import type { tray as english } from '../en/tray.ts';
import { pluralIn } from '../plural.ts';

const plural = pluralIn('de');

export const tray: typeof english = {
  running: (count) => plural(count, { one: '# wird hochgeladen', other: '# werden hochgeladen' }),
  waiting: (count) => plural(count, { one: '# wartet', other: '# warten' }),
  paused: (count) => plural(count, { other: '# angehalten' }),
  failed: (count) => plural(count, { other: '# fehlgeschlagen' }),
  asking: (count) => plural(count, { one: '# wartet auf eine Antwort', other: '# warten auf eine Antwort' }),
  idle: 'Nichts hochzuladen',
  uploadClipboard: 'Zwischenablage hochladen',
  uploadFiles: 'Dateien hochladen…',
  pauseAll: 'Alle anhalten',
  resumeAll: 'Alle fortsetzen',
  links: 'Link kopieren',
  open: 'Droprelay öffnen',
  quit: 'Beenden',

  goesOn: 'Droprelay läuft im Infobereich weiter',
  goesOnMore: 'Sein Menü hat Öffnen und Beenden. In den Einstellungen lässt sich das ändern.',

  section: 'Fenster und Mitteilungen',
  close: 'Weiterlaufen, wenn das Fenster geschlossen wird',
  closeMore:
    'Droprelay läuft im Infobereich weiter, wo es einen gibt. Ohne ihn beendet das Schließen des Fensters das Programm.',
  notify: 'Mitteilungen',
  notifyMore: 'Wenn Dateien fertig sind oder eine Antwort brauchen, während anderes im Vordergrund ist.',
};
