/** Tracks that tell a place all along the video, such as an action camera's: their samples are zeroed, the track is hidden. */
import { type Box, boxesOf } from './boxes.ts';
import type { Window } from './byte-source.ts';
import type { Piece } from './part.ts';
import { chunksOf, type SampleTables } from './sample-tables.ts';
import { hintsAtLocation, type Search } from './search.ts';
import { cleanMeta, cleanUserData } from './video-metadata.ts';
import { Unreadable } from './work.ts';

export interface PlaceTrack {
  readonly box: Box;
  /** Where its samples are. */
  readonly chunks: readonly Piece[];
}

const containers = new Set(['mdia', 'minf', 'stbl']);
/** Pictures, sound and time codes. */
const plainHandlers = new Set(['vide', 'soun', 'auxv', 'tmcd', 'pict']);
/** Sample formats made for places: Google's camera motion, DJI's. */
const placeFormats = new Set(['camm', 'djmd']);
/** Those in which cameras write places among other things. */
const mixedFormats = new Set(['gpmd', 'rtmd']);
const probes = 8;
const probeBytes = 16 * 1024;
const maxDepth = 6;

/** The track if it tells a place, or null. One without samples may have them in fragments. */
export async function searchTrack(
  window: Window,
  track: Box,
  videoStart: number,
  search: Search,
): Promise<PlaceTrack | null> {
  const leaves = new Map<string, Piece>();
  await collect(window, track, leaves, search, 0);
  const handler = leaves.get('hdlr');
  const kind = handler ? (await window.peek(handler.offset + 8, 4)).toString('latin1') : '';
  if (plainHandlers.has(kind)) return null;
  const description = await readLeaf(window, leaves.get('stsd'), search);
  if (!description) return null;
  const format = description.toString('latin1', 12, 16);
  const chunks = await chunksOf(await tablesOf(window, leaves, search), videoStart, search);
  const isPlace =
    placeFormats.has(format) ||
    (mixedFormats.has(format) && chunks.length === 0) ||
    hintsAtLocation(description) ||
    /location|gps/i.test(description.toString('latin1'));
  if (!isPlace && !(await samplesTellPlace(window, chunks, format))) return null;
  return { box: track, chunks };
}

async function collect(
  window: Window,
  outer: Box,
  leaves: Map<string, Piece>,
  search: Search,
  depth: number,
): Promise<void> {
  if (depth > maxDepth) throw new Unreadable('too-much');
  for await (const box of boxesOf(window, outer.body.offset, outer.end, search)) {
    if (containers.has(box.type)) await collect(window, box, leaves, search, depth + 1);
    else if (box.type === 'udta') await search.part(window, [box.body], (bytes) => cleanUserData(bytes, search));
    else if (box.type === 'meta') await search.part(window, [box.body], (bytes) => cleanMeta(bytes, search));
    // The media's handler comes before that of its data.
    else if (!leaves.has(box.type)) leaves.set(box.type, box.body);
  }
}

async function readLeaf(window: Window, leaf: Piece | undefined, search: Search): Promise<Buffer | null> {
  if (!leaf) return null;
  search.work.hold(leaf.length);
  return window.peek(leaf.offset, leaf.length);
}

async function tablesOf(window: Window, leaves: ReadonlyMap<string, Piece>, search: Search): Promise<SampleTables> {
  const read = (type: string): Promise<Buffer | null> => readLeaf(window, leaves.get(type), search);
  const compact = await read('stz2');
  // A size of 4, 8 or 16 bits per sample; nobody who writes places uses it.
  if (compact) throw new Unreadable('unknown-part');
  return { sizes: await read('stsz'), perChunk: await read('stsc'), near: await read('stco'), far: await read('co64') };
}

/** Sony's latitude: tag 0x8502 of 24 bytes. */
const sonyPlace = Buffer.from([0x85, 0x02, 0x00, 0x18]);
const subtitlePlace = /GPS\s*[(:]|\b(?:lat|lon)\s*[:=]/i;

/** Looks at some samples all over the track. */
async function samplesTellPlace(window: Window, chunks: readonly Piece[], format: string): Promise<boolean> {
  const step = Math.max(1, Math.floor(chunks.length / probes));
  for (let index = 0; index < chunks.length; index += step) {
    const chunk = chunks[index];
    if (!chunk) break;
    const bytes = await window.peek(chunk.offset, Math.min(chunk.length, probeBytes));
    if (hintsAtLocation(bytes) || (format === 'rtmd' && bytes.includes(sonyPlace))) return true;
    if ((format === 'text' || format === 'tx3g') && subtitlePlace.test(bytes.toString('latin1'))) return true;
  }
  return false;
}

/** Samples are where the file says; outside of its media they would be something else. Throws `damaged` there. */
export function cleanTracks(tracks: readonly PlaceTrack[], mediaData: readonly Piece[], search: Search): void {
  for (const { box, chunks } of tracks) {
    if (chunks.length === 0) continue;
    for (const { offset, length } of chunks) {
      search.work.step();
      const isMedia = mediaData.some(
        (media) => offset >= media.offset && offset + length <= media.offset + media.length,
      );
      if (!isMedia) throw new Unreadable('damaged');
      search.add([{ offset, length, fill: 0 }]);
    }
    search.add([{ offset: box.start + 4, bytes: Buffer.from('free', 'latin1') }]);
    search.what.add('video-track');
  }
}
