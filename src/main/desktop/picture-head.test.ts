import { expect, test } from 'vitest';
import { pictureHead } from './picture-head.ts';

const bytes = (...parts: (string | readonly number[] | Buffer)[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))));
const u16be = (value: number): number[] => [value >> 8, value & 255];
const u16le = (value: number): number[] => u16be(value).reverse();
const u32be = (value: number): number[] => [...u16be(value >>> 16), ...u16be(value & 0xffff)];
const u32le = (value: number): number[] => u32be(value).reverse();

const ispe = (width: number, height: number) => bytes(u32be(20), 'ispe', u32be(0), u32be(width), u32be(height));

test.each([
  ['a PNG', bytes('\x89PNG\r\n\x1a\n', u32be(13), 'IHDR', u32be(640), u32be(480)), 'image/png', 640, 480],
  ['a GIF', bytes('GIF89a', u16le(640), u16le(480)), 'image/gif', 640, 480],
  [
    'a BMP',
    bytes('BM', u32le(0), u32le(0), u32le(54), u32le(40), u32le(640), u32le(-480 >>> 0)),
    'image/bmp',
    640,
    480,
  ],
  [
    'an old BMP',
    bytes('BM', u32le(0), u32le(0), u32le(26), u32le(12), u16le(640), u16le(480), u32le(0)),
    'image/bmp',
    640,
    480,
  ],
  [
    'a WebP',
    bytes('RIFF', u32le(99), 'WEBPVP8 ', u32le(9), [0, 0, 0, 0x9d, 1, 0x2a], u16le(640), u16le(480)),
    'image/webp',
    640,
    480,
  ],
  [
    'a lossless WebP',
    bytes('RIFF', u32le(99), 'WEBPVP8L', u32le(9), [0x2f], u32le((479 << 14) | 639), u32le(0), u32le(0)),
    'image/webp',
    640,
    480,
  ],
  [
    'a WebP with more',
    bytes('RIFF', u32le(99), 'WEBPVP8X', u32le(10), u32le(0), [127, 2, 0], [223, 1, 0]),
    'image/webp',
    640,
    480,
  ],
  [
    'an AVIF of parts',
    bytes(u32be(24), 'ftypavif', u32be(0), 'mif1avif', ispe(64, 480), ispe(640, 64)),
    'image/avif',
    640,
    480,
  ],
  [
    'a JPEG with a long preface',
    bytes(
      [0xff, 0xd8, 0xff, 0xe1],
      u16be(6002),
      Buffer.alloc(6000),
      [0xff, 0xc4],
      u16be(4),
      [0, 0],
      [0xff, 0xff, 0xc2],
      u16be(11),
      [8],
      u16be(480),
      u16be(640),
    ),
    ...(['image/jpeg', 640, 480] as const),
  ],
])('%s tells what it is and how large', (_what, head, mime, width, height) => {
  expect(pictureHead(head)).toEqual({ mime, width, height });
});

test.each([
  ['an SVG', bytes('<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>')],
  ['XML', bytes('<?xml version="1.0"?><svg/>')],
  ['HTML', bytes('<!doctype html><img src=x>')],
  ['a PDF', bytes('%PDF-1.7 with a BM in it')],
  ['text that begins as a BMP does', bytes('BM is what bitmaps begin with, and this text too')],
  ['a HEIC', bytes(u32be(24), 'ftypheic', u32be(0), 'mif1heic', ispe(64, 64))],
  ['a TIFF', bytes('II*\0', u32le(8), Buffer.alloc(64))],
  ['an icon', bytes([0, 0, 1, 0, 1, 0], Buffer.alloc(64))],
  ['a PNG without a size', bytes('\x89PNG\r\n\x1a\n', u32be(13), 'IHDR', u32be(0), u32be(480))],
  ['a PNG that is cut', bytes('\x89PNG\r\n\x1a\n')],
  ['a JPEG that never comes to its frame', bytes([0xff, 0xd8, 0xff, 0xe1], u16be(65_535), Buffer.alloc(300))],
  ['nothing', Buffer.alloc(0)],
])('%s is no such picture', (_what, head) => {
  expect(pictureHead(head)).toBeNull();
});

test('whatever stands at the beginning of a file, it is read to an end', () => {
  for (const start of ['\x89PNG\r\n\x1a\n', 'GIF89a', 'BM', 'RIFF\0\0\0\0WEBP', '\0\0\0\x18ftypavif', '\xff\xd8\xff']) {
    for (let length = 0; length < 64; length++) {
      for (const fill of [0, 0xff, 0x7f, 0x43]) {
        const head = pictureHead(bytes(start, Buffer.alloc(length, fill)));
        if (head) expect(head.width * head.height).toBeGreaterThan(0);
      }
    }
  }
});
