/** What a language has rules for: the form of a phrase that fits a number, and how things are listed. */

/** Forms by CLDR category; `#` stands for the number. */
export type PluralForms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };
export type Plural = (count: number, forms: PluralForms) => string;

/** Where the reader is; its figures are used for phrases of its language. */
let region: string | null = null;

/** Phrases write their numbers as in this locale (BCP 47) from now on, where it has their language. */
export function writeFiguresFor(locale: string): void {
  region = locale;
}

/** Joins things as a sentence of this language lists them: "a, b and c". */
export function listIn(language: string): (parts: readonly string[]) => string {
  let list: Intl.ListFormat | null = null;
  return (parts) => {
    list ??= new Intl.ListFormat(language, { type: 'conjunction' });
    return list.format(parts);
  };
}

/** The plural rules of `language`; `ordinal` for "2nd", else for "2 files". */
export function pluralIn(language: string, type: Intl.PluralRuleType = 'cardinal'): Plural {
  // Made at the first number: it reads the rules of the language, and most languages are not spoken.
  let rules: Intl.PluralRules | null = null;
  const formats = new Map<string, Intl.NumberFormat>();
  const written = (count: number): string => {
    const locale = region?.split('-')[0] === language ? region : language;
    const format = formats.get(locale) ?? new Intl.NumberFormat(locale);
    formats.set(locale, format);
    return format.format(count);
  };
  return (count, forms) => {
    rules ??= new Intl.PluralRules(language, { type });
    return (forms[rules.select(count)] ?? forms.other).replaceAll('#', written(count));
  };
}
