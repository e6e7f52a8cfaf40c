/** German: who can open what is uploaded, how long it stays, how large it may be. */
import type {
  audience as englishAudience,
  facts as englishFacts,
  health as englishHealth,
  interfaces as englishInterfaces,
  retentions as englishRetentions,
  scopes as englishScopes,
} from '../en/places.ts';
import { pluralIn } from '../plural.ts';

const plural = pluralIn('de');

export const scopes: typeof englishScopes = { local: 'Lokal', account: 'Konto', public: 'Öffentlich' };

export const audience: typeof englishAudience = {
  public: 'Alle, die den Link haben',
  account: 'Wen der eigene Speicher einlässt',
  loopback: 'Programme auf diesem Computer',
  network: 'Alle im eigenen Netzwerk, die den Link haben',
};

export const retentions: typeof englishRetentions = {
  noEnd: 'ohne Enddatum',
  whileUsed: 'bleibt, solange es benutzt wird',
  fixed: (period) => period,
  bySize: (span) => `${span} je nach Größe`,
  whileShared: 'solange geteilt',
};

export const interfaces: typeof englishInterfaces = {
  loopback: 'Nur dieser Computer',
  network: (name, address) => `Im eigenen Netzwerk (${name}, ${address})`,
};

export const health: typeof englishHealth = {
  unknown: 'noch nicht benutzt',
  working: 'funktioniert',
  arrived: (percent, count) => plural(count, { other: `${percent} der letzten #` }),
  lastArrived: 'die letzte Datei kam an',
  arrivedOf: (arrived, count) =>
    plural(count, { other: arrived === count ? 'die letzten # kamen an' : `${arrived} der letzten # kamen an` }),
  noneArrived: (count) => plural(count, { one: 'die letzte Datei kam nicht an', other: 'keine der letzten # kam an' }),
  answersIn: (time) => `antwortet in ${time}`,
  restingUntil: (when) => `ruht, neuer Versuch um ${when}`,
  restingUntilNext: 'ruht, die nächste Datei versucht es wieder',
  probing: 'ruht, eine Datei versucht es gerade wieder',
  lastFailure: (when, sentence) => `Zuletzt gescheitert, ${when}: ${sentence}`,
};

export const facts: typeof englishFacts = {
  publicLink: 'Öffentlicher Link',
  publicLinkMore: 'Wer den Link hat, kann die Datei öffnen.',
  accountLink: 'Eigener Speicher',
  accountLinkMore: 'Der Speicher bestimmt, wer die Datei öffnen kann.',
  localLink: 'Bleibt auf diesem Computer',
  localLinkMore: 'Nichts wird gesendet; der Link öffnet sich im gewählten Netzwerk.',
  loopbackLinkMore: 'Nichts wird gesendet; der Link öffnet sich nur auf diesem Computer.',
  noEnd: 'Kein Enddatum',
  noEndMore: (label) => `${label} nennt kein Ende und verspricht keine Dauer.`,
  whileUsed: 'Bleibt, solange es benutzt wird',
  whileUsedMore: (label, idle) => `${label} entfernt eine Datei, die ${idle} lang niemand geöffnet hat.`,
  fixed: (period) => `Bleibt ${period}`,
  fixedMore: (label) => `Danach entfernt ${label} die Datei.`,
  bySize: (span) => `Bleibt ${span}`,
  bySizeMore: 'Je größer die Datei, desto kürzer bleibt sie.',
  whileShared: 'Solange geteilt',
  whileSharedMore: 'Der Link gilt, solange Droprelay läuft; jederzeit zu beenden.',
  whileSharedAtMost: (period) => `Der Link gilt, solange Droprelay läuft, höchstens ${period}.`,
  upTo: (size) => `Bis ${size}`,
  biggerGoTo: (label, terms) => `Größere Dateien gehen an ${label}: ${terms}.`,
  biggerNowhere: 'Größeres nimmt die Kette nicht.',
  anySize: 'Jede Größe',
  anySizeMore: 'Es gibt keine Grenze.',
};
