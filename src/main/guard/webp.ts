/** Finds the chunks of a WebP that can hold location, and removes it from them. RFC 9649, 2. */
import type { Window } from './byte-source.ts';
import { cleanExif } from './exif.ts';
import { cleanForeign } from './foreign.ts';
import { withoutPrefix } from './png.ts';
import type { Search } from './search.ts';
import { Unreadable } from './work.ts';
import { cleanXmp } from './xmp.ts';

const plainTypes = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP']);
const maxUnknown = 1024 * 1024;

/** Gives where the picture ends. */
export async function searchWebp(window: Window, search: Search): Promise<number> {
  const said = 8 + (await window.peek(4, 4)).readUInt32LE(0);
  const end = Math.min(said, window.size);
  let at = 12;
  while (at + 8 <= end) {
    search.work.step();
    const head = await window.peek(at, 8);
    const type = head.toString('latin1', 0, 4);
    const body = { offset: at + 8, length: head.readUInt32LE(4) };
    const isPlain = plainTypes.has(type);
    if (body.offset + body.length > end) {
      if (isPlain) return window.size;
      throw new Unreadable('damaged');
    }
    if (!isPlain && (type === 'EXIF' || type === 'XMP ' || body.length <= maxUnknown)) {
      await search.part(window, [body], async (bytes) => {
        if (type === 'EXIF') await cleanExif(withoutPrefix(bytes), search);
        else if (type === 'XMP ') await cleanXmp(bytes, search);
        else if (await cleanForeign(bytes, search)) throw new Unreadable('unknown-part');
      });
    }
    at = body.offset + body.length + (body.length & 1);
  }
  return Math.min(Math.max(at, end), window.size);
}
