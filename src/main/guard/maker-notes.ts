/**
 * Blanks place names in the maker's own notes, where their format is known (https://exiftool.org/TagNames/Panasonic.html,
 * Nikon.html, Samsung.html). Copies of the coordinates and previews with EXIF are found by `exif.ts` in any maker's.
 */
import type { Search } from './search.ts';
import { type Directory, Tiff, type TiffEntry } from './tiff.ts';

/** Location, country, state, city, landmark, city again. */
const panasonicTags = new Set([0x67, 0x69, 0x6b, 0x6d, 0x6f, 0x80]);
const nikonTags = new Set([0x39]);
/** What the camera's receiver said, and the names of the place. */
const samsungTags = new Set([0x2f, 0x30, 0x31, 0x32, 0x33, 0x34, 0x35]);

export function cleanMakerNote(tiff: Tiff, { value }: TiffEntry, search: Search): void {
  if (!value) return;
  const note = tiff.bytes.subarray(value.start, value.end);
  const text = note.toString('latin1', 0, 32);
  const panasonic = /^(?:Panasonic\0\0\0|LEICA\0\0\0|LEICA CAMERA AG\0..)/s.exec(text)?.[0];
  if (panasonic) {
    // One model counts from another place.
    search.work.read(tiff.bytes.length);
    const base = tiff.bytes.includes('DC-FT7') ? 12 : 0;
    blank(tiff, tiff.directory(value.start + panasonic.length, base), panasonicTags, search);
  } else if (text.startsWith('Nikon\0\x02')) {
    const inner = Tiff.open(note.subarray(10), search.work);
    if (inner) blank(inner, inner.directory(inner.u32(4)), nikonTags, search);
  } else {
    const order = new Tiff(tiff.bytes, text.charCodeAt(0) !== 0, search.work);
    const [version] = order.directory(value.start).entries;
    const isSamsung = version?.tag === 1 && version.type === 7 && order.valueOf(version).toString('latin1') === '0100';
    if (!isSamsung) return;
    // Some models count from the beginning of the EXIF, some from that of the note: what leads behind its table is meant.
    const absolute = order.directory(value.start);
    const isWithin = (entry: TiffEntry): boolean =>
      entry.value !== null && entry.value.start >= absolute.end && entry.value.end <= value.end;
    const names = absolute.entries.filter(({ tag }) => samsungTags.has(tag));
    const directory = names.every(isWithin) ? absolute : order.directory(value.start, value.start);
    blank(order, directory, samsungTags, search);
  }
}

function blank(tiff: Tiff, directory: Directory, tags: ReadonlySet<number>, search: Search): void {
  for (const entry of directory.entries) {
    if (!tags.has(entry.tag)) continue;
    const name = tiff.valueOf(entry);
    // Without a place some models write dashes, or a version before nothing.
    const isName = /[A-Za-z\x80-\xff]/.test(name.toString('latin1')) || name.some((byte, at) => at > 8 && byte > 0x39);
    if (!isName) continue;
    name.fill(0);
    search.what.add('maker');
  }
}
