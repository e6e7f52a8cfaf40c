/** Finds settings by their words: every word that was typed stands somewhere in them. */

/** True where all words of the query begin, or are within, words of the texts; upper case and accents do not count. */
export function matches(query: string, texts: readonly string[]): boolean {
  const wanted = plain(query).split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return true;
  const held = plain(texts.join(' '));
  return wanted.every((word) => held.includes(word));
}

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase();
}
