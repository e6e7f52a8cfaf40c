/** Finds the segments of a JPEG that can hold location, and removes it from them. ITU-T T.81, Annex B. */
import type { Window } from './byte-source.ts';
import { cleanJpegMetadata, type MetadataSegment } from './jpeg-metadata.ts';
import type { Search } from './search.ts';
import { Unreadable } from './work.ts';

const [startOfImage, endOfImage, startOfScan, comment] = [0xd8, 0xd9, 0xda, 0xfe];
/** What is read at a time of compressed data: little at first, as a file may hold many small images. */
const [firstScanBytes, scanBytes] = [4 * 1024, 256 * 1024];

/**
 * Looks through the image that begins at `start`, and gives where it ends: what follows is not looked at.
 * `isWhole` is false for what only looks like an image; what is damaged then just ends.
 */
export async function searchJpeg(window: Window, start: number, search: Search, isWhole = true): Promise<number> {
  const segments: MetadataSegment[] = [];
  const end = await walk(window, start + 2, search, segments);
  if (end === null && isWhole) throw new Unreadable('damaged');
  await cleanJpegMetadata(window, segments, search);
  return end ?? start + 3;
}

/** Null where it does not go on as a JPEG does. */
async function walk(
  window: Window,
  start: number,
  search: Search,
  segments: MetadataSegment[],
): Promise<number | null> {
  for (let at = start; ; ) {
    search.work.step();
    const head = await window.peek(at, 4);
    // Cut off; whatever was there has been seen.
    if (head.length === 0) return at;
    const marker = head[1];
    if (head[0] !== 0xff || marker === undefined || marker === 0) return head.length === 1 ? at : null;
    if (marker === 0xff) at += 1;
    else if (marker === endOfImage) return at + 2;
    else if (isAlone(marker)) at += 2;
    else if (marker === startOfImage) return null;
    else {
      const length = head.length === 4 ? head.readUInt16BE(2) : 0;
      const body = { offset: at + 4, length: length - 2 };
      if (length < 2 || at + 2 + length > window.size) return null;
      if ((marker >= 0xe0 && marker <= 0xef) || marker === comment) segments.push({ marker, body });
      at += 2 + length;
      if (marker === startOfScan) at = await scanEnd(window, at, search);
    }
  }
}

/** Restart markers and one of arithmetic coding have no length. */
function isAlone(marker: number): boolean {
  return (marker >= 0xd0 && marker <= 0xd7) || marker === 0x01;
}

/** Where the next marker is behind compressed data, which has none but restarts; the end of the file where there is none. */
async function scanEnd(window: Window, start: number, search: Search): Promise<number> {
  let stretch = firstScanBytes;
  for (let from = start; from < window.size; ) {
    search.work.step();
    const bytes = await window.peek(from, stretch);
    stretch = Math.min(scanBytes, stretch * 4);
    for (let at = bytes.indexOf(0xff); at >= 0 && at + 1 < bytes.length; at = bytes.indexOf(0xff, at + 1)) {
      const next = bytes[at + 1] ?? 0;
      if (next !== 0 && next !== 0xff && !isAlone(next)) return from + at;
    }
    // The last byte comes again: it may be half a marker.
    from += Math.max(1, bytes.length - 1);
  }
  return window.size;
}
