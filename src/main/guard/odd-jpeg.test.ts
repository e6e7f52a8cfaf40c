/** JPEGs that are not as the books say, and that readers read all the same. */
import { describe, expect, test } from 'vitest';
import { chunk, cleaned, exifSegment, jpeg, look, png, segment, u32, xmpPacket, xmpSegment } from './fixtures/files.ts';
import { exif, holdsCoordinates } from './fixtures/tiff.ts';

const packet = xmpPacket('exif:GPSLatitude="48,51.5N" photoshop:City="CanaryCity">');
const city = Buffer.from('8BIM\x04\x04\0\0\0\0\0\x0f\x1c\x02\x5a\0\x0aCanaryCity\0', 'latin1');

describe('EXIF', () => {
  test.each([
    ['without its second zero', 'Exif\0x'],
    ['in small letters', 'exif\0\0'],
    ['behind a few other bytes', '\x01\x02Exif\0\0'],
  ])('%s loses its place', async (_, heading) => {
    const after = await cleaned(jpeg([segment(0xe1, heading, exif())]), 'exif');
    expect(holdsCoordinates(after)).toBe(false);
  });

  test('with another number than 42 does too', async () => {
    const bytes = exif();
    bytes[2] = 0x2b;
    expect(holdsCoordinates(await cleaned(jpeg([exifSegment(bytes)]), 'exif'))).toBe(false);
  });

  test('with a short way to the GPS directory does too', async () => {
    const [short, signedShort] = [3, 8];
    for (const [isLittle, kind] of [
      [true, short],
      [false, short],
      [true, signedShort],
    ] as const) {
      const bytes = exif({ isLittle });
      const at = bytes.indexOf(Buffer.from(isLittle ? [0x25, 0x88, 4, 0] : [0x88, 0x25, 0, 4]));
      const way = isLittle ? bytes.readUInt32LE(at + 8) : bytes.readUInt32BE(at + 8);
      const [type, value] = [Buffer.from(isLittle ? [kind, 0] : [0, kind]), Buffer.alloc(4, 0xee)];
      if (isLittle) value.writeUInt16LE(way);
      else value.writeUInt16BE(way);
      bytes.set(type, at + 2);
      bytes.set(value, at + 8);
      expect(holdsCoordinates(await cleaned(jpeg([exifSegment(bytes)]), 'exif'))).toBe(false);
    }
  });

  test('behind XMP, and once more, is found each time', async () => {
    const file = jpeg([xmpSegment(packet), exifSegment(exif({ isLittle: false })), exifSegment(exif())]);
    const after = await cleaned(file, 'exif', 'xmp');
    expect([holdsCoordinates(after), after.includes('CanaryCity')]).toEqual([false, false]);
  });
});

test.each([
  ['an old heading', `XMP\0://ns.adobe.com/xap/1.0/\0${packet}`],
  ['a heading without an end', `http://ns.adobe.com/xap/1.0/${packet}`],
  ['no heading', packet],
])('XMP under %s loses its place', async (_, body) => {
  const after = await cleaned(jpeg([segment(0xe1, body)]), 'xmp');
  expect([after.includes('CanaryCity'), after.includes('48,51')]).toEqual([false, false]);
});

test('blocks of an old Photoshop lose theirs', async () => {
  const after = await cleaned(jpeg([segment(0xed, 'Adobe_Photoshop2.5:', Buffer.alloc(8), city)]), 'iptc');
  expect(after.includes('CanaryCity')).toBe(false);
});

describe('behind the picture', () => {
  /** Samsung's block for the country whose network the phone was in, as its newer models write it. */
  function samsung(country: string): Buffer {
    const little = (...values: number[]): Buffer => Buffer.concat(values.map((value) => u32(value).swap32()));
    const block = Buffer.concat([little(0x0aa10000, 8), Buffer.from(`MCC_Data${country}`)]);
    const list = Buffer.concat([Buffer.from('SEFH'), little(107, 1, 0x0aa10000, block.length, block.length)]);
    return Buffer.concat([block, list, little(list.length), Buffer.from('SEFT')]);
  }

  test('Samsung’s country goes', async () => {
    const after = await cleaned(jpeg([], [samsung('262')]), 'maker');
    expect(after.includes(samsung('000'))).toBe(true);
  });

  test.each([
    ['a PNG with EXIF', png([chunk('eXIf', exif())])],
    ['FotoStation’s block', Buffer.concat([city, Buffer.from('a1b2c3d4', 'hex')])],
    ['a MIE file', Buffer.from('~\x10\x04\xfe0MIE\0\0\0\0', 'latin1')],
  ])('%s is asked about', async (_, behind) => {
    expect(await look(jpeg([], [behind]))).toMatchObject({ kind: 'unreadable', why: 'unknown-part' });
  });
});
