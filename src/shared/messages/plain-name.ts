/** Makes a file name harmless to show: what would break or turn a line becomes a visible sign. */

/** Control characters, line separators, and bidi embeddings, overrides and isolates. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these are looked for.
const unsafe = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

function signFor(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  return code === 0x2028 || code === 0x2029 ? '\u2424' : '\ufffd';
}

/** `name` on one line, in its own order: CR is shown as ␍, LF as ␊, a bidi override as �. */
export function plainName(name: string): string {
  return name.toWellFormed().replace(unsafe, signFor);
}
