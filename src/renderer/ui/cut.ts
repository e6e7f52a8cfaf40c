/** Where names and links may be cut: what identifies them stays, the middle gives way. */

export interface Cut {
  /** Gives way, with an ellipsis, where there is no room. */
  readonly head: string;
  readonly tail: string;
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
const wide = /\p{Script=Han}|\p{Script=Hangul}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Extended_Pictographic}/gu;
/** Columns that every row has room for. */
const shortName = 28;
const longStem = 24;
const keptBeforeExtension = 3;
/** Three graphemes are shorter than so many code units, but for decorated ones that nobody names a file by. */
const lookedAt = 96;

/** A name keeps its extension, a long one a little more of its end; a short one stays in one piece. */
export function cutName(name: string): Cut {
  const torn = rightToLeft.test(name);
  if (!torn && columns(name) <= shortName) return { head: name, tail: '' };
  const extension = /[^.\s]\.[^.\s]{1,8}$/u.exec(name);
  const stem = extension ? extension.index + (extension[0].indexOf('.', 1) || 1) : name.length;
  const base = name.slice(0, stem);
  const end = name.slice(stem);
  // Two boxes side by side would tear the order of right-to-left text apart.
  if (torn || base.length <= longStem) return { head: base, tail: end };
  // A name may have thousands of characters, and is cut at each drawing.
  const from = Math.max(0, base.length - lookedAt);
  const kept = [...graphemes.segment(base.slice(from))].slice(-keptBeforeExtension);
  const at = from + (kept[0]?.index ?? base.length - from);
  return { head: base.slice(0, at), tail: base.slice(at) + end };
}

function columns(name: string): number {
  return name.length + (name.match(wide)?.length ?? 0);
}

/** A link is shown without its scheme and keeps its last 7 characters. */
export function cutLink(link: string): Cut {
  const shown = link.replace(/^https?:\/\//, '');
  return { head: shown.slice(0, -7), tail: shown.slice(-7) };
}
