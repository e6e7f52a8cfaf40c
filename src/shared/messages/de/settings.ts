/** German: the Settings view, a name and one quiet line for each of its settings. */
import type { settings as english } from '../en/settings.ts';
import { pluralIn } from '../plural.ts';

const plural = pluralIn('de');

export const settings: typeof english = {
  sections: 'Abschnitte',
  search: 'Einstellungen suchen',
  clearSearch: 'Suche leeren',
  nothingFound: 'Keine Einstellung hat diese Wörter.',
  found: (count) => plural(count, { one: '# Einstellung', other: '# Einstellungen' }),

  titles: {
    where: 'Wohin Dateien gehen',
    copying: 'Kopieren',
    names: 'Dateinamen',
    privacy: 'Privatsphäre',
    network: 'Tempo und Netz',
    notifications: 'Mitteilungen',
    shortcuts: 'Tastenkürzel',
    appearance: 'Aussehen',
    startUp: 'Start',
    data: 'Daten und Sicherung',
    diagnostics: 'Diagnose',
  },

  where: {
    choice: 'Neue Dateien',
    choiceMore: 'Ohne ein Ja geht nichts woandershin.',
  },

  copying: {
    whenDone: 'Links kopieren, wenn alles fertig ist',
    whenDoneMore: 'In der Reihenfolge des Ablegens, einer je Zeile. Was inzwischen kopiert wurde, bleibt.',
    copyAs: 'Kopieren als',
    template: 'Vorlage',
    insert: 'Einfügen',
    insertWord: (word) => `${word} einfügen`,
    image: 'Ein Bild',
    file: 'Eine andere Datei',
  },

  names: {
    naming: 'Name beim Hochladen',
    namingMore: 'Auf diesem Computer behalten die Dateien ihre Namen.',
    keep: 'Wie er ist',
    template: 'Vorlage',
    templateField: 'Vorlage für Namen',
    ending: 'Die Endung bleibt, damit sich die Datei weiter öffnen lässt.',
    random: 'Die Buchstaben von {random} sind bei jeder Datei andere.',
    preview: 'Wie Dateien heißen',
  },

  network: {
    limit: 'Tempogrenze',
    limitMore: 'Für alle Dateien zusammen. Sie gilt sofort.',
    noLimit: 'Keine',
    limited: 'Höchstens',
    limitField: 'Megabyte je Sekunde',
    limitInvalid: 'Hier steht eine Zahl über null.',
    perSecond: 'MB/s',
    atOnce: 'Gleichzeitig hochladen',
    atOnceMore: 'Kleine Dateien sind zusammen schneller, große teilen sich die Leitung.',
    perDestination: 'Davon zu einem Ziel',
    perDestinationMore: 'Weniger schonen einen langsamen Server.',
    proxy: 'Proxy',
    proxyMore: 'Zum Hochladen und zum Prüfen von Links.',
    uses: { system: 'Vom System', none: 'Keiner', own: 'Eigener' },
    server: 'Adresse des Proxys',
    serverHelp: 'Zum Beispiel http://proxy.example:3128, https://… oder socks5://…',
    serverInvalid: 'Das ist keine Adresse eines Proxys. Name und Passwort haben eigene Felder.',
    serverMissing: 'Solange hier keine Adresse steht, wird nichts hochgeladen.',
    user: 'Benutzername',
    password: 'Passwort',
    passwordHelp: 'Es gehört zu dieser Adresse und diesem Namen: mit anderen wird es vergessen.',
    save: 'Speichern',
    test: 'Verbindung testen',
    testMore: 'Verbindet sich mit dem ersten Ziel und sendet nichts.',
    testGo: 'Testen',
    testing: 'Läuft',
    through: (hop, host, time) => `${host} wurde über ${hop} in ${time} erreicht.`,
    straight: (host, time) => `${host} wurde in ${time} erreicht, ohne Proxy.`,
    failedAt: (hop, sentence) => `Über ${hop}: ${sentence}`,
    milliseconds: (figure) => `${figure} ms`,
  },

  notifications: {
    show: 'Mitteilungen',
    showMore:
      'Wenn Dateien fertig sind oder eine Antwort brauchen, während man etwas anderes tut. Eine für alle zusammen.',
  },

  shortcuts: {
    clipboard: 'Zwischenablage hochladen',
    clipboardMore: 'Wirkt in jedem Programm.',
    window: 'Tasten in diesem Fenster',
    windowMore: 'Sie wirken überall darin.',
    keys: {
      paste: 'Zwischenablage hochladen',
      search: 'Suchen, im Verlauf und hier',
      close: 'Schließen, was offen ist',
      move: 'Eine wartende Datei nach oben oder unten',
      quit: 'Droprelay beenden',
    },
  },

  appearance: {
    theme: 'Farben',
    themeMore: 'Das System wechselt sie vielleicht mit der Tageszeit.',
    themes: { system: 'Wie das System', light: 'Hell', dark: 'Dunkel' },
  },

  data: {
    folder: 'Datenordner',
    folderMore:
      'Darin ist alles, was Droprelay aufbewahrt. Zum Umziehen: beenden, den Ordner verschieben und Droprelay mit DROPRELAY_HOME für den neuen Ort starten.',
    open: 'Öffnen',
    notOpened: 'Das System hat den Ordner nicht geöffnet.',
    backUp: 'Sicherung',
    backUpMore: (size) =>
      `Einstellungen und Verlauf in einer Datei, jetzt ${size}. Passwörter und Schlüssel sind nicht darin.`,
    backUpGo: 'Sichern…',
    backedUp: 'Die Sicherung ist geschrieben.',
    notBackedUp: 'Dorthin ließ sich die Sicherung nicht schreiben. Ein anderer Ort hilft.',
    restore: 'Wiederherstellen',
    restoreMore:
      'Holt Einstellungen und Verlauf aus einer Sicherung. Was jetzt da ist, wird beiseitegelegt und nicht gelöscht.',
    restoreGo: 'Wiederherstellen…',
    refused: {
      'no-backup': 'Diese Datei ist keine Sicherung von Droprelay.',
      damaged: 'Diese Sicherung ist beschädigt. Es wurde nichts geändert.',
      newer: 'Diese Sicherung stammt von einem neueren Droprelay.',
      'no-room': 'Auf der Platte ist dafür zu wenig Platz.',
      busy: 'Ein anderes Droprelay arbeitet gerade mit diesen Daten. Danach geht es.',
    },
    ask: (when) => `Die Sicherung vom ${when} wiederherstellen?`,
    askMore: (uploads, destinations) =>
      `Sie enthält ${plural(uploads, { one: '# Datei', other: '# Dateien' })} im Verlauf und ${plural(destinations, { one: '# eingerichtetes Ziel', other: '# eingerichtete Ziele' })}. Was nicht fertig war, steht danach auf Pause, und dieser Computer teilt nichts mehr. Droprelay startet neu.`,
    askGo: 'Wiederherstellen und neu starten',
    cancel: 'Abbrechen',
    copies: 'Kopien von Eingefügtem',
    copiesMore: (count, size) =>
      count === 0
        ? 'Eingefügte Bilder und Texte bleiben, bis sie hochgeladen sind. Jetzt gibt es keine.'
        : `Eingefügte Bilder und Texte bleiben, bis sie hochgeladen sind: jetzt ${plural(count, { other: '#' })}, ${size}.`,
    sweep: 'Löschen, was keiner braucht',
    swept: (size) => `${size} sind frei geworden.`,
    nothingSwept: 'Alle werden noch gebraucht.',
  },

  diagnostics: {
    versions: 'Versionen',
    health: 'Ziele',
    healthMore: 'Wie es denen auf dem Weg zuletzt ging.',
    system: 'Dieser Computer',
    systemName: 'System',
    clipboard: {
      name: 'Zwischenablage',
      electron: 'Geht',
      'wayland-tools': 'Mit wl-clipboard',
      'in-front': 'Nur, solange das Fenster vorn ist',
    },
    tray: { name: 'Infobereich', shown: 'Zu sehen', none: 'Es gibt keinen' },
    notifications: { name: 'Mitteilungen', served: 'Zeigt das System', none: 'Hier zeigt sie niemand' },
    keyStore: {
      name: 'Passwörter und Schlüssel',
      sealed: 'Vom System versiegelt',
      weak: 'Ungeschützt gespeichert, wie zugestimmt',
      'not-sealed': 'Bleiben bis zum Beenden',
      unknown: 'Noch keine',
    },
    history: 'Verlauf',
    uploads: (count) => plural(count, { one: '# Datei', other: '# Dateien' }),
    report: 'Bericht über einen Fehler',
    reportMore:
      'Versionen, was dieser Computer kann, und was zuletzt schiefging. Keine Pfade, keine Namen von Dateien oder Personen, keine Passwörter.',
    copy: 'Bericht kopieren',
    copied: 'Der Bericht ist in der Zwischenablage.',
  },
};
