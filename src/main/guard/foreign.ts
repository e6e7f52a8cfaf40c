/** Parts whose format we do not know: what they hold of others' formats is cleaned, the rest is searched for words. */
import type { Window } from './byte-source.ts';
import { cleanExif } from './exif.ts';
import type { Piece } from './part.ts';
import { hintsAtLocation, type Search } from './search.ts';
import { Unreadable } from './work.ts';

const exifStart = Buffer.from('Exif\0\0');
/** Larger ones are only searched for words. */
export const largestForeign = 1024 * 1024;
const stretch = 256 * 1024;
/** Longer than any word that is looked for. */
const overlap = 64;

/** Samsung's number of the country whose network the phone was in: three digits, none of which is left. */
export const samsungCountry = /MCC_Data((?!000)\d{3})/;
export const noCountry = Buffer.from('000');

/** Cleans images and EXIF that lie in `bytes`; true where the rest still speaks of a location. */
export async function cleanForeign(bytes: Buffer, search: Search): Promise<boolean> {
  await search.embeddedJpegs(bytes);
  for (let at = bytes.indexOf(exifStart); at >= 0; at = bytes.indexOf(exifStart, at + exifStart.length)) {
    search.work.step();
    const exif = bytes.subarray(at + exifStart.length);
    if (/^(?:II|MM)/.test(exif.toString('latin1', 0, 2))) await cleanExif(exif, search);
  }
  const country = samsungCountry.exec(bytes.toString('latin1'));
  if (country) {
    bytes.set(noCountry, country.index + country[0].length - noCountry.length);
    search.what.add('maker');
  }
  return hintsAtLocation(bytes);
}

/** Cleans a part of the file. Throws `unknown-part` where it still speaks of a location. */
export async function searchForeign(window: Window, piece: Piece, search: Search): Promise<void> {
  if (piece.length > largestForeign) return expectNoHints(window, piece, search);
  await search.part(window, [piece], async (bytes) => {
    if (await cleanForeign(bytes, search)) throw new Unreadable('unknown-part');
  });
}

/** Throws `unknown-part` where a part of any length speaks of a location, or holds EXIF. */
export async function expectNoHints(window: Window, { offset, length }: Piece, search: Search): Promise<void> {
  for (let at = offset; at < offset + length; at += stretch) {
    search.work.step();
    const bytes = await window.peek(at, Math.min(stretch + overlap, offset + length - at));
    if (bytes.includes(exifStart) || hintsAtLocation(bytes)) throw new Unreadable('unknown-part');
  }
}
