/** English in full: what the command line and the tests speak. The page loads its one language by itself. */
import { en } from './en.ts';
import type { Tongue } from './tongue.ts';

export const english: Tongue = { words: en, locale: 'en-GB', timeZone: undefined };
