/**
 * Removes location from EXIF in place: the GPS directory and the entry that leads to it go, the rest stays where it is.
 * https://www.cipa.jp/std/documents/download_e.html?DC-008-Translation-2023-E (Exif 3.0)
 */
import { cleanIptc, cleanPhotoshop } from './iptc.ts';
import { cleanMakerNote } from './maker-notes.ts';
import { hintsAtLocation, type Search } from './search.ts';
import { type Directory, Tiff, type TiffEntry } from './tiff.ts';
import { Unreadable } from './work.ts';
import { cleanXmp } from './xmp.ts';

const gpsTag = 0x8825;
/** EXIF, interoperability and other directories below a directory. */
const directoryTags = new Set([0x8769, 0xa005, 0x014a]);
const [xmpTag, iptcTag, photoshopTag, makerTag] = [0x02bc, 0x83bb, 0x8649, 0x927c];
/** GeoTIFF: where on earth the picture's corners are. */
const geoTags = new Set([0x830e, 0x8480, 0x8482, 0x85d8, 0x87af, 0x87b0, 0x87b1]);
const maxDirectories = 100;
/** Bytes that are not zero: fewer, as of the equator, may be anything. */
const leastOfCoordinate = 6;

/** `bytes` begin with the TIFF header, and are changed. */
export async function cleanExif(bytes: Buffer, search: Search): Promise<void> {
  const tiff = Tiff.open(bytes, search.work);
  if (!tiff) {
    // No reader finds anything in it; what lies there may still be told by its bytes.
    if (hintsAtLocation(bytes) || bytes.includes('II*\0') || bytes.includes('MM\0*')) throw new Unreadable('damaged');
    return;
  }
  const directories = allDirectories(tiff);
  const tables = directories.map(({ at, end }) => ({ start: at, end }));
  for (const { entries } of directories) {
    for (const entry of entries) {
      if (entry.tag === xmpTag) await cleanXmp(tiff.valueOf(entry), search);
      else if (entry.tag === iptcTag) cleanIptc(tiff.valueOf(entry), search);
      else if (entry.tag === photoshopTag) await cleanPhotoshop(tiff.valueOf(entry), search);
      else if (entry.tag === makerTag) cleanMakerNote(tiff, entry, search);
    }
  }
  // Thumbnails and the maker's previews are images with EXIF of their own.
  await search.embeddedJpegs(bytes);
  const zero = (start: number, end: number): void => {
    const isTable = tables.some((table) => start < table.end && table.start < end);
    if (start < 8 || isTable) throw new Unreadable('damaged');
    bytes.fill(0, start, end);
  };
  for (const directory of directories) {
    // From the last on, as each removal moves those behind it.
    for (const entry of directory.entries.toReversed()) {
      if (entry.tag === gpsTag && holdsLocation(tiff, entry)) removeGps(tiff, entry, zero, search);
      else if (!geoTags.has(entry.tag)) continue;
      else if (entry.value && entry.value.start !== entry.at + 8) zero(entry.value.start, entry.value.end);
      removeEntry(tiff, directory, entry);
      search.what.add('exif');
    }
  }
}

function allDirectories(tiff: Tiff): Directory[] {
  const found = new Map<number, Directory>();
  const waiting = [{ at: tiff.u32(4), isMain: true }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { at, isMain } = next;
    if (at < 8 || at + 2 > tiff.bytes.length || found.has(at)) continue;
    if (found.size >= maxDirectories) throw new Unreadable('too-much');
    const directory = tiff.directory(at);
    found.set(at, directory);
    // Below the main ones nothing follows, and some writers leave the pointer out.
    if (isMain) waiting.push({ at: tiff.following(directory), isMain });
    for (const entry of directory.entries) {
      if (!directoryTags.has(entry.tag)) continue;
      const room = maxDirectories - waiting.length;
      for (const place of tiff.placesOf(entry).slice(0, Math.max(0, room))) waiting.push({ at: place, isMain: false });
    }
  }
  return [...found.values()];
}

function gpsDirectory(tiff: Tiff, entry: TiffEntry): Directory {
  return tiff.directory(tiff.placesOf(entry)[0] ?? 0);
}

/** Cameras without a fix write the version of the tags, and nothing else. */
function holdsLocation(tiff: Tiff, entry: TiffEntry): boolean {
  const { at, entries } = gpsDirectory(tiff, entry);
  return at >= 8 && entries.some(({ tag }) => tag !== 0);
}

function removeGps(tiff: Tiff, entry: TiffEntry, zero: (start: number, end: number) => void, search: Search): void {
  const { at, entries, end } = gpsDirectory(tiff, entry);
  const coordinates = entries
    .filter(({ tag, count }) => (tag === 2 || tag === 4) && count === 3)
    .map((coordinate) => Buffer.from(tiff.valueOf(coordinate)))
    .filter((value) => value.length === 24 && value.filter((byte) => byte !== 0).length >= leastOfCoordinate);
  for (const { at: entryAt, value } of entries) {
    if (value && value.start !== entryAt + 8) zero(value.start, value.end);
  }
  zero(at, end);
  for (const coordinate of coordinates) {
    for (const copy of [coordinate, Buffer.from(coordinate).swap32()]) {
      search.work.read(tiff.bytes.length);
      // Makers keep copies. Equal bytes of this length are no chance.
      if (zeroAll(tiff.bytes, copy)) search.what.add('maker');
    }
  }
}

function zeroAll(bytes: Buffer, wanted: Buffer): boolean {
  let found = false;
  for (let at = bytes.indexOf(wanted); at >= 0; at = bytes.indexOf(wanted, at)) {
    bytes.fill(0, at, at + wanted.length);
    found = true;
  }
  return found;
}

/** Takes the entry's 12 bytes out; what follows in the directory moves up, and all else stays. */
function removeEntry(tiff: Tiff, { at, end }: Directory, entry: TiffEntry): void {
  const { bytes } = tiff;
  const count = tiff.u16(at);
  // Of the table as it is now: removed entries have left it.
  const tableEnd = Math.min(end, at + 2 + count * 12);
  bytes.copyWithin(entry.at, entry.at + 12, Math.min(bytes.length, tableEnd + 4));
  // The last four bytes stay: writers that name no following directory keep values there.
  bytes.fill(0, Math.max(entry.at, tableEnd - 8), tableEnd);
  tiff.setU16(at, count - 1);
}
