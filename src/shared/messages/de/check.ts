/** German: the check of a destination, step by step. */
import type { CheckWords } from '../en/check.ts';

export const check: CheckWords = {
  steps: {
    settings: 'Einstellungen',
    dns: 'Name',
    proxy: 'Weg',
    tls: 'sichere Verbindung',
    clock: 'Uhr',
    credentials: 'Schlüssel',
    put: 'Hochladen',
    'read-back': 'Link',
    delete: 'Aufräumen',
  },
  states: { ok: 'in Ordnung', failed: 'fehlgeschlagen', skipped: 'ausgelassen' },

  settingsOk: 'Vollständig.',
  addresses: (host, addresses) => `${host} hat die Adresse ${addresses}.`,
  straight: (host) => `Direkt zu ${host}.`,
  through: (host, proxy) => `Zu ${host} über den Proxy ${proxy}.`,
  certificate: (host, issuer, until) =>
    `${host} zeigt ein Zertifikat${issuer === null ? '' : ` von ${issuer}`}${until === null ? '' : `, gültig bis ${until}`}.`,
  clockRight: 'Die Uhr dieses Computers geht richtig.',
  credentialsOk: 'Angenommen.',
  sent: (bytes) => `Eine Datei von ${bytes} ging hinaus.`,
  proofs: {
    hash: 'Der Link enthält die Datei, ihre Prüfsumme stimmt.',
    size: 'Der Link enthält die Datei, ihre Größe stimmt.',
    reachable: 'Der Link öffnet sich.',
    unverified: 'Der Link wurde nicht abgerufen.',
  },
  deleted: 'Die Datei wurde gelöscht.',

  skipped: {
    'not-reached': 'Nicht erreicht.',
    cancelled: 'Vorher angehalten.',
    'no-server': 'Es gibt keinen Server zu erreichen.',
    'literal-address': 'Der Server ist über seine Adresse eingestellt.',
    'proxy-resolves': 'Der Proxy schlägt Namen nach.',
    'plain-http': 'Der Server wird über einfaches http abgerufen.',
    'not-http': 'Der Server spricht etwas anderes als http.',
    'no-date': 'Der Server nennt keine Zeit.',
    'no-credentials': 'Es wird kein Schlüssel benutzt.',
    'no-question': 'Der Host lässt sich nicht fragen; das Hochladen zeigt es.',
    'used-up-by-asking': 'Ein Abruf könnte den Link verbrauchen.',
    'not-checkable': 'Der Link führt zu einer privaten Adresse.',
    'not-deletable': 'Der Host lässt kein Löschen zu.',
  },

  linkClosed: 'Der Link öffnet sich von hier aus nicht.',
  notDeleted: (sentence) => `Die Datei konnte nicht gelöscht werden. ${sentence}`,
  because: (sentence, detail) => `${sentence} (${detail})`,

  left: {
    until: (size, when) => `Die Datei von ${size} bleibt dort bis ${when}.`,
    kept: (size, retention) => `Die Datei von ${size} bleibt dort (${retention}).`,
    perhaps: (size) => `Vielleicht blieb dort eine Datei von ${size} zurück.`,
  },

  verdicts: { fine: 'Funktioniert.', stopped: 'Angehalten.' },
  failedAt: (step) => `Fehlgeschlagen: ${step}.`,
  report: {
    title: (version) => `Droprelay ${version}, Prüfung eines Ziels`,
    destination: (label, provider) => `${label} (${provider})`,
    milliseconds: (ms) => `${ms}\u00a0ms`,
  },
};
