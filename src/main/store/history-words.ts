/** The words of a search, and what the database is asked for them. */

export interface Words {
  /** Long enough for the search index: what it is to match, null where there are none. */
  readonly match: string | null;
  /** The others: a condition about the column `text` with its values. */
  readonly short: Condition | null;
  /** All of them as one condition, for rows that the index does not hold yet. */
  readonly all: Condition | null;
}

export interface Condition {
  readonly sql: string;
  readonly values: readonly string[];
}

/** The index knows three characters in a row. */
const indexedFrom = 3;
/** More words say no more. */
const mostWords = 32;

export function wordsOf(text: string): Words {
  const words = [...new Set(text.split(/[\s\p{Cc}]+/u).filter((word) => word !== ''))].slice(0, mostWords);
  const long = words.filter((word) => formsOf(word).every((form) => [...form].length >= indexedFrom));
  const short = words.filter((word) => !long.includes(word));
  return {
    match: long.length === 0 ? null : long.map(matchOf).join(' AND '),
    short: conditionOf(short),
    all: conditionOf(words),
  };
}

/** File names come composed and decomposed: the same to the eye. */
function formsOf(word: string): string[] {
  return [...new Set([word.normalize('NFC'), word.normalize('NFD')])];
}

function matchOf(word: string): string {
  return `(${formsOf(word)
    .map((form) => `"${form.replaceAll('"', '""')}"`)
    .join(' OR ')})`;
}

function conditionOf(words: readonly string[]): Condition | null {
  if (words.length === 0) return null;
  const patterns = words.map((word) => formsOf(word).flatMap(casesOf).map(patternOf));
  return {
    sql: patterns.map((some) => `(${some.map(() => String.raw`text LIKE ? ESCAPE '\'`).join(' OR ')})`).join(' AND '),
    values: patterns.flat(),
  };
}

/** `LIKE` takes upper for lower case in ASCII only. */
function casesOf(word: string): string[] {
  if (/^[\0-\x7f]*$/.test(word)) return [word];
  const [first = '', ...rest] = word;
  const title = first.toUpperCase() + rest.join('').toLowerCase();
  return [...new Set([word, word.toLowerCase(), word.toUpperCase(), title])];
}

function patternOf(word: string): string {
  return `%${word.replace(/[\\%_]/g, String.raw`\$&`)}%`;
}
