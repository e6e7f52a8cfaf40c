/** The languages that the program has, and how main tells the page which one to speak. No library: the page reads it first. */

/** Those that are complete. */
export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

/** What the user chose: the system's language where we have it, or one of ours. */
export const languageChoices = ['system', ...languages] as const;
export type LanguageChoice = (typeof languageChoices)[number];

/** How each calls itself, so that those who read no other find it. */
export const languageNames: Readonly<Record<Language, string>> = { en: 'English', de: 'Deutsch' };

/** The locale of a language whose region is not known. */
export const usualLocale: Readonly<Record<Language, string>> = { en: 'en-GB', de: 'de-DE' };

/** The tests' own: English in brackets and wider, and the same from right to left. Never in a package. */
export const testLanguages = ['pseudo', 'pseudo-rtl'] as const;
export type TestLanguage = (typeof testLanguages)[number];

/** Which words are spoken, and how figures and dates are written with them. */
export interface Speech {
  readonly language: Language | TestLanguage;
  /** BCP 47, of the same language. */
  readonly locale: string;
}

/** None of ours is written from right to left yet; the layout is ready for it. */
export function directionOf({ language }: Speech): 'ltr' | 'rtl' {
  return language === 'pseudo-rtl' ? 'rtl' : 'ltr';
}

/** The one of `among` that `name` names, null for none. */
export function languageAmong<T extends string>(among: readonly T[], name: string | null | undefined): T | null {
  return among.find((one) => one === name) ?? null;
}

/** Speech as the page's address carries it, so that the page knows it before it asks for anything. */
export function speechInAddress({ language, locale }: Speech): string {
  return new URLSearchParams({ language, locale }).toString();
}

/** What `speechInAddress` wrote. */
export function speechOfAddress(search: string): Speech {
  const told = new URLSearchParams(search);
  const language = languageAmong([...languages, ...testLanguages], told.get('language'));
  const locale = told.get('locale');
  if (!language || !locale) throw new Error('the address of the page names no language');
  return { language, locale };
}
