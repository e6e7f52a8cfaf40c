/** Every language says everything, with the same values filled in, in its own words and quotation marks. */
import { describe, expect, it } from 'vitest';
import { de } from './de.ts';
import { en } from './en.ts';
import { pseudo, pseudoFromRight } from './pseudo.ts';

type Phrase = string | ((...given: unknown[]) => unknown);

/** Every phrase of a catalogue by its path, such as `window.list.copy`. */
function phrasesOf(value: unknown, path = ''): [string, Phrase][] {
  if (typeof value === 'string' || typeof value === 'function') return [[path, value as Phrase]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => phrasesOf(one, path === '' ? key : `${path}.${key}`));
}

/** Stands for whatever a phrase takes: a text, a number, and who a sentence is about. */
function anything(name: string, number: number): unknown {
  return { toString: () => name, valueOf: () => number, start: name, within: name, to: name };
}

const samples: readonly (readonly unknown[])[] = [
  [anything('‹a›', 37), anything('‹b›', 53), anything('‹c›', 61), anything('‹d›', 83)],
  [2, 41, 59, 71],
  [5, 1, 67, 89],
];

/** What a phrase says of each sample; null where it takes something else. */
function said(phrase: Phrase): (string | null)[] {
  if (typeof phrase === 'string') return [phrase];
  return samples.map((sample) => {
    try {
      return String(phrase(...sample));
    } catch {
      return null;
    }
  });
}

/** A phrase may write the same value as a number or not. */
const asNumbers: Readonly<Record<string, string>> = { '‹a›': '37', '‹b›': '53', '‹c›': '61', '‹d›': '83' };

/** The values that a phrase shows, and the words in braces. */
function filledIn(phrase: string): string[] {
  const values = phrase.match(/‹.›|\{\w+\}|\d+/g) ?? [];
  return [...new Set(values.map((value) => asNumbers[value] ?? value))].toSorted();
}

const english = new Map(phrasesOf(en));
const german = new Map(phrasesOf(de));
/** Figures and abbreviations that languages share. */
const sameEverywhere = /^[\d\s\W‹a-z›]*$|\b(?:Droprelay|ssh-keygen|NaN)\b/;
const paths = [...german.keys()].filter((path) => !path.startsWith('providedTexts'));

describe('German', () => {
  it('has the phrases of English', () => {
    expect(english.size).toBeGreaterThan(500);
    expect([...german.keys()].toSorted()).toEqual([...english.keys()].toSorted());
  });

  // A German keyboard has a 1 in the name of a key.
  it.each(paths.filter((path) => path !== 'keyNames.Home'))('%s shows the same values', (path) => {
    const [source, own] = [english.get(path) ?? '', german.get(path) ?? ''];
    expect(typeof own).toBe(typeof source);
    expect(said(own).map((one) => one && filledIn(one))).toEqual(said(source).map((one) => one && filledIn(one)));
  });

  it.each(paths)('%s is German', (path) => {
    const own = said(german.get(path) ?? '').filter((one) => one !== null);
    for (const one of own) {
      expect(one).not.toMatch(/["“][^„]*["”]|'|\.\.\.| {2}|^ | $/);
      expect(one.split('„')).toHaveLength(one.split('“').length);
    }
    const source = said(english.get(path) ?? '').filter((one) => one !== null);
    const untranslated = own.filter((one) => one.includes(' ') && source.includes(one) && !sameEverywhere.test(one));
    expect(untranslated).toEqual([]);
  });
});

it('a list of things reads as German', () => expect(de.units.all(['a', 'b', 'c'])).toBe('a, b und c'));

it('the test language puts every phrase in brackets, and leaves alone what is filled in', () => {
  expect(pseudo().window.list.copy).toBe('⟦Copy··⟧');
  expect(pseudo().window.list.more('a.txt')).toBe('⟦More for a.txt···⟧');
  expect(pseudoFromRight().window.list.more('a.txt')).toBe('⟦מסצה וסצ a.txt···⟧');
  for (const [path, phrase] of phrasesOf(pseudo())) {
    // One that gives back just what it was given is no phrase of its own.
    for (const one of said(phrase)) if (one) expect(one, path).toMatch(/^⟦.*⟧$|^‹a›$|^\d+$/s);
  }
});
