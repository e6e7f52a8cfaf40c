import { describe, expect, test } from 'vitest';
import { patchEnd } from '../net/patched-payload.ts';
import { box, cleaned, differences, exifSegment, expectOnlyIn, jpeg, look, u32 } from './fixtures/files.ts';
import { exif, holdsCoordinates } from './fixtures/tiff.ts';
import { handler, media, movieHeader, place, start, xyz } from './fixtures/video.ts';
import { findLocation } from './location.ts';

const loci = box(
  'loci',
  u32(0),
  Buffer.from([0x15, 0xc7]),
  'CanaryCity\0',
  Buffer.from([0]),
  u32(0x24b88, 0x30dbf2, 0),
  'earth\0\0',
);
const maker = box('manu', 'a maker');

function keysMeta(names: readonly string[], values: readonly string[]): Buffer {
  const keys = box('keys', u32(0, names.length), ...names.map((name) => box('mdta', name)));
  const item = (value: string, index: number): Buffer => {
    const bytes = box('0000', box('data', u32(1, 0), value));
    bytes.writeUInt32BE(index + 1, 4);
    return bytes;
  };
  return box('meta', handler('mdta'), keys, box('ilst', ...values.map(item)));
}

describe('what describes a video', () => {
  test('loses QuickTime’s and 3GPP’s places, wherever it lies', async () => {
    const movie = (...inside: Buffer[]): Buffer => box('moov', movieHeader, ...inside);
    const track = box('trak', box('tkhd', Buffer.alloc(84)), box('udta', xyz));
    const movies = [movie(box('udta', maker, xyz, loci)), movie(track), movie(box('udta', loci), track)];
    for (const moov of movies) {
      for (const file of [Buffer.concat([start, moov, media]), Buffer.concat([start, media, moov])]) {
        const after = await cleaned(file, 'video-location');
        expect(after.includes('48.8584')).toBe(false);
        expect(after.includes('CanaryCity')).toBe(false);
        expect(after.includes('a maker')).toBe(file.includes('a maker'));
        expectOnlyIn(moov, file, after);
      }
    }
  });

  test('loses Apple’s keys, and keeps the other ones', async () => {
    const names = [
      'com.apple.quicktime.make',
      'com.apple.quicktime.location.ISO6709',
      'com.apple.quicktime.content.identifier',
    ];
    const meta = keysMeta(names, ['Apple', place, 'AAAA-BBBB']);
    const file = Buffer.concat([start, media, box('moov', movieHeader, meta)]);
    const after = await cleaned(file, 'video-location');
    expect(after.includes('48.8584')).toBe(false);
    expect(after.includes('AAAA-BBBB')).toBe(true);
    expect(differences(file, after)).toHaveLength(place.length);
  });

  test('loses XMP, and previews with EXIF', async () => {
    const packet =
      '<x:xmpmeta xmlns:x="adobe:ns:meta/"><e:GPSLatitude xmlns:e="http://ns.adobe.com/exif/1.0/">48,51N</e:GPSLatitude></x:xmpmeta>';
    const uuid = box('uuid', Buffer.from('be7acfcb97a942e89c71999491e3afac', 'hex'), packet);
    const inside = box(
      'moov',
      movieHeader,
      box('udta', box('XMP_', packet), box('PANA', 'x', jpeg([exifSegment(exif())]))),
    );
    const after = await cleaned(Buffer.concat([start, uuid, media, inside]), 'xmp', 'exif');
    expect(after.includes('48,51')).toBe(false);
    expect(holdsCoordinates(after)).toBe(false);
  });

  test('at the end of four gigabytes is found by seeking', async () => {
    const far = 4 * 1024 ** 3;
    const moov = box('moov', movieHeader, box('udta', xyz));
    const head = Buffer.concat([
      start,
      u32(1),
      Buffer.from('mdat'),
      u32(Math.floor((far - start.length) / 2 ** 32), (far - start.length) % 2 ** 32),
    ]);
    let bytesRead = 0;
    const at = (offset: number): Buffer => {
      if (offset < head.length) return head.subarray(offset, offset + 1);
      return offset >= far ? moov.subarray(offset - far, offset - far + 1) : Buffer.alloc(1);
    };
    const answer = await findLocation({
      size: far + moov.length,
      read(from, end) {
        bytesRead += end - from;
        return Promise.resolve(Buffer.concat(Array.from({ length: end - from }, (_, index) => at(from + index))));
      },
    });
    if (answer.kind !== 'found') throw new Error(JSON.stringify(answer));
    expect(answer.patches.every((patch) => patch.offset > far && patchEnd(patch) <= far + moov.length)).toBe(true);
    expect(bytesRead).toBeLessThan(300_000);
  });
});

test('what can hold a location and is not taken apart says so', async () => {
  const brands = (major: string, ...others: string[]): Buffer => box('ftyp', major, u32(0), ...others);
  const opaque: readonly (readonly [string, Buffer])[] = [
    ['heic', brands('heic', 'mif1')],
    ['avif', brands('mif1', 'avif', 'miaf')],
    ['raw', brands('crx ', 'isom')],
    ['raw', Buffer.from('FUJIFILMCCD-RAW 0201')],
    ['tiff', exif()],
    ['jpeg-xl', Buffer.from('0000000c4a584c200d0a870a', 'hex')],
    ['photoshop', Buffer.from('8BPS\0\x01')],
  ];
  for (const [format, file] of opaque) {
    expect(await look(file)).toEqual({ kind: 'unreadable', why: 'format', format, what: [] });
  }
  const dashcam = Buffer.concat([start, media, box('moov', movieHeader, box('gps ', u32(0x101, 1, 64, 64)))]);
  expect(await look(dashcam)).toMatchObject({ kind: 'unreadable', why: 'unknown-part' });
});
