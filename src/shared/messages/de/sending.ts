/** German: what is said before files are on their way. */
import type { sending as english } from '../en/sending.ts';
import { pluralIn } from '../plural.ts';

const plural = pluralIn('de');
const files = (count: number) => plural(count, { one: '# Datei', other: '# Dateien' });

export const sending: typeof english = {
  picker: {
    open: 'Woanders beginnen',
    openMore: 'Wählen, wohin die nächsten Dateien zuerst gehen und wie lange ihre Links halten müssen',
    next: 'Nächste Dateien zuerst an',
    held: (count) => `${files(count)} senden an`,
    upload: (name) => `${name} senden an`,
    close: 'Schließen',
    lasting: 'Muss mindestens halten',
    lastings: { any: 'Egal', day: '1 Tag', week: '7 Tage', month: '30 Tage', 'no-end': 'Ohne Ende' },
    takesUpTo: (limit, size) => `Nimmt bis ${limit}, die Datei hat ${size}`,
    takesUpToOne: (limit, size) => `Nimmt bis ${limit}, eine Datei hat ${size}`,
    someGoOn: (count) => plural(count, { one: 'nimmt # davon nicht', other: 'nimmt # davon nicht' }),
    upTo: (limit) => `bis ${limit}`,
    keepsOnly: (period) => `Hält nur ${period}`,
    keepsShorter: 'Verspricht nicht, so lange zu halten',
    thenRest: 'Was es nicht nehmen kann, geht an den Rest der Kette.',
    thenNothing: 'Was dieser Computer teilt, geht nirgendwo anders hin.',
    none: 'Diese Dateien warten nicht mehr. Bitte noch einmal ablegen.',
    widerFrom: (from) => `Bisher darf es an ${from} gehen.`,
    wouldBePublic: (to) => `${to} wäre öffentlich: Alle mit dem Link können es öffnen.`,
    wouldBeAccount: (to) => `${to} wäre offen für alle, die diesen Speicher nutzen.`,
    wouldBeLocal: (to) => `${to} würde es teilen.`,
    use: (to) => `${to} nehmen`,
    back: 'Zurück',
  },
  next: {
    first: (to) => `Zuerst an ${to}`,
    lasts: {
      day: 'für mindestens 1 Tag',
      week: 'für mindestens 7 Tage',
      month: 'für mindestens 30 Tage',
      'no-end': 'ohne Ende',
    },
    lastsAlone: {
      day: 'Links halten mindestens 1 Tag',
      week: 'Links halten mindestens 7 Tage',
      month: 'Links halten mindestens 30 Tage',
      'no-end': 'Links ohne Ende',
    },
    onlyNext: 'Gilt nur für die nächsten Dateien.',
    clear: 'Wie immer',
    clearMore: 'Die nächsten Dateien gehen wie immer',
  },
  drop: {
    hint: ['Beim Ablegen', 'halten, um das Ziel zu wählen'],
    letGo: (count) => (count === 0 ? 'Loslassen, dann Ziel wählen' : `Loslassen, dann Ziel für ${files(count)} wählen`),
  },
  folders: {
    one: (name, count, size) => `${name} hat ${files(count)}, ${size}. Wie soll der Ordner gehen?`,
    many: (folders, count, size) =>
      `${plural(folders, { other: '# Ordner' })} haben ${files(count)}, ${size}. Wie sollen sie gehen?`,
    beside: (count) => plural(count, { one: '# weitere Datei geht mit.', other: '# weitere Dateien gehen mit.' }),
    asFiles: (count) => plural(count, { one: 'Als # Link', other: 'Als # Links' }),
    asZips: (folders) => plural(folders, { one: 'Als ein Zip', other: 'Als # Zips' }),
    cancel: 'Abbrechen',
  },
  packing: {
    progress: (name, packed, all) =>
      `${name} wird gepackt: ${plural(packed, { other: '#' })} von ${plural(all, { one: '# Datei', other: '# Dateien' })}`,
    cancel: 'Abbrechen',
    unread: (names, more) =>
      more === 0
        ? `Nicht im Zip, weil nicht lesbar: ${names}.`
        : `Nicht im Zip, weil nicht lesbar: ${names} und ${plural(more, { one: '# weitere', other: '# weitere' })}.`,
  },
  elsewhere: 'Woandershin senden …',
  rename: {
    item: 'Umbenennen …',
    field: (name) => `Neuer Name für ${name}`,
    hint: 'Nur dort, wohin sie geht. Die eigene Datei behält ihren Namen.',
    extension: (from, to) => `Die Endung wechselt von ${from} zu ${to}.`,
    extensionGone: (from) => `Die Endung ${from} fällt weg.`,
    extensionNew: (to) => `Sie bekommt die Endung ${to}.`,
    renamed: (name) => `Sie geht jetzt als ${name}.`,
    problems: {
      empty: 'Eine Datei braucht einen Namen.',
      separator: 'In einem Namen steht kein / und kein \\.',
      control: 'Darin ist ein Zeichen, das Namen nicht haben können.',
      dots: 'Ein Name besteht nicht nur aus Punkten.',
      'too-long': 'Dieser Name ist zu lang.',
      'too-late': 'Sie wird schon gesendet.',
    },
  },
  report: {
    copy: 'Bericht kopieren',
    copied: 'Bericht kopiert.',
    title: (version) => `Droprelay ${version}: Bericht über einen Upload`,
    file: (type, size) => `Datei: ${type}, ${size}`,
    unknownSize: 'Größe unbekannt',
    state: (line) => `Stand: ${line}`,
    nothing: 'Noch nichts versucht.',
  },
};
