/** What a file is, by its first bytes: names lie. Only formats that can hold a location are told apart. */

export type CleanableFormat = 'jpeg' | 'png' | 'webp' | 'video';
/** They can hold one, and we do not take them apart. */
export type OpaqueFormat = 'heic' | 'avif' | 'tiff' | 'raw' | 'jpeg-xl' | 'jpeg-2000' | 'jpeg-xr' | 'photoshop';
/** They mostly hold none, and nothing can be removed where they do. */
export type ToldFormat = 'gif' | 'pdf' | 'matroska';
export type MediaFormat = CleanableFormat | OpaqueFormat | ToldFormat;

/** `formatOf` needs so many bytes, or all of a smaller file. */
export const formatBytes = 256;

/** What a file begins with, or has at a place further on. The first that fits counts: many raw formats are TIFFs. */
const signatures: readonly (readonly [format: MediaFormat, text: string, at?: number])[] = [
  ['jpeg', '\xff\xd8\xff'],
  ['png', '\x89PNG\r\n\x1a\n'],
  ['webp', 'WEBP', 8],
  ['raw', 'IIRO'],
  ['raw', 'IIRS'],
  ['raw', 'MMOR'],
  ['raw', 'IIU\0'],
  ['raw', 'FUJIFILMCCD-RAW'],
  ['raw', 'HEAPCCDR', 6],
  ['raw', 'FOVb'],
  ['raw', '\0MRM'],
  ['tiff', 'II*\0'],
  ['tiff', 'MM\0*'],
  ['tiff', 'II+\0'],
  ['tiff', 'MM\0+'],
  ['jpeg-xl', '\0\0\0\x0cJXL \r\n\x87\n'],
  ['jpeg-xl', '\xff\x0a'],
  ['jpeg-2000', '\0\0\0\x0cjP  \r\n\x87\n'],
  ['jpeg-2000', '\xff\x4f\xff\x51'],
  ['jpeg-xr', 'II\xbc'],
  ['photoshop', '8BPS'],
  ['gif', 'GIF87a'],
  ['gif', 'GIF89a'],
  ['pdf', '%PDF-'],
  ['matroska', '\x1aE\xdf\xa3'],
];

/** QuickTime files from before `ftyp`. */
const oldVideo = /^.{4}(?:moov|mdat|wide|pnot|free|skip)/s;

/** Null for what holds no location that we know of. */
export function formatOf(head: Buffer): MediaFormat | null {
  const text = head.toString('latin1', 0, formatBytes);
  const known = signatures.find(([, signature, at = 0]) => text.startsWith(signature, at));
  if (known && (known[0] !== 'webp' || text.startsWith('RIFF'))) return known[0];
  if (text.slice(4, 8) === 'ftyp') return brandFormat(head, text);
  return oldVideo.test(text) && isBox(head) ? 'video' : null;
}

function brandFormat(head: Buffer, text: string): MediaFormat {
  const length = Math.min(text.length, head.readUInt32BE(0));
  const brands: string[] = [text.slice(8, 12)];
  for (let at = 16; at + 4 <= length; at += 4) brands.push(text.slice(at, at + 4));
  const [major = ''] = brands;
  if (major === 'crx ') return 'raw';
  if (/^avi[fs]$/.test(major)) return 'avif';
  if (/^(?:he(?:ic|ix|im|is|vc|vx|vm|vs)|m[is]f1|miaf)$/.test(major)) return brands.includes('avif') ? 'avif' : 'heic';
  return 'video';
}

/** Text may begin with such words too. */
function isBox(head: Buffer): boolean {
  return head.length >= 8 && (head.readUInt32BE(0) >= 8 || head.readUInt32BE(0) <= 1) && head[0] === 0;
}
