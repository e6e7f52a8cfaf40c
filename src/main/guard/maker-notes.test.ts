import { describe, expect, test } from 'vitest';
import { cleaned, exifSegment, jpeg } from './fixtures/files.ts';
import { exif, holdsCoordinates, TiffBuilder } from './fixtures/tiff.ts';

describe('the maker’s notes', () => {
  test('lose copies of the coordinates, and previews lose their own', async () => {
    const preview = jpeg([exifSegment(exif())]);
    const maker = (make: TiffBuilder): Buffer => {
      const place = (degrees: number, seconds: number): Buffer => make.u32(degrees, 1, 51, 1, seconds, 100_000_000);
      return Buffer.concat([Buffer.from('SOMEBODY'), place(48, 0x2f6c_a531), preview]);
    };
    const after = await cleaned(jpeg([exifSegment(exif({ maker }))]), 'exif', 'maker');
    expect(holdsCoordinates(after)).toBe(false);
    expect(after.includes('SOMEBODY')).toBe(true);
  });

  test('of Panasonic lose city and landmark, and keep the rest', async () => {
    const maker = (make: TiffBuilder): Buffer => {
      const name = Buffer.concat([Buffer.from('Panasonic\0\0\0'), make.u16(3)]);
      const entry = (tag: number, count: number, at: number): Buffer =>
        Buffer.concat([make.u16(tag, 7), make.u32(count, at)]);
      const rows = [entry(0x26, 4, 0x30343130), entry(0x6d, 16, 0), entry(0x6f, 16, 0)];
      return Buffer.concat([name, ...rows, make.u32(0), Buffer.from('CanaryCity\0\0\0\0\0\0CanaryTower\0\0\0\0\0')]);
    };
    const bytes = exif({ hasGps: false, maker });
    // Values count from the beginning of the EXIF.
    const table = bytes.indexOf('Panasonic\0\0\0') + 12;
    bytes.writeUInt32LE(bytes.indexOf('CanaryCity'), table + 2 + 12 + 8);
    bytes.writeUInt32LE(bytes.indexOf('CanaryTower'), table + 2 + 24 + 8);
    const after = await cleaned(jpeg([exifSegment(bytes)]), 'maker');
    expect(after.includes('Canary')).toBe(false);
    expect(after.includes('0140')).toBe(bytes.includes('0140'));
  });
});

describe('notes with directories of their own', () => {
  const name = Buffer.from('CanaryStreet\0\0\0\0', 'latin1');

  test('of Nikon lose the place', async () => {
    const info = Buffer.concat([Buffer.from('0100\x01CAN\0'), name]);
    const maker = (): Buffer => {
      const inner = new TiffBuilder(false);
      const entries = [
        { tag: 2, type: 3, value: inner.u16(0, 200) },
        { tag: 0x39, type: 7, value: info },
      ];
      return Buffer.concat([Buffer.from('Nikon\0\x02\x10\0\0', 'latin1'), inner.build({ entries })]);
    };
    const after = await cleaned(jpeg([exifSegment(exif({ hasGps: false, maker }))]), 'maker');
    expect(after.includes('Canary')).toBe(false);
  });

  test.each(['note', 'EXIF'])('of Samsung, counting from the beginning of the %s, lose the place', async (from) => {
    const maker = (make: TiffBuilder): Buffer => {
      const entry = (tag: number, type: number, count: number, value: Buffer): Buffer =>
        Buffer.concat([make.u16(tag, type), make.u32(count), value]);
      const rows = [
        entry(1, 7, 4, Buffer.from('0100')),
        entry(2, 4, 1, make.u32(0x2000)),
        entry(0x31, 2, name.length, make.u32(2 + 36 + 4)),
      ];
      return Buffer.concat([make.u16(rows.length), ...rows, make.u32(0), name]);
    };
    const bytes = exif({ hasGps: false, maker });
    const note = bytes.indexOf(name) - 42;
    if (from === 'EXIF') bytes.writeUInt32LE(note + 42, note + 2 + 24 + 8);
    const after = await cleaned(jpeg([exifSegment(bytes)]), 'maker');
    expect(after.includes('Canary')).toBe(false);
    expect(after.includes('0100')).toBe(true);
  });
});
