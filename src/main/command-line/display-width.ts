/** How many cells of a terminal a text takes, and texts cut to fit. */

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const wide =
  /^(?:\p{Emoji_Presentation}|\p{RI}\p{RI}|.\uFE0F|[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97C\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}])/u;
const noCell = /^[\p{Mn}\p{Me}\p{Cf}]+$/u;

function cells(grapheme: string): number {
  if (noCell.test(grapheme)) return 0;
  return wide.test(grapheme) ? 2 : 1;
}

export function displayWidth(text: string): number {
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += cells(segment);
  return width;
}

/** The text, with its end cut off where it takes more than `most` cells. */
export function cutEnd(text: string, most: number): string {
  return displayWidth(text) <= most ? text : `${takeCells(graphemesOf(text), most - 1).join('')}…`;
}

/** The text, cut in the middle: a file name keeps its end. */
export function cutMiddle(text: string, most: number): string {
  if (displayWidth(text) <= most) return text;
  const all = graphemesOf(text);
  const tail = takeCells(all.toReversed(), Math.floor((most - 1) / 2)).reverse();
  const head = takeCells(all, Math.ceil((most - 1) / 2));
  return `${head.join('')}…${tail.join('')}`;
}

/** The text, filled up with spaces to `width` cells. */
export function padTo(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

function graphemesOf(text: string): string[] {
  return Array.from(graphemes.segment(text), ({ segment }) => segment);
}

function takeCells(from: readonly string[], most: number): string[] {
  const taken: string[] = [];
  let left = most;
  for (const grapheme of from) {
    left -= cells(grapheme);
    if (left < 0) break;
    taken.push(grapheme);
  }
  return taken;
}
