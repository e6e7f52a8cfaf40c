import { expect, test } from 'vitest';
import { cleaned, expectOnlyIn, look, riffChunk, webp, webpPixels } from './fixtures/files.ts';
import { exif, holdsCoordinates } from './fixtures/tiff.ts';

const packet = Buffer.from(
  '<x:xmpmeta xmlns:x="adobe:ns:meta/"><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><r:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="48,51.4943N"/></r:RDF></x:xmpmeta>',
);

test('EXIF and XMP of a WebP lose location in place', async () => {
  const metadata = Buffer.concat([riffChunk('EXIF', exif()), riffChunk('XMP ', packet)]);
  const file = webp([metadata]);
  const after = await cleaned(file, 'exif', 'xmp');
  expect(holdsCoordinates(after)).toBe(false);
  expect(after.includes('48,51')).toBe(false);
  expect(after.includes(webpPixels)).toBe(true);
  expectOnlyIn(metadata, file, after);
});

test('a WebP that is cut off in its metadata is told', async () => {
  const file = webp([riffChunk('EXIF', exif())]);
  expect(await look(file.subarray(0, file.length - 20))).toMatchObject({ kind: 'unreadable', why: 'damaged' });
  expect(await look(webp([]))).toEqual({ kind: 'none' });
});

test('chunks behind the length that it says are looked at, as readers do', async () => {
  const metadata = [riffChunk('EXIF', exif()), riffChunk('XMP\0', packet)];
  for (const said of [0, webp([]).length - 8, 0xffff_ffff]) {
    const file = webp(metadata);
    file.writeUInt32LE(said, 4);
    const after = await cleaned(file, 'exif', 'xmp');
    expect([holdsCoordinates(after), after.includes('48,51')]).toEqual([false, false]);
  }
  const behind = Buffer.concat([webp([]), Buffer.alloc(1000, 'junk')]);
  expect(await look(behind)).toEqual({ kind: 'none' });
});

test('other files of the same family are none of them', async () => {
  expect(await look(riffChunk('RIFF', Buffer.from('AVI LIST')))).toEqual({ kind: 'none' });
});
