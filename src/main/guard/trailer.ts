/**
 * What follows an image in the same file: further images (panorama, gain map, preview), a motion photo's video, a maker's
 * own block. They are known by their first bytes, so that no list of them is needed.
 */
import type { Window } from './byte-source.ts';
import { noCountry, samsungCountry } from './foreign.ts';
import { searchJpeg } from './jpeg.ts';
import type { Search } from './search.ts';
import { searchVideo } from './video.ts';
import { Unreadable } from './work.ts';

const stretch = 256 * 1024;
/** Longer than any sign that is looked for. */
const overlap = 64;
const sign = new RegExp(
  [
    '(\\xff\\xd8\\xff[\\xc0-\\xfe])',
    // A video's size is before its name.
    '(?<=[^]{4})(ftyp)',
    samsungCountry.source,
    // What makers and programs append, and may tell a place in.
    'Exif\\0\\0(?:II|MM)|eXIf(?:II|MM)|<x:xmpmeta|GPSL|GPS5|[Ll]atitude|[Ll]ongitude|ISO6709|\\xa9xyz',
    'cbipcbbl|\\xa1\\xb2\\xc3\\xd4|0MIE|AXS!|8db42d694ccc418790edff439fe026bf',
  ].join('|'),
  'g',
);

/** Looks through all that is behind `start`. */
export async function searchTrailer(window: Window, start: number, search: Search): Promise<void> {
  for (let at = start; at < window.size; ) {
    search.work.step();
    // A video's size is before its name.
    const from = Math.max(start, at - 4);
    const bytes = await window.peek(from, stretch);
    sign.lastIndex = at - from;
    const found = sign.exec(bytes.toString('latin1'));
    if (!found) {
      if (from + bytes.length >= window.size) return;
      at = Math.max(at + 1, from + bytes.length - overlap);
    } else {
      const foundAt = from + found.index;
      if (found[1]) at = await searchJpeg(window, foundAt, search, false);
      else if (found[2]) at = Math.max(foundAt + 4, await searchVideo(window, foundAt - 4, search));
      else if (found[3]) {
        at = foundAt + found[0].length;
        search.add([{ offset: at - noCountry.length, bytes: noCountry }]);
        search.what.add('maker');
      } else throw new Unreadable('unknown-part');
    }
  }
}
