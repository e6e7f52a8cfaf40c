/** German: the words of notifications. */
import type { notifications as english } from '../en/notifications.ts';
import { pluralIn } from '../plural.ts';

const plural = pluralIn('de');

export const notifications: typeof english = {
  linksCopied: (count) => plural(count, { one: 'Link kopiert', other: '# Links kopiert' }),
  linksReady: (count) => plural(count, { one: 'Der Link ist fertig', other: '# Links sind fertig' }),
  clickToCopy: 'Klicken zum Kopieren',
  clickToCopyThem: (count) =>
    plural(count, { one: 'Klicken, um den Link zu kopieren', other: 'Klicken, um # Links zu kopieren' }),
  clickToOpen: 'Klicken zum Öffnen',
  uploaded: (count) => plural(count, { other: '# hochgeladen' }),
  failed: (count) => plural(count, { other: '# fehlgeschlagen' }),
  waiting: (count) => plural(count, { one: '# wartet', other: '# warten' }),
  allFailed: (count) =>
    plural(count, { one: 'Das Hochladen ist fehlgeschlagen', other: '# Dateien sind fehlgeschlagen' }),
  asks: (count) =>
    plural(count, { one: 'Eine Datei wartet auf eine Antwort', other: '# Dateien warten auf eine Antwort' }),
};
