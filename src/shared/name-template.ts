/** The name that a file is uploaded under, where the user wants another one than its own for all files. */
import { nameProblem, tidyName } from './upload-name.ts';

/** The words that a template for names may hold in braces. */
export const nameWords = ['name', 'date', 'time', 'random'] as const;
type NameWord = (typeof nameWords)[number];

/** What a template is filled with. */
export interface NameFacts {
  /** The file's own name. */
  readonly name: string;
  /** The moment of the hand-in, in local time. */
  readonly at: Date;
  /** Letters that nobody can guess. */
  readonly random: string;
}

/** The most that nearly every file system takes, bytes of UTF-8. */
const mostBytes = 255;

/**
 * The name without its ending, and the ending with its dot; '' where there is none. `.tar.gz` and its like are one, and
 * what is longer than 16 letters, or no word, is none.
 */
export function splitName(name: string): { readonly base: string; readonly ending: string } {
  const [, base = name, ending = ''] = /^(.+?)((?:\.tar)?\.[\p{L}\p{N}_-]{1,16})$/su.exec(name) ?? [];
  return { base, ending };
}

/**
 * The name that the template makes of a file's own, whose ending stays. What can not stand in a name becomes a hyphen;
 * where nothing is left, the file keeps its name.
 */
export function nameByTemplate(template: string, facts: NameFacts): string {
  const { base, ending } = splitName(facts.name);
  const filled = template.replace(braced, (whole, word: string) => (isWord(word) ? textOf(word, base, facts) : whole));
  const clean = tidyName(filled.toWellFormed().replace(noName, '-'));
  const name = `${cut(clean, mostBytes - bytesOf(ending))}${ending}`;
  return clean === '' || nameProblem(name) !== null ? facts.name : name;
}

/** Words in braces that mean nothing; they stay in the name as they are. */
export function unknownNameWords(template: string): string[] {
  const words = [...template.matchAll(braced)].map(([, word = '']) => word);
  return [...new Set(words.filter((word) => !isWord(word)))];
}

const braced = /\{([\p{L}\p{N}_-]+)\}/gu;
const noName = /[/\\\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu;

function isWord(word: string): word is NameWord {
  return nameWords.some((known) => known === word);
}

function textOf(word: NameWord, base: string, { at, random }: NameFacts): string {
  const two = (value: number): string => `${value}`.padStart(2, '0');
  switch (word) {
    case 'name':
      return base;
    case 'date':
      return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
    case 'time':
      return `${two(at.getHours())}-${two(at.getMinutes())}-${two(at.getSeconds())}`;
    case 'random':
      return random;
  }
}

/** As much of the text as fits, in whole characters. */
function cut(text: string, bytes: number): string {
  let left = bytes;
  let kept = '';
  for (const character of text) {
    left -= bytesOf(character);
    if (left < 0) break;
    kept += character;
  }
  return kept;
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}
