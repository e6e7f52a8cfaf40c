/** A language for tests: English in brackets and a third wider, so that words from elsewhere and words cut off show. */
import { type Catalogue, en } from './en.ts';

/** Makes a phrase another one; `given` was filled into it and stays as it is. */
type Way = (phrase: string, given: readonly string[]) => string;

const letters = 'אבגדהוזחטיכלמנסעפצקרשתאבגד';

const widened: Way = (phrase, given) => {
  const own = given.reduce((rest, value) => rest.replaceAll(value, ''), phrase);
  return `⟦${phrase}${'·'.repeat(Math.ceil(own.length / 3))}⟧`;
};

/** In Hebrew letters, which mean nothing here. */
const fromRight: Way = (phrase, given) => widened(turned(phrase, given), given);

export const pseudo = (): Catalogue => translated(en, widened);
export const pseudoFromRight = (): Catalogue => translated(en, fromRight);

/** What was filled in parts the phrase: its own words are turned piece by piece. */
function turned(phrase: string, [first, ...rest]: readonly string[]): string {
  if (first === undefined) return phrase.replace(/[a-z]/gi, hebrewFor);
  return phrase
    .split(first)
    .map((part) => turned(part, rest))
    .join(first);
}

function hebrewFor(letter: string): string {
  return letters[letter.toLowerCase().charCodeAt(0) - 97] ?? letter;
}

/** Everything in `value` that is a phrase, or makes one, in another way; its shape stays. */
function translated<T>(value: T, way: Way): T {
  return changed(value, way) as T;
}

function changed(value: unknown, way: Way): unknown {
  if (typeof value === 'string') return value === '' ? '' : way(value, []);
  if (typeof value === 'function') {
    return (...given: unknown[]) => {
      const phrase: unknown = value(...given);
      return typeof phrase === 'string' && phrase !== '' ? way(phrase, given.flatMap(texts)) : phrase;
    };
  }
  if (Array.isArray(value)) return value.map((one) => changed(one, way));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, changed(one, way)]));
}

function texts(value: unknown): string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(texts);
}
