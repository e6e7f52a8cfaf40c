/** Removes location from a JPEG's metadata: EXIF, XMP (in one segment or many), Photoshop's blocks, and images within. */
import { createHash } from 'node:crypto';
import type { Window } from './byte-source.ts';
import { cleanExif } from './exif.ts';
import { cleanForeign } from './foreign.ts';
import { cleanPhotoshop } from './iptc.ts';
import { Part, type Piece } from './part.ts';
import type { Search } from './search.ts';
import { Unreadable } from './work.ts';
import { cleanXmp } from './xmp.ts';

export interface MetadataSegment {
  readonly marker: number;
  /** What follows the length. */
  readonly body: Piece;
}

/** Some writers put a few bytes before it, or other ones where its second zero should be. */
const exifStart = /^[\s\S]{0,4}?Exif\0[\s\S]/i;
const xmpStart = 'http://ns.adobe.com/xap/1.0/\0';
/** XMP under another heading than that. */
const oddXmp = /^(?:http|XMP\0)[^<]*(?=<)|^(?=<(?:exif:|\?xpacket))/;
const extensionStart = 'http://ns.adobe.com/xmp/extension/\0';
const photoshopStart = 'Photoshop 3.0\0';
const oldPhotoshopStart = 'Adobe_Photoshop2.5:';
/** The start and eight more bytes. */
const oldPhotoshopHead = 27;
/** The digest that names an extension, its length, and where this piece of it belongs. */
const extensionHead = 32 + 4 + 4;
/** Known to hold no location: colour, the list of further images, gain maps, JFIF, colour transform. */
const harmless = /^(?:ICC_PROFILE\0|MPF\0|urn:iso:std:iso:ts:21496:|JFIF\0|Adobe(?!_Photoshop))/;

interface Extension {
  readonly digest: string;
  readonly total: number;
  readonly pieces: { readonly place: number; readonly piece: Piece }[];
}

export async function cleanJpegMetadata(
  window: Window,
  segments: readonly MetadataSegment[],
  search: Search,
): Promise<void> {
  const exifs: Piece[][] = [];
  const photoshop: Piece[] = [];
  const oldPhotoshop: Piece[] = [];
  const packets: Piece[] = [];
  const extensions = new Map<string, Extension>();
  for (const { marker, body } of segments) {
    search.work.step();
    const head = (await window.peek(body.offset, 120)).toString('latin1', 0, body.length);
    const behind = (bytes: number): Piece => ({ offset: body.offset + bytes, length: body.length - bytes });
    const exifHead = marker === 0xe1 ? exifStart.exec(head)?.[0].length : undefined;
    const oddXmpHead = marker === 0xe1 ? oddXmp.exec(head)?.[0].length : undefined;
    if (exifHead !== undefined) {
      // What is too long for one segment goes on in the next, without a header of its own.
      const begins = /^(?:II\*\0|MM\0\*)/.test(head.slice(exifHead)) || exifs.length === 0;
      if (begins) exifs.push([behind(exifHead)]);
      else exifs.at(-1)?.push(behind(exifHead));
    } else if (marker === 0xe1 && head.startsWith(xmpStart)) packets.push(behind(xmpStart.length));
    else if (marker === 0xe1 && head.startsWith(extensionStart)) await addExtension(window, body, extensions);
    else if (oddXmpHead !== undefined) packets.push(behind(oddXmpHead));
    else if (marker === 0xed && head.startsWith(photoshopStart)) photoshop.push(behind(photoshopStart.length));
    else if (marker === 0xed && head.startsWith(oldPhotoshopStart) && body.length > oldPhotoshopHead)
      oldPhotoshop.push(behind(oldPhotoshopHead));
    else if (!harmless.test(head)) await searchOther(window, body, search);
  }
  for (const pieces of exifs) await search.part(window, pieces, (bytes) => cleanExif(bytes, search));
  if (photoshop.length > 0) await search.part(window, photoshop, (bytes) => cleanPhotoshop(bytes, search));
  for (const piece of oldPhotoshop) await search.part(window, [piece], (bytes) => cleanPhotoshop(bytes, search));
  const renamed = new Map<string, string>();
  for (const extension of extensions.values()) await cleanExtension(window, extension, renamed, search);
  for (const packet of packets) {
    await search.part(window, [packet], async (bytes) => {
      await cleanXmp(bytes, search);
      for (const [before, after] of renamed) replaceText(bytes, before, after);
    });
  }
}

/** Images, as in JFXX, are looked into; what else speaks of a location is nothing that we know to remove. */
async function searchOther(window: Window, body: Piece, search: Search): Promise<void> {
  await search.part(window, [body], async (bytes) => {
    const isTold = await cleanForeign(bytes, search);
    // Makers' blocks with a place of its own for a location, in a format of its own.
    if (isTold || /^(?:FLIR|RMETA)\0/.test(bytes.toString('latin1', 0, 6))) throw new Unreadable('unknown-part');
  });
}

async function addExtension(window: Window, body: Piece, extensions: Map<string, Extension>): Promise<void> {
  const head = await window.peek(body.offset + extensionStart.length, extensionHead);
  const length = body.length - extensionStart.length - extensionHead;
  if (head.length < extensionHead || length < 0) throw new Unreadable('damaged');
  const digest = head.toString('latin1', 0, 32);
  const extension = extensions.get(digest) ?? { digest, total: head.readUInt32BE(32), pieces: [] };
  extension.pieces.push({
    place: head.readUInt32BE(36),
    piece: { offset: body.offset + body.length - length, length },
  });
  extensions.set(digest, extension);
}

/** `renamed` gets the digest as it was and as it is: the main packet names it. */
async function cleanExtension(
  window: Window,
  { digest, total, pieces }: Extension,
  renamed: Map<string, string>,
  search: Search,
): Promise<void> {
  const ordered = pieces.toSorted((a, b) => a.place - b.place).map(({ piece }) => piece);
  const part = await Part.read(window, ordered, search.work);
  let place = 0;
  for (const { place: wanted, piece } of pieces.toSorted((a, b) => a.place - b.place)) {
    if (wanted !== place) throw new Unreadable('damaged');
    place += piece.length;
  }
  if (place !== total) throw new Unreadable('damaged');
  const wasRight = digestOf(part.bytes) === digest.toUpperCase();
  await cleanXmp(part.bytes, search);
  search.add(part.patches());
  const now = digestOf(part.bytes);
  if (!wasRight || now === digest.toUpperCase()) return;
  renamed.set(digest, now);
  for (const { offset } of ordered) {
    search.add([{ offset: offset - extensionHead, bytes: Buffer.from(now, 'latin1') }]);
  }
}

function digestOf(bytes: Buffer): string {
  return createHash('md5').update(bytes).digest('hex').toUpperCase();
}

function replaceText(bytes: Buffer, before: string, after: string): void {
  for (let at = bytes.indexOf(before); at >= 0; at = bytes.indexOf(before, at + before.length)) {
    bytes.write(after, at, 'latin1');
  }
}
