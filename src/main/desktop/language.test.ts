/** Which language the app speaks, and how it writes dates. */
import { afterEach, expect, it } from 'vitest';
import type { LanguageChoice } from '../../shared/languages.ts';
import { english } from '../../shared/messages/english.ts';
import { formatBytes, formatDate, speak, spoken } from '../../shared/messages/index.ts';
import { createAppLanguage, speechFor, testLanguage } from './language.ts';

afterEach(() => speak(english));

it.each<[string, LanguageChoice, string[], string, string, string]>([
  ['the first of the system’s languages that we have', 'system', ['fr-FR', 'de-AT', 'en-US'], 'de-AT', 'de', 'de-AT'],
  ['English where we have none of them', 'system', ['fr-FR', 'fr'], 'fr-FR', 'en', 'en-GB'],
  ['English where the system says nothing', 'system', [], '', 'en', 'en-GB'],
  ['English where it says "C"', 'system', ['c'], 'en-US@posix', 'en', 'en-GB'],
  ['dates as the system writes them', 'system', ['en', 'de'], 'en-US', 'en', 'en-US'],
  ['dates of a region that reads this language', 'system', ['en-CA', 'en'], 'fr-CA', 'en', 'en-CA'],
  ['the user’s choice before the system’s', 'de', ['en-US'], 'en-US', 'de', 'de-DE'],
  ['the user’s choice with the system’s dates', 'de', ['en-US', 'de-CH'], 'de-CH', 'de', 'de-CH'],
  ['a choice that the system has too', 'en', ['de-DE', 'en-US'], 'de-DE', 'en', 'en-US'],
])('%s', (_, choice, preferred, regional, language, locale) => {
  expect(speechFor(choice, { preferred, regional })).toEqual({ language, locale });
});

it('speaks the system’s language at once, and another one as soon as it is chosen', () => {
  const language = createAppLanguage({ system: () => ({ preferred: ['de-AT'], regional: 'de-AT' }), test: null });
  expect(spoken().words.tray.quit).toBe('Beenden');
  expect(formatDate(Date.UTC(2026, 0, 5, 12), { ...spoken(), timeZone: 'UTC' })).toBe('5. Jän. 2026, 12:00');
  expect(language.follow('system')).toBe(false);
  expect(language.follow('en')).toBe(true);
  expect([spoken().words.tray.quit, language.speech().locale]).toEqual(['Quit', 'en-GB']);
  expect(language.follow('de')).toBe(true);
  expect(formatBytes(2_400_000)).toBe('2,4\u00a0MB');
});

it('writes the numbers in a sentence as the region does', () => {
  const said = (locale: string): string => {
    createAppLanguage({ system: () => ({ preferred: [locale], regional: locale }), test: null });
    return spoken().words.window.batch.files(12_345);
  };
  expect(said('de-DE')).toBe('12.345 Dateien');
  expect(said('de-CH')).toBe("12'345 Dateien");
  expect(said('en-US')).toBe('12,345 files');
});

it('speaks a test language only where asked, and never in a package', () => {
  expect(testLanguage({ DROPRELAY_LANGUAGE: 'pseudo-rtl' }, false)).toBe('pseudo-rtl');
  expect(testLanguage({ DROPRELAY_LANGUAGE: 'pseudo-rtl' }, true)).toBeNull();
  expect(testLanguage({ DROPRELAY_LANGUAGE: 'de' }, false)).toBeNull();
  expect(testLanguage({}, false)).toBeNull();
  const language = createAppLanguage({ system: () => ({ preferred: [], regional: '' }), test: 'pseudo' });
  language.follow('de');
  expect(language.speech().language).toBe('pseudo');
});
