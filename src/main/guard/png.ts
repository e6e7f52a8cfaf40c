/** Finds the chunks of a PNG that can hold location, and removes it from them. https://www.w3.org/TR/png-3/ */
import { crc32 } from 'node:zlib';
import type { Window } from './byte-source.ts';
import { cleanExif } from './exif.ts';
import { cleanForeign, expectNoHints, largestForeign } from './foreign.ts';
import { cleanPngText } from './png-text.ts';
import type { Search } from './search.ts';
import { Unreadable } from './work.ts';

/** Colours, sizes, times and the picture itself. */
const plainTypes =
  /^(?:IHDR|PLTE|IDAT|IEND|tRNS|cHRM|gAMA|iCCP|sBIT|sRGB|cICP|mDCV|cLLI|bKGD|hIST|pHYs|sPLT|tIME|acTL|fcTL|fdAT)$/;
const textTypes = /^(?:tEXt|zTXt|iTXt)$/;
/** Compressed EXIF, as ExifTool knows it. */
const packedExif = 'zxIf';
/** Ancillary, private, safe to copy: nobody knows it, and nobody minds. */
const ignoredType = 'paDd';

/** Gives where the picture ends. */
export async function searchPng(window: Window, search: Search): Promise<number> {
  for (let at = 8; ; ) {
    search.work.step();
    const head = await window.peek(at, 8);
    if (head.length < 8) return at;
    const length = head.readUInt32BE(0);
    const type = head.toString('latin1', 4, 8);
    const end = at + 12 + length;
    if (!/^[A-Za-z]{4}$/.test(type)) throw new Unreadable('damaged');
    // A picture that was cut off; what else was cut off can not be told.
    if (end > window.size && type === 'IDAT') return window.size;
    if (end > window.size) throw new Unreadable('damaged');
    if (type === packedExif) throw new Unreadable('unknown-part');
    const whole = { offset: at, length: 12 + length };
    if (textTypes.test(type) || type === 'eXIf' || (!plainTypes.test(type) && length <= largestForeign)) {
      await search.part(window, [whole], (chunk) => cleanChunk(chunk, type, search));
    } else if (!plainTypes.test(type)) await expectNoHints(window, whole, search);
    if (type === 'IEND') return end;
    at = end;
  }
}

/** `chunk` is all of it: length, type, data and check sum. */
async function cleanChunk(chunk: Buffer, type: string, search: Search): Promise<void> {
  const data = chunk.subarray(8, chunk.length - 4);
  const before = Buffer.from(data);
  let ignore = false;
  if (type === 'eXIf') await cleanExif(withoutPrefix(data), search);
  else if (textTypes.test(type)) ignore = await cleanPngText(data, type, search);
  else if (await cleanForeign(data, search)) throw new Unreadable('unknown-part');
  if (!ignore && data.equals(before)) return;
  if (ignore) {
    chunk.write(ignoredType, 4, 'latin1');
    data.fill(0);
  }
  chunk.writeUInt32BE(crc32(chunk.subarray(4, chunk.length - 4)), chunk.length - 4);
}

/** Some writers put the head of JPEG's segment before the EXIF. */
export function withoutPrefix(exif: Buffer): Buffer {
  return exif.toString('latin1', 0, 6) === 'Exif\0\0' ? exif.subarray(6) : exif;
}
