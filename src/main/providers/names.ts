/** File names as hosts take them: short enough, and as one segment of an address. */

/** What is kept of a name's end: its extension, `.tar.gz` and its like included. */
const extension = /(?:\.tar)?\.[^.\s]{1,16}$/u;

/**
 * The name with at most `maxBytes` bytes of UTF-8 (never more characters than that either, however a host counts),
 * shortened before its extension and never within a character. A name that is short enough stays as it is.
 */
export function shortenedName(name: string, maxBytes: number): string {
  if (Buffer.byteLength(name) <= maxBytes) return name;
  const found = extension.exec(name)?.[0] ?? '';
  // An extension that leaves no room for a name is none.
  const end = Buffer.byteLength(found) < maxBytes ? found : '';
  const room = maxBytes - Buffer.byteLength(end);
  let start = '';
  let bytes = 0;
  for (const character of name.slice(0, name.length - end.length)) {
    bytes += Buffer.byteLength(character);
    if (bytes > room) break;
    start += character;
  }
  return start + end;
}

/**
 * The name as one segment of a URL's path. `.` and `..`, which would lead to another folder, and an empty name get an
 * underscore.
 */
export function pathSegment(name: string): string {
  return encodeURIComponent((/^\.{0,2}$/.test(name) ? `_${name}` : name).toWellFormed());
}
