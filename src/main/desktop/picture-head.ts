/** Which pictures a file may be shown as, by its first bytes: bitmaps that the page decodes, never documents such as SVG. */

export interface PictureHead {
  readonly mime: string;
  readonly width: number;
  readonly height: number;
}

/** Null for what is no such picture, or does not tell its size in its beginning. */
export function pictureHead(head: Buffer): PictureHead | null {
  for (const [mime, read] of formats) {
    const size = read(head);
    if (size) return size[0] > 0 && size[1] > 0 ? { mime, width: size[0], height: size[1] } : null;
  }
  return null;
}

type Size = readonly [width: number, height: number];

/** Each gives null for another format, and zeros where it can not be told. */
const formats: readonly (readonly [mime: string, read: (head: Buffer) => Size | null])[] = [
  ['image/png', png],
  ['image/jpeg', jpeg],
  ['image/gif', gif],
  ['image/webp', webp],
  ['image/avif', avif],
  ['image/bmp', bmp],
];

const unknown: Size = [0, 0];

function begins(head: Buffer, text: string, at = 0): boolean {
  return head.toString('latin1', at, at + text.length) === text;
}

function png(head: Buffer): Size | null {
  if (!begins(head, '\x89PNG\r\n\x1a\n')) return null;
  return begins(head, 'IHDR', 12) && head.length >= 24 ? [head.readUInt32BE(16), head.readUInt32BE(20)] : unknown;
}

function gif(head: Buffer): Size | null {
  if (!begins(head, 'GIF87a') && !begins(head, 'GIF89a')) return null;
  return head.length >= 10 ? [head.readUInt16LE(6), head.readUInt16LE(8)] : unknown;
}

function bmp(head: Buffer): Size | null {
  // Two letters begin many files: the header's own length has to fit too.
  if (!begins(head, 'BM') || head.length < 26) return null;
  const header = head.readUInt32LE(14);
  if (header === 12) return [head.readUInt16LE(18), head.readUInt16LE(20)];
  if (header < 40 || header > 124) return null;
  // Upside down where it is negative.
  return [Math.abs(head.readInt32LE(18)), Math.abs(head.readInt32LE(22))];
}

function webp(head: Buffer): Size | null {
  if (!begins(head, 'RIFF') || !begins(head, 'WEBP', 8)) return null;
  if (head.length < 30) return unknown;
  if (begins(head, 'VP8X', 12)) return [1 + head.readUIntLE(24, 3), 1 + head.readUIntLE(27, 3)];
  if (begins(head, 'VP8L', 12)) {
    const bits = head.readUInt32LE(21);
    return [1 + (bits & 0x3fff), 1 + ((bits >>> 14) & 0x3fff)];
  }
  return begins(head, 'VP8 ', 12) ? [head.readUInt16LE(26) & 0x3fff, head.readUInt16LE(28) & 0x3fff] : unknown;
}

/** The largest that its boxes name: the parts of a picture have theirs too. */
function avif(head: Buffer): Size | null {
  if (!begins(head, 'ftyp', 4)) return null;
  const brands = head.toString('latin1', 8, Math.min(head.readUInt32BE(0), 256));
  if (!/avi[fs]/.test(brands)) return null;
  let [width, height] = unknown;
  for (let at = head.indexOf('ispe'); at >= 0 && at + 16 <= head.length; at = head.indexOf('ispe', at + 4)) {
    width = Math.max(width, head.readUInt32BE(at + 8));
    height = Math.max(height, head.readUInt32BE(at + 12));
  }
  return [width, height];
}

function jpeg(head: Buffer): Size | null {
  if (!begins(head, '\xff\xd8\xff')) return null;
  for (let at = 2; at + 9 <= head.length && head[at] === 0xff; ) {
    const marker = head[at + 1] ?? 0;
    // Any number of these may stand before a marker.
    if (marker === 0xff) at += 1;
    else if (isFrame(marker)) return [head.readUInt16BE(at + 7), head.readUInt16BE(at + 5)];
    else at += 2 + head.readUInt16BE(at + 2);
  }
  return unknown;
}

/** SOF0 to SOF15, but for the tables among them. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}
