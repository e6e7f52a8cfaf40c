import { expect, test } from 'vitest';
import { de } from './de.ts';
import { english } from './english.ts';
import { failureMessage } from './failure-message.ts';
import type { Tongue } from './tongue.ts';

const german: Tongue = { ...english, words: de, locale: 'de' };
const sentence = (field: string, tongue: Tongue): string =>
  failureMessage({ kind: 'settings-invalid', field }, {}, tongue).sentence;

test.each([
  ['preferences.copyTemplate', 'Copying: Template', 'Kopieren: Vorlage'],
  ['preferences.language', 'Language', 'Sprache'],
  ['destinations.3.settings.bucket', 'Destinations', 'Ziele'],
  ['chains.own.order.0', 'Destinations', 'Ziele'],
  ['share.port', 'Sharing from this computer', 'Von diesem Computer teilen'],
  ['proxy.server', 'Proxy address', 'Adresse des Proxys'],
  ['proxy.use', 'Proxy', 'Proxy'],
  ['shortcut', 'Upload what is on the clipboard', 'Zwischenablage hochladen'],
])('%s is called as the Settings view calls it', (field, inEnglish, inGerman) => {
  expect(sentence(field, english)).toBe(`The setting “${inEnglish}” does not hold what it should.`);
  expect(sentence(field, german)).toBe(`Die Einstellung „${inGerman}“ enthält nichts Passendes.`);
});

test.each(['region', 'preferences.ofOld', 'told.tray', 'HTTPS_PROXY', 'constructor'])('%s stays as it is', (field) => {
  expect(sentence(field, english)).toBe(`The setting “${field}” does not hold what it should.`);
});
