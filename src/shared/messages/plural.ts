/** Picks the form of a phrase that fits a number, by the rules of a language. */

/** Forms by CLDR category; `#` stands for the number. */
export type PluralForms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };
export type Plural = (count: number, forms: PluralForms) => string;

/** The plural rules of `locale`; `ordinal` for "2nd", else for "2 files". */
export function pluralIn(locale: string, type: Intl.PluralRuleType = 'cardinal'): Plural {
  const rules = new Intl.PluralRules(locale, { type });
  const number = new Intl.NumberFormat(locale);
  return (count, forms) => (forms[rules.select(count)] ?? forms.other).replaceAll('#', number.format(count));
}
