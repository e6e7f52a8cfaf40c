/** Removes location from the boxes that describe a video: `udta`, `meta`, `uuid`. */
import { bodyIn, boxesIn, freeBox } from './boxes.ts';
import { cleanForeign } from './foreign.ts';
import { hintsAtLocation, type Search } from './search.ts';
import { Unreadable } from './work.ts';
import { cleanXmp } from './xmp.ts';

/** QuickTime's and 3GPP's (3GPP TS 26.244, 8.9) own boxes for a place. */
const placeTypes = new Set(['\xa9xyz', 'loci']);
const placeKey = /location|gps|latitude|longitude|iso6709|^(?:com\.android\.)?xyz/i;

/** The body of `udta`. */
export async function cleanUserData(bytes: Buffer, search: Search): Promise<void> {
  for (const box of boxesIn(bytes, 0, search)) {
    const body = bodyIn(bytes, box);
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
}

/** Nikon's tags for GPS, https://exiftool.org/TagNames/Nikon.html#NCTG. */
function hasNikonPlace(type: string, body: Buffer): boolean {
  return (
    type === 'NCDT' && (body.includes('\x01\x20\0\x02', 0, 'latin1') || body.includes('\x02\0\0\x39', 0, 'latin1'))
  );
}

/** The body of `meta`: QuickTime's begins with its first box, others' with a version. */
export async function cleanMeta(bytes: Buffer, search: Search): Promise<void> {
  const start = bytes.toString('latin1', 4, 8) === 'hdlr' ? 0 : 4;
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

/** The numbers of those keys that name a place, from 1 on. */
function placesAmong(bytes: Buffer, search: Search): number[] {
  const places: number[] = [];
  let number = 1;
  for (let at = 8; at + 8 <= bytes.length; number++) {
    search.work.step();
    const size = bytes.readUInt32BE(at);
    if (size < 8 || at + size > bytes.length) break;
    if (placeKey.test(bytes.toString('latin1', at + 8, at + size))) places.push(number);
    at += size;
  }
  return places;
}

/** Values stay where they are, so that the list stays as it is, and become blank. */
async function cleanItems(bytes: Buffer, places: ReadonlySet<number>, search: Search): Promise<void> {
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
  for (const box of boxesIn(item, 0, search)) {
    // Behind its type and language.
    const value = box.type === 'data' ? bodyIn(item, box).subarray(8) : Buffer.alloc(0);
    if (value.every((byte) => byte === 0 || byte === 0x20)) continue;
    const isText = bodyIn(item, box).readUInt32BE(0) === 1;
    value.fill(isText ? 0x20 : 0);
    search.what.add('video-location');
  }
}

const xmpId = Buffer.from('be7acfcb97a942e89c71999491e3afac', 'hex');

/** The body of `uuid`. */
export async function cleanUuid(bytes: Buffer, search: Search): Promise<void> {
  if (bytes.subarray(0, 16).equals(xmpId)) return cleanXmp(bytes.subarray(16), search);
  if (!(await cleanForeign(bytes, search))) return;
  bytes.subarray(16).fill(0);
  search.what.add('maker');
}
