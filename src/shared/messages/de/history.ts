/** German: the history, how it is searched, and what is done with what was found. */
import type { history as english } from '../en/history.ts';
import { pluralIn } from '../plural.ts';

const plural = pluralIn('de');
const number = (count: number) => plural(count, { other: '#' });
const links = (count: number) => plural(count, { one: '# Link', other: '# Links' });
const files = (count: number) => plural(count, { one: '# Datei', other: '# Dateien' });

export const history: typeof english = {
  title: 'Verlauf',
  list: 'Verlauf, Neuestes zuerst',
  search: 'Verlauf durchsuchen',
  searchHint: 'Name, Link oder Ziel',
  clearSearch: 'Suche leeren',
  filters: 'Filter',
  any: 'Alle',
  removeFilter: (title) => `Filter ${title} entfernen`,
  some: (found, all) => `${number(found)} von ${number(all)}`,
  all: files,
  found: (count) => plural(count, { other: '# gefunden.' }),
  foundNone: 'Nichts gefunden.',

  filter: {
    destination: 'Ziel',
    type: 'Art',
    date: 'Datum',
    state: 'Zustand',
    link: 'Link',
  },
  several: {
    destination: (count) => plural(count, { one: '# Ziel', other: '# Ziele' }),
    type: (count) => plural(count, { one: '# Art', other: '# Arten' }),
    state: (count) => plural(count, { one: '# Zustand', other: '# Zustände' }),
  },
  types: {
    image: 'Bilder',
    video: 'Videos',
    audio: 'Ton',
    document: 'Dokumente',
    archive: 'Archive',
    other: 'Andere Dateien',
  },
  dates: {
    today: 'Heute',
    week: 'Letzte 7 Tage',
    month: 'Letzte 30 Tage',
    year: 'Letzte 12 Monate',
  },
  span: {
    title: 'Von … bis …',
    first: 'Erster Tag',
    last: 'Letzter Tag',
    help: 'Beide Tage zählen mit. Ein Feld darf leer bleiben.',
    reversed: 'Der letzte Tag liegt vor dem ersten.',
    done: 'Fertig',
    both: (from, to) => `${from} – ${to}`,
    since: (day) => `Ab ${day}`,
    until: (day) => `Bis ${day}`,
  },
  states: {
    done: 'Mit Link',
    failed: 'Nicht hochgeladen',
    cancelled: 'Abgebrochen',
    unfinished: 'In Arbeit',
  },
  expiries: {
    without: 'Link noch da',
    soon: 'Erlischt binnen eines Tages',
    only: 'Link erloschen',
  },

  today: 'Heute',
  yesterday: 'Gestern',
  left: (duration) => `noch ${duration}`,
  noEnd: 'ohne Enddatum',
  whileShared: 'solange geteilt',
  stopped: 'nicht mehr geteilt',
  gone: (day) => `erloschen ${day}`,
  deleted: (day) => `gelöscht ${day}`,
  deleting: 'wird gelöscht',
  sendAgain: 'Noch einmal senden',
  loading: 'Wird geladen',

  layout: 'Ansicht',
  asList: 'Liste',
  asGrid: 'Raster',

  more: 'Exportieren oder leeren',
  exportAs: {
    csv: 'Als CSV exportieren',
    json: 'Als JSON exportieren',
  },
  exportFoundAs: {
    csv: (count) => `Die ${number(count)} gefundenen als CSV exportieren`,
    json: (count) => `Die ${number(count)} gefundenen als JSON exportieren`,
  },
  exportChosenAs: {
    csv: (count) => `${number(count)} ausgewählte als CSV exportieren`,
    json: (count) => `${number(count)} ausgewählte als JSON exportieren`,
  },
  exported: (count) => plural(count, { one: '# Eintrag wurde exportiert.', other: '# Einträge wurden exportiert.' }),
  notSaved: 'Dort ließ sich die Datei nicht speichern.',
  clear: 'Verlauf leeren',
  clearFound: (count) => `Die ${number(count)} gefundenen entfernen`,
  cleared: 'Der Verlauf wurde geleert',

  choose: (name) => `${name} auswählen`,
  chosen: (count) => plural(count, { other: '# ausgewählt' }),
  withChosen: (count) => plural(count, { one: 'Mit der ausgewählten', other: 'Mit den # ausgewählten' }),
  chooseNone: 'Keine auswählen',
  chooseAll: 'Alle auswählen',
  tooMany: (most) => `Höchstens ${number(most)} lassen sich auf einmal auswählen.`,
  copyLinks: 'Links kopieren',
  check: 'Links prüfen',
  checkOne: 'Link prüfen',
  uploadAgain: 'Noch einmal hochladen',
  sendTo: 'An ein anderes Ziel senden',
  sendElsewhere: 'Woandershin senden',
  deleteOnHost: 'Beim Host löschen',
  remove: 'Aus dem Verlauf entfernen',
  moreActs: 'Mehr für die Auswahl',

  removed: (count) => plural(count, { other: '# aus dem Verlauf entfernt' }),
  undo: 'Rückgängig',
  dismiss: 'Ausblenden',
  restored: 'Alles ist wieder im Verlauf.',
  tooLate: 'Zu spät, die Einträge sind aus dem Verlauf gelöscht.',
  stayed: (count) =>
    plural(count, {
      one: '# ist in Arbeit oder geteilt und blieb.',
      other: '# sind in Arbeit oder geteilt und blieben.',
    }),
  undeletable: (count) =>
    plural(count, {
      one: '# Link öffnet sich noch. Ohne den Eintrag lässt er sich beim Host nicht mehr löschen.',
      other: '# Links öffnen sich noch. Ohne die Einträge lassen sie sich bei den Hosts nicht mehr löschen.',
    }),

  deleteQuestion: (count) =>
    plural(count, { one: '# Datei bei ihrem Host löschen?', other: '# Dateien bei ihren Hosts löschen?' }),
  deleteMore: (count) =>
    plural(count, {
      one: '# Link öffnet sich dann für niemanden mehr. Das lässt sich nicht rückgängig machen.',
      other: '# Links öffnen sich dann für niemanden mehr. Das lässt sich nicht rückgängig machen.',
    }),
  deletedMany: (deleted, failed, impossible) =>
    [
      `${number(deleted)} gelöscht`,
      ...(failed > 0 ? [`${number(failed)} nicht bestätigt`] : []),
      ...(impossible > 0 ? [`${number(impossible)} von hier aus nicht löschbar`] : []),
    ].join(', '),
  working: {
    check: (done, all) => `Links werden geprüft, ${number(done)} von ${number(all)}`,
    delete: (done, all) => `Wird gelöscht, ${number(done)} von ${number(all)}`,
  },
  stop: 'Anhalten',

  checkDone: (open, gone, unknown) =>
    [
      `${links(open)} ${open === 1 ? 'öffnet' : 'öffnen'} sich`,
      ...(gone > 0 ? [`${number(gone)} erloschen`] : []),
      ...(unknown > 0 ? [`${number(unknown)} nicht prüfbar`] : []),
    ].join(', '),
  verdict: {
    open: 'der Link öffnet sich',
    gone: 'der Link ist erloschen',
    unreachable: 'der Link war von hier aus nicht erreichbar',
    notCheckable: 'der Link darf zum Prüfen nicht geöffnet werden',
  },

  sent: (count) => plural(count, { one: '# Datei geht noch einmal.', other: '# Dateien gehen noch einmal.' }),
  sentTo: (count, to) => plural(count, { one: `# Datei geht an ${to}.`, other: `# Dateien gehen an ${to}.` }),
  stillGoing: (count) => plural(count, { one: '# ist schon in Arbeit.', other: '# sind schon in Arbeit.' }),
  chooseAgain: 'Dateien wählen',
  sourceGone: (count) =>
    plural(count, {
      one: '# Datei wurde inzwischen verschoben, geändert oder gelöscht und nicht gesendet.',
      other: '# Dateien wurden inzwischen verschoben, geändert oder gelöscht und nicht gesendet.',
    }),
  moved: {
    title: 'Alte und neue Links',
    progress: (done, all, to) => `${number(done)} von ${number(all)} an ${to} gesendet`,
    done: (count, to) =>
      plural(count, { one: `# Datei hat einen neuen Link bei ${to}`, other: `# Dateien haben neue Links bei ${to}` }),
    copy: 'Liste kopieren',
    copied: 'Die Liste wurde kopiert.',
    save: 'Als CSV speichern',
    close: 'Schließen',
    noOld: 'hatte keinen Link',
    pending: 'noch nicht gesendet',
    failed: 'nicht gesendet',
  },

  empty: {
    title: 'Noch kein Verlauf',
    more: 'Hochgeladenes bleibt hier mit seinem Link.',
    toUploads: 'Datei hochladen',
  },
  nothing: {
    title: 'Nichts gefunden',
    more: 'Weniger Wörter oder Filter versuchen.',
    clear: 'Filter löschen',
  },
};
