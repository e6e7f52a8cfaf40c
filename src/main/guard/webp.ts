/** Finds the chunks of a WebP that can hold location, and removes it from them. RFC 9649, 2. */
import type { Window } from './byte-source.ts';
import { cleanExif } from './exif.ts';
import { searchForeign } from './foreign.ts';
import { withoutPrefix } from './png.ts';
import type { Search } from './search.ts';
import { Unreadable } from './work.ts';
import { cleanXmp } from './xmp.ts';

const plainTypes = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP']);
const metadataTypes = /^(?:EXIF|XMP[ \0])$/;

/** Gives where the picture ends: writers that did not know its length leave it out, and readers do not mind. */
export async function searchWebp(window: Window, search: Search): Promise<number> {
  const said = 8 + (await window.peek(4, 4)).readUInt32LE(0);
  const end = Math.min(said, window.size);
  let at = 12;
  while (at + 8 <= window.size) {
    search.work.step();
    const head = await window.peek(at, 8);
    const type = head.toString('latin1', 0, 4);
    if (at >= end && !plainTypes.has(type) && !metadataTypes.test(type)) break;
    const body = { offset: at + 8, length: head.readUInt32LE(4) };
    const isPlain = plainTypes.has(type);
    if (body.offset + body.length > window.size) {
      if (isPlain) return window.size;
      throw new Unreadable('damaged');
    }
    if (metadataTypes.test(type)) {
      await search.part(window, [body], (bytes) =>
        type === 'EXIF' ? cleanExif(withoutPrefix(bytes), search) : cleanXmp(bytes, search),
      );
    } else if (!isPlain) await searchForeign(window, body, search);
    at = body.offset + body.length + (body.length & 1);
  }
  return Math.min(Math.max(at, end), window.size);
}
