/** A language as the program speaks it: its words, and how it writes numbers and times. */
import type { Catalogue } from './en.ts';
import { writeFiguresFor } from './plural.ts';

export interface Tongue {
  readonly words: Catalogue;
  /** BCP 47, with a region where one is known; decides how figures and dates are written. */
  readonly locale: string;
  /** IANA name; undefined for the system's own. */
  readonly timeZone: string | undefined;
}

let current: Tongue | null = null;

/** This program speaks so from now on. Each program says it once before all else, the app again when it is changed. */
export function speak(tongue: Tongue): void {
  current = tongue;
  writeFiguresFor(tongue.locale);
}

/** The language in which this program speaks now. */
export function spoken(): Tongue {
  if (!current) throw new Error('no language was chosen: speak() comes before all words');
  return current;
}
