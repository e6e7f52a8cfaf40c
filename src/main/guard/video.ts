/** Finds the boxes of an MP4 or QuickTime file that can hold location, by seeking from box to box. */
import { type Box, boxesOf } from './boxes.ts';
import type { Window } from './byte-source.ts';
import { largestForeign, searchForeign } from './foreign.ts';
import type { Piece } from './part.ts';
import { hintsAtLocation, type Search } from './search.ts';
import { cleanMeta, cleanUserData, cleanUuid, isXmpUuid } from './video-metadata.ts';
import { cleanTracks, type PlaceTrack, searchTrack } from './video-tracks.ts';
import { Unreadable } from './work.ts';

/** What lies at the top and describes the stream, or is the stream. */
const plainTypes = new Set([
  ...['ftyp', 'styp', 'mdat', 'wide', 'pnot', 'mfra', 'sidx', 'ssix', 'emsg', 'prft', 'pdin', 'mvhd', 'mvex', 'iods'],
  ...['mfhd', 'tfhd', 'tfdt', 'trun', 'saiz', 'saio', 'sbgp', 'sgpd', 'clip', 'ctab', 'rmra'],
]);
/** Dash cameras' and action cameras' own boxes for places; `gps ` lists where in the media they are. */
const placeTypes = new Set(['gps ', 'GPS ', 'gps0', 'gpsa', 'gsea', 'udat', 'inst']);
const maxGap = 64 * 1024;

interface Found {
  readonly tracks: PlaceTrack[];
  readonly mediaData: Piece[];
  isFragmented: boolean;
}

/** Looks through the file that begins at `start`, and gives where its last box ends. */
export async function searchVideo(window: Window, start: number, search: Search): Promise<number> {
  const found: Found = { tracks: [], mediaData: [], isFragmented: false };
  let end = start;
  for await (const box of boxesOf(window, start, window.size, search)) {
    if (box.type === 'moov') await searchMovie(window, box, start, found, search);
    else if (box.type === 'moof') await searchFragment(window, box, found, search);
    else await searchBox(window, box, search);
    if (box.type === 'mdat') found.mediaData.push(box.body);
    end = box.end;
  }
  // A recording that was cut off ends within its media.
  const rest = (await window.peek(end, 8)).toString('latin1', 4);
  if (rest === 'mdat') {
    found.mediaData.push({ offset: end + 8, length: window.size - end - 8 });
    end = window.size;
  }
  if (rest === 'moov') throw new Unreadable('damaged');
  if (found.isFragmented && found.tracks.length > 0) throw new Unreadable('unknown-part');
  cleanTracks(found.tracks, found.mediaData, search);
  return end;
}

async function searchMovie(
  window: Window,
  movie: Box,
  videoStart: number,
  found: Found,
  search: Search,
): Promise<void> {
  await expectWhole(window, movie, search);
  for await (const box of boxesOf(window, movie.body.offset, movie.end, search)) {
    // Compressed.
    if (box.type === 'cmov') throw new Unreadable('unknown-part');
    if (box.type !== 'trak') await searchBox(window, box, search);
    else {
      const track = await searchTrack(window, box, videoStart, search);
      if (track) found.tracks.push(track);
    }
  }
}

async function searchFragment(window: Window, fragment: Box, found: Found, search: Search): Promise<void> {
  found.isFragmented = true;
  for await (const box of boxesOf(window, fragment.body.offset, fragment.end, search)) {
    if (box.type === 'traf') await searchFragment(window, box, found, search);
    else await searchBox(window, box, search);
  }
}

/** Boxes of `moov` that can not be followed could be anything. */
async function expectWhole(window: Window, outer: Box, search: Search): Promise<void> {
  let end = outer.body.offset;
  for await (const box of boxesOf(window, end, outer.end, search)) end = box.end;
  const rest = await window.peek(end, Math.min(64, outer.end - end));
  if (rest.some((byte) => byte !== 0)) throw new Unreadable('damaged');
}

/** A box that is no container of tracks. */
export async function searchBox(window: Window, box: Box, search: Search): Promise<void> {
  const { type, body } = box;
  if (plainTypes.has(type)) return;
  if (type === 'udta') return search.part(window, [body], (bytes) => cleanUserData(bytes, search));
  if (type === 'meta') return search.part(window, [body], (bytes) => cleanMeta(bytes, search));
  if (type === 'uuid' && (body.length <= largestForeign || (await isXmpUuid(window, body)))) {
    return search.part(window, [body], (bytes) => cleanUuid(bytes, search));
  }
  if (type === 'XMP_' || placeTypes.has(type)) throw new Unreadable('unknown-part');
  if (type === 'free' || type === 'skip') {
    // Dash cameras hide their places where others keep nothing.
    const bytes = await window.peek(body.offset, Math.min(body.length, maxGap));
    if (/^.{0,16}GPS/s.test(bytes.toString('latin1', 0, 20)) || hintsAtLocation(bytes))
      throw new Unreadable('unknown-part');
  } else await searchForeign(window, body, search);
}
