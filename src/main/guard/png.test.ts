import { crc32, deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import {
  chunk,
  cleaned,
  differences,
  exifSegment,
  expectOnlyIn,
  jpeg,
  look,
  png,
  pngPixels,
} from './fixtures/files.ts';
import { exif, holdsCoordinates } from './fixtures/tiff.ts';

/** All chunks by their types; every check sum has to be right. */
function chunksOf(file: Buffer): string[] {
  const types: string[] = [];
  for (let at = 8; at < file.length; ) {
    const end = at + 12 + file.readUInt32BE(at);
    expect(file.readUInt32BE(end - 4)).toBe(crc32(file.subarray(at + 4, end - 4)));
    types.push(file.toString('latin1', at + 4, at + 8));
    at = end;
  }
  return types;
}

function rawProfile(name: string, bytes: Buffer): string {
  const lines = bytes.toString('hex').replace(/(.{72})/g, '$1\n');
  return `\n${name}\n${String(bytes.length).padStart(8)}\n${lines}\n`;
}

const packet = (inner: string): string =>
  `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" ${inner}/></rdf:RDF></x:xmpmeta>`;
const place = packet('exif:GPSLatitude="48,51.4943N"');

describe('a PNG', () => {
  test.each([
    ['eXIf', chunk('eXIf', exif({ isLittle: false })), 'exif'],
    ['eXIf with a JPEG’s head', chunk('eXIf', 'Exif\0\0', exif()), 'exif'],
    ['XMP', chunk('iTXt', 'XML:com.adobe.xmp\0\0\0\0\0', place), 'xmp'],
  ] as const)('loses location from %s in place, before and behind the pixels', async (_, part, what) => {
    for (const file of [png([part]), png([], [part])]) {
      const after = await cleaned(file, what);
      expect(holdsCoordinates(after) || after.includes('48,51')).toBe(false);
      expect(chunksOf(after)).toEqual(chunksOf(file));
      expectOnlyIn(part, file, after);
    }
  });

  test.each([
    ['compressed XMP', chunk('iTXt', 'XML:com.adobe.xmp\0\x01\0\0\0', deflateSync(place)), 'xmp'],
    ['EXIF as text', chunk('tEXt', 'Raw profile type exif\0', rawProfile('exif', exif())), 'exif'],
    [
      'EXIF as compressed text',
      chunk(
        'zTXt',
        'Raw profile type APP1\0\0',
        deflateSync(rawProfile('APP1', Buffer.concat([Buffer.from('Exif\0\0'), exif()]))),
      ),
      'exif',
    ],
    [
      'IPTC as compressed text',
      chunk(
        'zTXt',
        'Raw profile type iptc\0\0',
        deflateSync(rawProfile('iptc', Buffer.from('\x1c\x02\x5a\0\x06Canary', 'latin1'))),
      ),
      'iptc',
    ],
    ['a text named so', chunk('tEXt', 'exif:GPSLatitude\0', '48/1, 51/1'), 'text'],
  ] as const)('has a chunk that nobody reads instead of %s', async (_, part, what) => {
    const file = png([part]);
    const after = await cleaned(file, what);
    expect(chunksOf(after)).toEqual(['IHDR', 'paDd', 'IDAT', 'IEND']);
    expect(after.includes(pngPixels)).toBe(true);
    expectOnlyIn(part, file, after);
  });

  test('keeps texts that tell no place', async () => {
    const parts = [
      chunk('tEXt', 'Title\0', 'The GPS and its latitude'),
      chunk('iTXt', 'XML:com.adobe.xmp\0\x01\0\0\0', deflateSync(packet('exif:PixelXDimension="1"'))),
      chunk('zTXt', 'Raw profile type exif\0\0', deflateSync(rawProfile('exif', exif({ hasGps: false })))),
      chunk('prVt', 'whatever'),
    ];
    expect(await look(png(parts))).toEqual({ kind: 'none' });
  });

  test('is not guessed at where it can not be taken apart', async () => {
    const bomb = chunk('zTXt', 'Raw profile type exif\0\0', deflateSync(Buffer.alloc(40_000_000, 'a0')));
    expect(await look(png([bomb]))).toMatchObject({ kind: 'unreadable', why: 'too-much' });
    const broken = chunk('zTXt', 'Raw profile type exif\0\0', 'no zlib');
    expect(await look(png([broken]))).toMatchObject({ kind: 'unreadable', why: 'damaged' });
    const signed = chunk('caBX', 'jumb exif:GPSLatitude');
    expect(await look(png([signed]))).toMatchObject({ kind: 'unreadable', why: 'unknown-part' });
  });

  test('with a photo behind it loses that photo’s location', async () => {
    const file = Buffer.concat([png([]), jpeg([exifSegment(exif())])]);
    const after = await cleaned(file, 'exif');
    expect(Math.min(...differences(file, after))).toBeGreaterThan(png([]).length);
  });
});

test('chunks that nobody knows are searched, however long', async () => {
  const long = (text: string): Buffer => chunk('caBX', Buffer.alloc(2_000_000, 'x'), text);
  expect(await look(png([long('')]))).toEqual({ kind: 'none' });
  const told = [long('exif:GPSLatitude'), chunk('zxIf', Buffer.from([0]), deflateSync(exif()))];
  for (const one of told) {
    expect(await look(png([one]))).toMatchObject({ kind: 'unreadable', why: 'unknown-part' });
  }
});
