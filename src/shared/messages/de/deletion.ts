/** German: deleting at a host what it was given. */
import type { deletion as english } from '../en/deletion.ts';

export const deletion: typeof english = {
  asked: (at) => `Wird bei ${at} gelöscht`,
  deleted: (at) => `Bei ${at} gelöscht`,
  unconfirmed: (reason) => `Löschen nicht bestätigt. ${reason}`,
  reasons: {
    forbidden: (at) => `${at} lässt es nicht zu.`,
    notFound: (at) => `${at} antwortet nicht mehr unter dieser Adresse.`,
    otherSettings: (at) => `${at} ist anders eingerichtet als beim Hochladen.`,
    badRequest: (at, status) => `${at} hat es nicht verstanden (${status}).`,
  },

  undo: 'Rückgängig',
  undoMore: (at) => `Rückgängig, bei ${at} löschen`,
  act: (at) => `Bei ${at} löschen`,
  question: (at) => `Bei ${at} löschen?`,
  questionMore: (name) =>
    `Der Link von ${name} öffnet sich dann für niemanden mehr. Das lässt sich nicht rückgängig machen.`,
  yes: 'Löschen',
  no: 'Behalten',

  term: 'Löschung',
  impossible: (at) => `Bei ${at} nicht löschbar`,
  notConfirmed: (reason) => `Nicht bestätigt. ${reason}`,
  notSetUp: (at) => `Von hier aus nicht, ${at} ist nicht mehr eingerichtet`,
  nobody: 'Niemand mehr',
  ended: (moment) => `Gelöscht ${moment}, der Link öffnet sich nicht mehr`,

  told: (name, at) => `${name} wurde bei ${at} gelöscht.`,
  takenBack: 'Der Link wurde aus der Zwischenablage entfernt.',
};
