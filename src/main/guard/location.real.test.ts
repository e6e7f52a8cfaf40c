/** ExifTool writes the location, and says what is left of it (Debian: libimage-exiftool-perl). */
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { drained, testFolder } from '../net/fixtures/loopback.ts';
import { patchedPayload } from '../net/patched-payload.ts';
import { filePayload, pinFile } from '../net/pinned-file.ts';
import { box, jpeg, picture, png, pngPixels, riffChunk, u32, webp, webpPixels } from './fixtures/files.ts';
import { findLocationIn } from './location.ts';

const run = promisify(execFile);
const exiftool = async (...args: string[]): Promise<string> =>
  (await run('exiftool', args, { encoding: 'utf8' })).stdout;

const place = [
  '-GPSLatitude=48.8584',
  '-GPSLatitudeRef=N',
  '-GPSLongitude=2.2945',
  '-GPSLongitudeRef=E',
  '-GPSAltitude=35',
];
const exif = [
  ...place.map((option) => option.replace('-GPS', '-EXIF:GPS')),
  '-EXIF:Make=A maker',
  '-EXIF:ExposureTime=1/125',
  '-EXIF:Orientation#=6',
];
const xmp = [
  '-XMP-exif:GPSLatitude=48.8584',
  '-XMP-exif:GPSLongitude=2.2945',
  '-XMP-photoshop:City=CanaryCity',
  '-XMP-iptcCore:Location=CanaryStreet',
  '-XMP-iptcExt:LocationCreatedCity=CanaryCity',
  '-XMP-iptcExt:LocationShownCountryName=Canaria',
  '-XMP-dc:Title=A title',
  '-XMP-dc:Subject=one',
  '-XMP-dc:Subject=two',
];
const iptc = [
  '-IPTC:City=CanaryCity',
  '-IPTC:Sub-location=CanaryStreet',
  '-IPTC:Province-State=Canaria',
  '-IPTC:Country-PrimaryLocationName=Canaria',
  '-IPTC:ContentLocationName=Canaria',
  '-IPTC:ObjectName=A title',
  '-IPTCDigest=new',
];

const isPlace = (name: string): boolean =>
  /GPS|Latitude|Longitude|City|State|Country|Location|Sub-location|Canar/i.test(name);

/** What ExifTool reads: tags with their groups, and its complaints. Offsets and digests are what has to differ. */
async function readTags(path: string): Promise<{ tags: Map<string, string>; complaints: string[] }> {
  const text = await exiftool(
    '-json',
    '-G1:3',
    '-a',
    '-ee',
    '-n',
    '-struct',
    '-validate',
    '-warning',
    '-error',
    '-all',
    path,
  );
  const read = z.tuple([z.record(z.string(), z.json())]).parse(JSON.parse(text))[0];
  const tags = new Map<string, string>();
  const complaints: string[] = [];
  for (const [name, value] of Object.entries(read)) {
    if (/^System:|^ExifTool:ExifToolVersion|^SourceFile|Digest$/.test(name)) continue;
    if (/Warning$|Error$|Validate$/.test(name)) complaints.push(`${name}: ${JSON.stringify(value)}`);
    else tags.set(name, JSON.stringify(value));
  }
  return { tags, complaints };
}

const sentPath = (path: string): string => join(dirname(path), `sent-${basename(path)}`);

/** What would be sent of the file, written beside it; `pixels` are in it as they were, and the file is what it was. */
async function sendable(path: string, pixels: Buffer): Promise<{ path: string; bytes: Buffer }> {
  const before = await readFile(path);
  const payload = filePayload(await pinFile(path), 'a', 'b');
  const answer = await findLocationIn(payload);
  if (answer.kind !== 'found') throw new Error(`expected a location: ${JSON.stringify(answer)}`);
  await using reader = await patchedPayload(payload, answer.patches).open();
  const bytes = await drained(reader.chunks());
  expect(bytes.length).toBe(before.length);
  expect((await readFile(path)).equals(before)).toBe(true);
  expect(before.indexOf(pixels)).toBeGreaterThan(0);
  expect(bytes.indexOf(pixels)).toBe(before.indexOf(pixels));
  // ExifTool goes by the extension where it can.
  const sent = sentPath(path);
  await writeFile(sent, bytes);
  expect(await findLocationIn(filePayload(await pinFile(sent), 'a', 'b'))).toEqual({ kind: 'none' });
  return { path: sent, bytes };
}

async function expectCleaned(path: string, pixels: Buffer, least: readonly RegExp[]): Promise<Buffer> {
  const before = await readTags(path);
  const names = [...before.tags.keys()];
  for (const wanted of least) expect(names.filter((name) => wanted.test(name))).not.toEqual([]);
  const sent = await sendable(path, pixels);
  const after = await readTags(sent.path);
  expect([...after.tags].filter(([name, value]) => isPlace(name) && !/^"\s*"$/.test(value))).toEqual([]);
  expect(sent.bytes.includes('Canar')).toBe(false);
  const kept = (tags: Map<string, string>) => [...tags].filter(([name]) => !isPlace(name));
  expect(kept(after.tags)).toEqual(kept(before.tags));
  expect(after.complaints.filter((complaint) => !before.complaints.includes(complaint))).toEqual([]);
  return sent.bytes;
}

describe('what ExifTool wrote into', () => {
  test.each(['II', 'MM'])('a JPEG (%s) is gone: EXIF, XMP, IPTC, and the thumbnail’s EXIF', async (order) => {
    await using folder = await testFolder();
    const thumbnail = await folder.file('thumbnail.jpg', jpeg());
    await exiftool('-q', '-overwrite_original', ...exif, thumbnail);
    const path = await folder.file('photo.jpg', jpeg());
    await exiftool(
      '-q',
      '-overwrite_original',
      `-ExifByteOrder=${order}`,
      ...exif,
      ...xmp,
      ...iptc,
      `-ThumbnailImage<=${thumbnail}`,
      path,
    );
    const bytes = await expectCleaned(path, picture, [
      /^GPS:.*GPSLatitude$/,
      /^XMP-exif:.*GPSLatitude$/,
      /^IPTC:.*City$/,
      /ThumbnailImage$/,
    ]);
    const [, inner] = [...bytes.toString('latin1').matchAll(/\xff\xd8\xff/g)];
    const thumbnailPath = await folder.file('sent-thumbnail.jpg', bytes.subarray(inner?.index ?? 0));
    expect([...(await readTags(thumbnailPath)).tags.keys()].filter(isPlace)).toEqual([]);
  });

  test.each([
    ['compressed', ['-z']],
    ['plain', []],
  ] as const)('a PNG is gone (%s)', async (_, options) => {
    await using folder = await testFolder();
    const path = await folder.file('photo.png', png([]));
    await exiftool('-q', '-overwrite_original', ...options, ...exif, ...xmp, path);
    await expectCleaned(path, pngPixels, [/^GPS:.*GPSLatitude$/]);
  });

  test('XMP longer than a segment is gone', async () => {
    await using folder = await testFolder();
    const path = await folder.file('photo.jpg', jpeg());
    const history = `-XMP-photoshop:History=${'a long story '.repeat(9000)}`;
    await exiftool('-q', '-overwrite_original', '-api', 'Compact=NoPadding', history, ...xmp, path);
    await expectCleaned(path, picture, [/^XMP-exif:.*GPSLatitude$/, /History$/]);
    const sent = await readFile(sentPath(path));
    expect(sent.includes('http://ns.adobe.com/xmp/extension/')).toBe(true);
  });

  test('a WebP is gone', async () => {
    await using folder = await testFolder();
    const from = await folder.file('photo.jpg', jpeg());
    await exiftool('-q', '-overwrite_original', ...exif, ...xmp, from);
    const [exifPath, xmpPath] = [`${from}.exif`, `${from}.xmp`];
    await exiftool('-q', '-tagsfromfile', from, '-exif:all', '-unsafe', '-o', exifPath, from).catch(() => '');
    await exiftool('-q', '-tagsfromfile', from, '-xmp:all', '-o', xmpPath, from).catch(() => '');
    const chunks = [riffChunk('EXIF', await readFile(exifPath)), riffChunk('XMP ', await readFile(xmpPath))];
    const path = await folder.file('photo.webp', webp(chunks));
    await expectCleaned(path, webpPixels, [/^GPS:.*GPSLatitude$/, /^XMP-exif:.*GPSLatitude$/]);
  });

  test.each(['mp42', 'qt  '])('a video (%s) is gone, before and behind its media', async (brand) => {
    await using folder = await testFolder();
    const media = Buffer.alloc(4000, 0xab);
    const movie = box('moov', box('mvhd', u32(0, 0, 0, 1000, 0, 0x10000), Buffer.alloc(76)));
    const path = await folder.file(
      'video.mp4',
      Buffer.concat([box('ftyp', brand, u32(0), brand), box('mdat', media), movie]),
    );
    const coordinates = '48.8584, 2.2945, 35';
    const groups = ['Keys', 'UserData', 'ItemList'].map((group) => `-${group}:GPSCoordinates=${coordinates}`);
    const more = [
      '-Keys:LocationName=CanaryCity',
      '-Keys:Make=A maker',
      '-UserData:Copyright=me',
      '-ItemList:Title=A title',
    ];
    await exiftool('-q', '-overwrite_original', ...groups, ...more, ...xmp, path);
    const bytes = await expectCleaned(path, media, [
      /^Keys:.*GPSCoordinates$/,
      /^UserData:.*GPSCoordinates$/,
      /^XMP-exif:.*GPSLatitude$/,
    ]);
    expect(bytes.includes('48.8584')).toBe(false);
  });
});
