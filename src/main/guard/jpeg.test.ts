import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { box, cleaned, exifSegment, expectOnlyIn, jpeg, look, segment, u32, xmpPacket } from './fixtures/files.ts';
import { exif, holdsCoordinates, text } from './fixtures/tiff.ts';
import { Tiff } from './tiff.ts';
import { Work } from './work.ts';

describe('EXIF', () => {
  for (const isLittle of [true, false]) {
    test(`loses its GPS directory and keeps the rest (${isLittle ? 'little' : 'big'} endian)`, async () => {
      const before = exif({ isLittle });
      const file = jpeg([segment(0xe0, 'JFIF\0\x01\x01\0\0\x01\0\x01\0\0'), exifSegment(before)]);
      const after = await cleaned(file, 'exif');
      expect(holdsCoordinates(file)).toBe(true);
      expect(holdsCoordinates(after)).toBe(false);
      expect(after.includes('2026:05:04')).toBe(false);
      expectOnlyIn(before, file, after);

      const start = file.indexOf(before);
      const tiff = Tiff.open(after.subarray(start, start + before.length), new Work());
      if (!tiff) throw new Error('no TIFF any more');
      const { entries } = tiff.directory(tiff.u32(4));
      expect(entries.map(({ tag }) => tag)).toEqual([0x010f, 0x0112, 0x8769, 0xa420]);
      expect(entries.map((entry) => tiff.valueOf(entry).toString('latin1')).at(-1)).toBe('the one and only\0');
    });
  }

  test('with the version of the GPS tags only, as without a fix, is left alone', async () => {
    const version = {
      tag: 0x8825,
      type: 4,
      value: { entries: [{ tag: 0, type: 1, value: Buffer.from([2, 3, 0, 0]) }] },
    };
    expect(await look(jpeg([exifSegment(exif({ hasGps: false, more: [version] }))]))).toEqual({ kind: 'none' });
  });

  test('in the thumbnail, and in the thumbnail of the thumbnail, goes too', async () => {
    const inner = jpeg([exifSegment(exif({ thumbnail: jpeg([exifSegment(exif())]) }))]);
    const after = await cleaned(jpeg([exifSegment(exif({ hasGps: false, thumbnail: inner }))]), 'exif');
    expect(holdsCoordinates(after)).toBe(false);
  });

  test('over two segments is one', async () => {
    const whole = exif({ more: [{ tag: 0xa431, type: 2, value: Buffer.alloc(3000, 'x') }] });
    const at = 1500;
    const after = await cleaned(jpeg([exifSegment(whole.subarray(0, at)), exifSegment(whole.subarray(at))]), 'exif');
    expect(holdsCoordinates(after)).toBe(false);
  });

  test('of coordinates that lie over its own tables is told, not guessed at', async () => {
    const bytes = exif();
    const tiff = Tiff.open(bytes, new Work());
    if (!tiff) throw new Error('no TIFF');
    const gps = tiff.directory(tiff.u32(4)).entries.find(({ tag }) => tag === 0x8825);
    if (!gps) throw new Error('no GPS');
    const latitude = tiff.directory(tiff.u32(gps.at + 8)).entries[2];
    bytes.writeUInt32LE(tiff.u32(4), (latitude?.at ?? 0) + 8);
    expect(await look(jpeg([exifSegment(bytes)]))).toMatchObject({ kind: 'unreadable', why: 'damaged' });
  });

  test('whose directories lead back to each other comes to an end', async () => {
    const bytes = exif();
    const table = bytes.readUInt32LE(4);
    bytes.writeUInt32LE(table, table + 2 + bytes.readUInt16LE(table) * 12);
    await cleaned(jpeg([exifSegment(bytes)]), 'exif');
  });
});

test('coordinates of the picture’s corners are taken out of EXIF too', async () => {
  const corners = Buffer.from('CanaryCorners of a map--');
  const after = await cleaned(jpeg([exifSegment(exif({ more: [{ tag: 0x8482, type: 12, value: corners }] }))]), 'exif');
  expect(after.includes('Canary')).toBe(false);
  expect(holdsCoordinates(after)).toBe(false);
});

describe('Photoshop’s blocks', () => {
  const dataset = (number: number, value: string): Buffer =>
    Buffer.concat([Buffer.from([0x1c, 2, number, 0, value.length]), Buffer.from(value)]);
  const block = (id: number, data: Buffer): Buffer =>
    Buffer.concat([
      Buffer.from('8BIM'),
      Buffer.from([id >> 8, id & 0xff, 0, 0]),
      u32(data.length),
      data,
      Buffer.alloc(data.length % 2),
    ]);

  test('lose the places of IPTC, EXIF and XMP, over segments, and have a digest that fits', async () => {
    const iptc = Buffer.concat([dataset(5, 'A title'), dataset(90, 'CanaryCity'), dataset(101, 'Canaria')]);
    const digest = createHash('md5').update(iptc).digest();
    const all = Buffer.concat([
      block(0x0404, iptc),
      block(0x0425, digest),
      block(0x0422, exif()),
      block(0x0424, Buffer.from(xmpPacket('photoshop:City="CanaryCity">'), 'latin1')),
      block(0x040c, Buffer.concat([Buffer.alloc(28), jpeg([exifSegment(exif())])])),
    ]);
    const start = 'Photoshop 3.0\0';
    const cut = all.indexOf('Canary') + 3;
    const file = jpeg([segment(0xed, start, all.subarray(0, cut)), segment(0xed, start, all.subarray(cut))]);
    const after = await cleaned(file, 'iptc', 'exif', 'xmp');
    expect(holdsCoordinates(after)).toBe(false);
    expect(after.includes('CanaryCity')).toBe(false);
    expect(after.includes('A title')).toBe(true);
    const now = createHash('md5')
      .update(Buffer.concat([dataset(5, 'A title'), dataset(90, ' '.repeat(10)), dataset(101, ' '.repeat(7))]))
      .digest();
    expect(after.includes(now)).toBe(true);
  });
});

describe('what follows the picture', () => {
  const video = Buffer.concat([
    box('ftyp', 'mp42', u32(0), 'isom'),
    box('mdat', Buffer.alloc(500, 0xab)),
    box(
      'moov',
      box('mvhd', Buffer.alloc(100)),
      box('udta', box('\xa9xyz', Buffer.from([0, 18, 0x15, 0xc7]), '+48.8584+002.2945/')),
    ),
  ]);

  test('a second picture and a motion photo’s video are cleaned, whatever lies between', async () => {
    const samsung = Buffer.concat([
      Buffer.alloc(2),
      Buffer.from([0x30, 0x0a]),
      u32(0x10000000),
      Buffer.from('MotionPhoto_Data'),
    ]);
    const tail = Buffer.from('SEFH\x6b\0\0\0\x01\0\0\0SEFT', 'latin1');
    const file = jpeg(
      [exifSegment(exif())],
      [Buffer.alloc(100), jpeg([exifSegment(exif({ isLittle: false }))]), samsung, video, tail],
    );
    const after = await cleaned(file, 'exif', 'video-location');
    expect(holdsCoordinates(after)).toBe(false);
    expect(after.includes('+48.8584')).toBe(false);
    expect(after.subarray(-tail.length).equals(tail)).toBe(true);
  });

  test('that we do not know is let pass, unless it speaks of a place', async () => {
    expect(await look(jpeg([], [Buffer.alloc(3_000_000, 'some junk ')]))).toEqual({ kind: 'none' });
    const told = jpeg([exifSegment(exif())], [Buffer.alloc(1_000_000, 'junk'), Buffer.from('{"latitude":48.8584}')]);
    expect(await look(told)).toMatchObject({ kind: 'unreadable', why: 'unknown-part', what: ['exif'] });
  });
});

test('a segment that we do not know is let pass, unless it speaks of a place', async () => {
  expect(await look(jpeg([segment(0xe7, 'HOUSE\0and garden'), segment(0xfe, 'a comment')]))).toEqual({ kind: 'none' });
  const told = jpeg([segment(0xeb, 'JP\0\0stds.exif{"exif:GPSLatitude": "48,51.49N"}')]);
  expect(await look(told)).toMatchObject({ kind: 'unreadable', why: 'unknown-part', format: 'jpeg' });
});

test('a picture that is cut off is told by what is there', async () => {
  const whole = jpeg([exifSegment(exif())]);
  await cleaned(whole.subarray(0, whole.length - 3), 'exif');
  const inExif = whole.subarray(0, 100);
  expect(await look(inExif)).toMatchObject({ kind: 'unreadable', why: 'damaged' });
});

test('text is not taken for what it speaks of', async () => {
  expect(await look(text('{"latitude": 48.8584}'))).toEqual({ kind: 'none' });
});
