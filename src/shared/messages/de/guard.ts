/** German: what is asked and offered before a file goes, and the settings of it. */
import type { guard as english } from '../en/guard.ts';
import { pluralIn } from '../plural.ts';

const plural = pluralIn('de');

export const guard: typeof english = {
  sendNow: 'Jetzt senden',
  sendAnyway: 'Trotzdem senden',
  sendAll: {
    location: (count) => plural(count, { other: '# mit Aufnahmeort senden' }),
    'secret-file': (count) => plural(count, { other: '# mit Geheimnissen senden' }),
  },
  goIn: (count, wait) => plural(count, { one: `# geht in ${wait}`, other: `# gehen in ${wait}` }),
  goNow: (count) => plural(count, { one: '# geht jetzt', other: '# gehen jetzt' }),
  location: 'Aufnahmeort',
  locationIs: {
    removed: 'Nicht mitgesendet; die eigene Datei hat ihn noch',
    kept: 'Das Gesendete verrät, wo es aufgenommen wurde',
    unread: 'Das Gesendete verrät vielleicht, wo es aufgenommen wurde',
  },
  settings: {
    title: 'Vor dem Senden',
    location: 'Aufnahmeort von Fotos und Videos',
    locationMore: 'Nur er wird beim Senden weggelassen, sonst nichts. Die eigenen Dateien bleiben, wie sie sind.',
    removal: {
      public: 'Für öffentliche Hosts weglassen',
      always: 'Immer weglassen',
      never: 'Nie weglassen',
    },
    secrets: 'Fragen, bevor Schlüssel und Passwörter gesendet werden',
    secretsMore:
      'Dateien wie .env, private Schlüssel, Passwortspeicher und digitale Geldbörsen warten auf eine Antwort. Dieser Computer darf sie ohne Frage teilen.',
    undo: 'Bedenkzeit vor dem Senden',
    undoMore: 'Bis dahin wird nichts gesendet, und Rückgängig hinterlässt keine Spur.',
    undoOff: 'Keine',
    undoSeconds: (count) => `${count}\u00a0s`,
  },
};
