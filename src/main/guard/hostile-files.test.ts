/** Whatever the bytes: the search answers, in bounds, and what it would overwrite is in the file's metadata. */
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { patchEnd } from '../net/patched-payload.ts';
import { memorySource } from './byte-source.ts';
import {
  box,
  chunk,
  exifSegment,
  jpeg,
  look,
  patched,
  picture,
  png,
  pngPixels,
  riffChunk,
  segment,
  u32,
  webp,
  webpPixels,
  xmpSegment,
} from './fixtures/files.ts';
import { exif } from './fixtures/tiff.ts';
import { findLocation } from './location.ts';

const times = process.env.DROPRELAY_LONG ? 50 : 1;

const packet =
  '<x:xmpmeta xmlns:x="adobe:ns:meta/"><e:D xmlns:e="http://ns.adobe.com/exif/1.0/" e:GPSLatitude="48,51.4943N"><e:GPSLongitude>2</e:GPSLongitude></e:D></x:xmpmeta>';
const iptc = Buffer.from('8BIM\x04\x04\0\0\0\0\0\x0b\x1c\x02\x5a\0\x06Canary\0', 'latin1');
const video = Buffer.concat([
  box('ftyp', 'mp42', u32(0)),
  box('mdat', Buffer.alloc(300, 0xab)),
  box(
    'moov',
    box('udta', box('\xa9xyz', '+48.8584+002.2945/'), box('XMP_', packet), box('meta', box('hdlr', u32(0, 0), 'mdta'))),
  ),
]);

/** A file of each kind, with the bytes that are the picture: they are never to be touched. */
const files: readonly (readonly [name: string, file: Buffer, pixels: Buffer])[] = [
  [
    'JPEG',
    jpeg(
      [
        exifSegment(exif({ thumbnail: jpeg([exifSegment(exif())]) })),
        xmpSegment(packet),
        segment(0xed, 'Photoshop 3.0\0', iptc),
      ],
      [jpeg([exifSegment(exif({ isLittle: false }))]), video],
    ),
    picture,
  ],
  [
    'PNG',
    png(
      [chunk('eXIf', exif()), chunk('zTXt', 'Raw profile type exif\0\0', deflateSync(exif().toString('hex')))],
      [chunk('iTXt', 'XML:com.adobe.xmp\0\0\0\0\0', packet)],
    ),
    pngPixels,
  ],
  ['WebP', webp([riffChunk('EXIF', exif()), riffChunk('XMP ', Buffer.from(packet))]), webpPixels],
  ['MP4', video, Buffer.alloc(300, 0xab)],
];

const change = fc.record({
  at: fc.nat(),
  bytes: fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 8 }),
    fc.constantFrom(...[0, 1, 2, 8, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff].map((value) => new Uint8Array(u32(value)))),
  ),
});

describe.each(files)('a %s that was tampered with', (_, file, pixels) => {
  test('is answered, and patches stay in order and within it', async () => {
    const property = fc.asyncProperty(
      fc.array(change, { minLength: 1, maxLength: 6 }),
      fc.option(fc.nat(), { freq: 3 }),
      fc.nat(),
      async (changes, cut, doubled) => {
        let bytes = Buffer.from(file);
        for (const { at, bytes: put } of changes)
          bytes.set(put.subarray(0, bytes.length - (at % bytes.length)), at % bytes.length);
        if (cut !== null) bytes = bytes.subarray(0, cut % (bytes.length + 1));
        if (doubled % 5 === 0) bytes = Buffer.concat([bytes, bytes.subarray(doubled % (bytes.length + 1))]);
        const answer = await look(bytes);
        if (answer.kind !== 'found') return;
        let free = 0;
        for (const patch of answer.patches) {
          expect(patch.offset).toBeGreaterThanOrEqual(free);
          free = patchEnd(patch);
        }
        expect(free).toBeLessThanOrEqual(bytes.length);
        const after = patched(bytes, answer.patches);
        expect(await look(after)).not.toMatchObject({ kind: 'found' });
      },
    );
    await fc.assert(property, { numRuns: 1500 * times });
  });

  test('by a byte or a cut keeps its picture, where that was not hit', async () => {
    const start = file.indexOf(pixels);
    const property = fc.asyncProperty(fc.nat(file.length - 1), fc.nat(255), async (at, value) => {
      fc.pre(at >= start + pixels.length);
      const bytes = Buffer.from(file);
      bytes[at] = value;
      const answer = await look(bytes);
      if (answer.kind !== 'found') return;
      const after = patched(bytes, answer.patches);
      expect(after.subarray(start, start + pixels.length).equals(pixels)).toBe(true);
    });
    await fc.assert(property, { numRuns: 500 * times });
  });
});

test('any bytes at all are answered', async () => {
  const starts = files.map(([, file]) => file.subarray(0, 30));
  const property = fc.asyncProperty(
    fc.constantFrom(...starts),
    fc.uint8Array({ maxLength: 2000 }),
    async (start, rest) => {
      await look(Buffer.concat([start, rest]));
    },
  );
  await fc.assert(property, { numRuns: 2000 * times });
});

describe('a file made to keep us busy', () => {
  const deep = (levels: number): Buffer => (levels === 0 ? Buffer.alloc(8) : box('mdia', deep(levels - 1)));
  const nested = (levels: number): Buffer =>
    levels === 0 ? exif() : exif({ thumbnail: jpeg([exifSegment(nested(levels - 1))]) });
  const many = (part: Buffer, times: number): Buffer => Buffer.concat(Array.from({ length: times }, () => part));
  const xmp = (inner: string): Buffer => png([chunk('iTXt', 'XML:com.adobe.xmp\0\0\0\0\0', inner)]);
  const prefixes = Array.from({ length: 50_000 }, (_, index) => `xmlns:p${index}="u"`).join(' ');

  test.each([
    ['boxes in boxes', Buffer.concat([box('ftyp', 'mp42', u32(0)), box('moov', box('trak', deep(5000)))]), 'too-much'],
    ['thumbnails in thumbnails', jpeg([exifSegment(nested(8))]), 'too-much'],
    ['a million chunks', png([many(chunk('prVt'), 1_000_000)]), 'too-much'],
    ['a million boxes', Buffer.concat([box('ftyp', 'mp42', u32(0)), many(box('free'), 1_000_000)]), 'too-much'],
    ['EXIF after EXIF', png([chunk('prVt', many(Buffer.from('Exif\0\0II*\0\x08\0\0\0'), 50_000))]), 'too-much'],
    [
      'pictures after pictures',
      Buffer.concat([jpeg(), many(Buffer.from([0xff, 0xd8, 0xff, 0xe0]), 500_000)]),
      'too-much',
    ],
    ['a chunk without end', png([chunk('eXIf', Buffer.alloc(17 * 1024 * 1024))]), 'too-much'],
  ])('%s', async (_, file, why) => {
    expect(await look(file)).toMatchObject({ kind: 'unreadable', why });
  });

  test('elements in elements, namespaces after namespaces', async () => {
    expect(await look(xmp('<a>'.repeat(1_000_000)))).toEqual({ kind: 'none' });
    expect(await look(xmp(`<a ${prefixes} ${'b="" '.repeat(100_000)}/>`))).toEqual({ kind: 'none' });
    expect(await look(xmp(`<!-- ${'<!-- '.repeat(1_000_000)}`))).toEqual({ kind: 'none' });
  });

  test('what the disk says goes through as it is', async () => {
    const broken = { size: 100, read: () => Promise.reject(new Error('the disk is gone')) };
    await expect(findLocation(broken)).rejects.toThrow('the disk is gone');
    expect(await findLocation(memorySource(Buffer.alloc(0)))).toEqual({ kind: 'none' });
  });
});
