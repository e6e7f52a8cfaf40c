/** German: copied files and images that come in, copied text, and links that go out. */
import type { clipboard as english } from '../en/clipboard.ts';
import { pluralIn } from '../plural.ts';

const plural = pluralIn('de');

export const clipboard: typeof english = {
  textQuestion: (lines, characters) =>
    lines > 1
      ? `In der Zwischenablage ist Text, ${plural(lines, { other: '# Zeilen' })}. Als Textdatei hochladen?`
      : `In der Zwischenablage ist Text, ${plural(characters, { other: '# Zeichen' })}. Als Textdatei hochladen?`,
  uploadText: 'Als Datei hochladen',
  dontAskAgain: 'Nicht mehr fragen',
  notNow: 'Abbrechen',
  nothing: {
    empty: 'Die Zwischenablage ist leer.',
    remote: 'Die Dateien in der Zwischenablage liegen nicht auf diesem Computer. Zuerst hierher kopieren.',
    colour: 'In der Zwischenablage ist eine Farbe. Hochladen lassen sich Dateien, Bilder und Text.',
    formatted:
      'In der Zwischenablage ist formatierter Text ohne reinen Text. Hochladen lassen sich Dateien, Bilder und Text.',
    unknown: 'In der Zwischenablage ist weder eine Datei noch ein Bild noch Text.',
    unseen: 'Die Zwischenablage lässt sich nur lesen, solange dieses Fenster vorn ist. Hier noch einmal einfügen.',
    noAnswer:
      'Das Programm, aus dem kopiert wurde, hat nicht geantwortet. Noch einmal kopieren oder die Dateien hier auswählen.',
  },
  leftOut: (count) =>
    plural(count, {
      one: '# der kopierten Dateien liegt nicht auf diesem Computer und wurde ausgelassen.',
      other: '# der kopierten Dateien liegen nicht auf diesem Computer und wurden ausgelassen.',
    }),

  copyAs: 'Kopieren als',
  formats: {
    url: 'Link',
    markdown: 'Markdown',
    html: 'HTML',
    bbcode: 'BBCode',
    template: 'Eigene Vorlage',
  },

  settings: {
    title: 'Links kopieren',
    more: 'Wie Links kopiert werden, von selbst und mit „Kopieren“.',
    format: 'Format',
    template: 'Vorlage',
    templateHelp: (words) => `Was um jeden Link herum steht. Diese Wörter werden ersetzt: ${words}.`,
    unknownWords: (words, count) =>
      plural(count, {
        one: `${words} bedeutet hier nichts und bleibt, wie es ist.`,
        other: `${words} bedeuten hier nichts und bleiben, wie sie sind.`,
      }),
    noLink: 'Der Link selbst, {url}, fehlt darin.',
    tooLong: 'Das ist zu lang.',
    previewImage: 'Ein Bild',
    previewFile: 'Eine andere Datei',
    uploadText: 'Kopierten Text ohne Frage hochladen',
    uploadTextMore: 'Aus kopiertem Text wird eine Textdatei. Sonst wird jedes Mal gefragt.',
  },

  code: {
    show: 'QR-Code zeigen',
    hide: 'QR-Code verbergen',
    item: 'QR-Code',
    alternative: (link) => `QR-Code von ${link}`,
    tooLong: 'Dieser Link ist zu lang für einen QR-Code.',
  },
};
