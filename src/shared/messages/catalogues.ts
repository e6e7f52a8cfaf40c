/** All catalogues at once, for the main process, which may have to change its language. The page loads one. */
import type { Language, Speech, TestLanguage } from '../languages.ts';
import { de } from './de.ts';
import { type Catalogue, en } from './en.ts';
import { pseudo, pseudoFromRight } from './pseudo.ts';
import type { Tongue } from './tongue.ts';

const catalogues: Readonly<Record<Language | TestLanguage, () => Catalogue>> = {
  en: () => en,
  de: () => de,
  pseudo,
  'pseudo-rtl': pseudoFromRight,
};

export function tongueOf({ language, locale }: Speech): Tongue {
  return { words: catalogues[language](), locale, timeZone: undefined };
}
