/** A language as the program speaks it: its words, and how it writes numbers and times. */
import { type Catalogue, en } from './en.ts';

export interface Tongue {
  readonly words: Catalogue;
  /** BCP 47; decides how figures and dates are written. */
  readonly locale: string;
  /** IANA name; undefined for the system's own. */
  readonly timeZone: string | undefined;
}

export const english: Tongue = { words: en, locale: 'en-GB', timeZone: undefined };
