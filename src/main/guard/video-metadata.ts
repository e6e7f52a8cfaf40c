/** Removes location from the boxes that describe a video: `udta`, `meta`, `uuid`. */

import { bodyIn, boxesIn, freeBox } from './boxes.ts';
import type { Window } from './byte-source.ts';
import { cleanForeign } from './foreign.ts';
import type { Piece } from './part.ts';
import { hintsAtLocation, type Search } from './search.ts';
import { Tiff } from './tiff.ts';
import { Unreadable } from './work.ts';
import { cleanXmp } from './xmp.ts';

/** QuickTime's and 3GPP's (3GPP TS 26.244, 8.9) own boxes for a place. */
const placeTypes = new Set(['\xa9xyz', '@xyz', 'loci']);
const placeKey = /location|gps|latitude|longitude|iso6709|^(?:com\.android\.)?xyz/i;

/** The body of `udta`. */
export async function cleanUserData(bytes: Buffer, search: Search): Promise<void> {
  let end = 0;
  for (const box of boxesIn(bytes, 0, search)) {
    const body = bodyIn(bytes, box);
    end = box.end;
    if (box.type === 'free' || box.type === 'skip') continue;
    if (placeTypes.has(box.type)) {
      freeBox(bytes, box);
      search.what.add('video-location');
    } else if (box.type === 'meta') await cleanMeta(body, search);
    else if (box.type === 'XMP_') await cleanXmp(body, search);
    else if (box.type === 'uuid') await cleanUuid(body, search);
    else {
      // A maker's box; players do without it.
      if (!(await cleanForeign(body, search)) && !hasNikonPlace(box.type, body)) continue;
      freeBox(bytes, box);
      search.what.add('maker');
    }
  }
  // Kenwood writes no boxes; others come to an end too early.
  const rest = bytes.subarray(end);
  if (hintsAtLocation(rest) || /^VIDEOUU|\xa9xyz|loci/.test(rest.toString('latin1')))
    throw new Unreadable('unknown-part');
}

/** Nikon's tags for GPS, https://exiftool.org/TagNames/Nikon.html#NCTG. */
function hasNikonPlace(type: string, body: Buffer): boolean {
  return (
    type === 'NCDT' && (body.includes('\x01\x20\0\x02', 0, 'latin1') || body.includes('\x02\0\0\x39', 0, 'latin1'))
  );
}

/** The body of `meta`: QuickTime's begins with its first box, others' with a version. */
export async function cleanMeta(bytes: Buffer, search: Search): Promise<void> {
  const start = firstBoxOf(bytes, search);
  const places = new Set<number>();
  for (const box of boxesIn(bytes, start, search)) {
    if (box.type === 'keys') for (const index of placesAmong(bodyIn(bytes, box), search)) places.add(index);
  }
  for (const box of boxesIn(bytes, start, search)) {
    const body = bodyIn(bytes, box);
    if (box.type === 'ilst') await cleanItems(body, places, search);
    else if (box.type === 'uuid') await cleanUuid(body, search);
    else if (box.type === 'xml ' && hintsAtLocation(body)) {
      freeBox(bytes, box);
      search.what.add('video-location');
    } else if (box.type === 'bxml' && hintsAtLocation(body)) throw new Unreadable('unknown-part');
    // EXIF as in a HEIC file.
    else if (box.type === 'iinf' && /Exif|mime/.test(body.toString('latin1'))) throw new Unreadable('unknown-part');
  }
}

/** Where boxes begin that reach to the end. Throws `damaged` where none do, and there are names of places. */
function firstBoxOf(bytes: Buffer, search: Search): 0 | 4 {
  const usual = bytes.toString('latin1', 4, 8) === 'hdlr' ? 0 : 4;
  for (const start of [usual, usual === 0 ? 4 : 0] as const) if (isWhole(bytes, start, search)) return start;
  if (placeKey.test(bytes.toString('latin1')) || /\xa9xyz/.test(bytes.toString('latin1')))
    throw new Unreadable('damaged');
  return usual;
}

/** True where boxes leave nothing over but zeros. */
function isWhole(bytes: Buffer, start: number, search: Search): boolean {
  let end = start;
  for (const box of boxesIn(bytes, start, search)) end = box.end;
  return bytes.subarray(end).every((byte) => byte === 0);
}

/** The numbers of those keys that name a place, from 1 on. */
function placesAmong(bytes: Buffer, search: Search): number[] {
  const places: number[] = [];
  let number = 1;
  for (let at = 8; at + 8 <= bytes.length; number++) {
    search.work.step();
    const size = bytes.readUInt32BE(at);
    if (size < 8 || at + size > bytes.length) {
      // Readers may go on in ways of their own.
      if (placeKey.test(bytes.toString('latin1'))) throw new Unreadable('damaged');
      break;
    }
    if (placeKey.test(bytes.toString('latin1', at + 8, at + size))) places.push(number);
    at += size;
  }
  return places;
}

/** Values stay where they are, so that the list stays as it is, and become blank. */
async function cleanItems(bytes: Buffer, places: ReadonlySet<number>, search: Search): Promise<void> {
  if (places.size > 0 && !isWhole(bytes, 0, search)) throw new Unreadable('damaged');
  for (const box of boxesIn(bytes, 0, search)) {
    const body = bodyIn(bytes, box);
    const isNamed = box.type === '----' && placeKey.test(nameOf(body, search));
    if (placeTypes.has(box.type) || places.has(bytes.readUInt32BE(box.start + 4)) || isNamed) blankValues(body, search);
    else await search.embeddedJpegs(body);
  }
}

function nameOf(item: Buffer, search: Search): string {
  for (const box of boxesIn(item, 0, search)) {
    if (box.type === 'name') return bodyIn(item, box).toString('latin1', 4);
  }
  return '';
}

function blankValues(item: Buffer, search: Search): void {
  const types = [...boxesIn(item, 0, search)].map(({ type }) => type);
  if (!types.includes('data') || !isWhole(item, 0, search)) throw new Unreadable('damaged');
  for (const box of boxesIn(item, 0, search)) {
    // Behind its type and language.
    const value = box.type === 'data' ? bodyIn(item, box).subarray(8) : Buffer.alloc(0);
    if (value.every((byte) => byte === 0 || byte === 0x20)) continue;
    const isText = bodyIn(item, box).readUInt32BE(0) === 1;
    value.fill(isText ? 0x20 : 0);
    search.what.add('video-location');
  }
}

const idBytes = 16;
const xmpId = 'be7acfcb97a942e89c71999491e3afac';
const canonId = '85c0b687820f11e08111f4ce462b6a48';
/** Garmin's, and 360fly's. */
const placeIds = new Set(['9b630f8d637440ec8204bc5ff5091728', 'efe1589abb7749ef809527759eb1dc6f']);

export async function isXmpUuid(window: Window, body: Piece): Promise<boolean> {
  return (await window.peek(body.offset, idBytes)).toString('hex') === xmpId;
}

/** The body of `uuid`. */
export async function cleanUuid(bytes: Buffer, search: Search): Promise<void> {
  const id = bytes.toString('hex', 0, idBytes);
  const content = bytes.subarray(idBytes);
  if (id === xmpId) return cleanXmp(content, search);
  if (id === canonId) cleanCanon(content, search);
  const isPlace = placeIds.has(id) && content.some((byte) => byte !== 0);
  if (!(await cleanForeign(bytes, search)) && !isPlace) return;
  content.fill(0);
  search.what.add('maker');
}

/** Canon's `CMT4` is a GPS directory; without a fix it has a version, and nothing else. */
function cleanCanon(bytes: Buffer, search: Search): void {
  for (const box of boxesIn(bytes, 0, search)) {
    const body = bodyIn(bytes, box);
    const tiff = box.type === 'CMT4' ? Tiff.open(body, search.work) : null;
    if (!tiff?.directory(tiff.u32(4)).entries.some(({ tag }) => tag !== 0)) continue;
    // No entries, and none that follow.
    body.fill(0, 8);
    search.what.add('exif');
  }
}
