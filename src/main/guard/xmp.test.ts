import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  cleaned,
  exifSegment,
  expectOnlyIn,
  jpeg,
  look,
  segment,
  u32,
  xmpPacket,
  xmpSegment,
} from './fixtures/files.ts';
import { exif, holdsCoordinates } from './fixtures/tiff.ts';

describe('XMP', () => {
  test('loses places as attributes, elements and structures, and keeps the rest', async () => {
    const packet = xmpPacket(
      `exif:GPSLatitude="48,51.4943N" photoshop:City='CanaryCity' dc:format="image/jpeg" Iptc4xmpExt:WorldRegion="Canary"><exif:GPSLongitude>2,17.6E</exif:GPSLongitude><dc:title><rdf:Alt><rdf:li xml:lang="x-default">A titl\xc3\xa9</rdf:li></rdf:Alt></dc:title><Iptc4xmpExt:LocationCreated><rdf:Bag><rdf:li rdf:parseType="Resource"><Iptc4xmpExt:City>CanaryCity</Iptc4xmpExt:City></rdf:li></rdf:Bag></Iptc4xmpExt:LocationCreated>`,
    );
    const file = jpeg([xmpSegment(packet)]);
    const after = await cleaned(file, 'xmp');
    for (const gone of ['48,51', 'Canary', '2,17.6E', 'GPSL']) expect(after.includes(gone)).toBe(false);
    for (const kept of ['dc:format="image/jpeg"', 'A titl', '<?xpacket end="w"?>'])
      expect(after.includes(kept)).toBe(true);
    expectOnlyIn(Buffer.from(packet, 'latin1'), file, after);
  });

  test('goes by namespaces, not by the names that files give them', async () => {
    const after = await cleaned(
      jpeg([
        xmpSegment(
          xmpPacket('xmlns:p="http://ns.adobe.com/photoshop/1.0/" xmlns:q="urn:q" p:State="Canary" q:State="kept">'),
        ),
      ]),
      'xmp',
    );
    expect(after.includes('Canary')).toBe(false);
    expect(after.includes('q:State="kept"')).toBe(true);
  });

  test('in UTF-16, or broken, becomes an empty packet where it speaks of a place', async () => {
    const wide = Buffer.from(`\uFEFF${xmpPacket('exif:GPSLatitude="48,51.4943N">')}`, 'utf16le');
    const broken = Buffer.from(xmpPacket('exif:GPSLatitude="48,51.4943N"><dc:title></dc:subject>'), 'latin1');
    for (const packet of [wide, broken]) {
      const after = await cleaned(jpeg([xmpSegment(packet)]), 'xmp');
      expect(after.toString('latin1').replaceAll('\0', '')).not.toContain('48,51');
      expect(after.includes('<x:xmpmeta')).toBe(true);
    }
    const harmless = Buffer.from(`\uFEFF${xmpPacket('dc:format="image/jpeg">')}`, 'utf16le');
    expect(await look(jpeg([xmpSegment(harmless)]))).toEqual({ kind: 'none' });
  });

  test('over many segments is cleaned as one, and named by its new digest', async () => {
    const long = Buffer.from(xmpPacket(`dc:source="${'x'.repeat(300)}" exif:GPSLatitude="48,51.4943N">`), 'latin1');
    const digest = createHash('md5').update(long).digest('hex').toUpperCase();
    const piece = (from: number, end: number): Buffer => {
      const head = ['http://ns.adobe.com/xmp/extension/\0', digest, u32(long.length, from)];
      return segment(0xe1, ...head, long.subarray(from, end));
    };
    const cut = long.indexOf('GPSLat') + 3;
    const main = xmpSegment(xmpPacket(`note:HasExtendedXMP="${digest}">`));
    const file = jpeg([main, piece(cut, long.length), piece(0, cut)]);
    const after = await cleaned(file, 'xmp');
    expect(after.includes('48,51')).toBe(false);
    const renamed = /HasExtendedXMP="([0-9A-F]{32})"/.exec(after.toString('latin1'))?.[1] ?? '';
    expect(renamed).not.toBe(digest);
    expect(after.toString('latin1').split(renamed)).toHaveLength(4);
    expect(after.includes(digest)).toBe(false);
    expect(await look(jpeg([main, piece(cut, long.length)]))).toMatchObject({ kind: 'unreadable', why: 'damaged' });
  });

  test('with an image as base64 cleans the image', async () => {
    const image = jpeg([exifSegment(exif())]).toString('base64');
    const lines = image.replace(/(.{76})/g, '$1&#xA;');
    const packet = xmpPacket(`><dc:source>${lines}</dc:source>`);
    const after = await cleaned(jpeg([xmpSegment(packet)]), 'exif');
    const now = /<dc:source>([^<]*)</.exec(after.toString('latin1'))?.[1] ?? '';
    expect(now.match(/&#xA;/g)?.length).toBe(lines.match(/&#xA;/g)?.length);
    const picture = Buffer.from(now.replaceAll('&#xA;', ''), 'base64');
    expect(picture.length).toBe(jpeg([exifSegment(exif())]).length);
    expect(holdsCoordinates(picture)).toBe(false);
  });
});

test('a property whose namespace has no prefix is known', async () => {
  const state = '<State xmlns="http://ns.adobe.com/photoshop/1.0/">CanaryState</State>';
  const after = await cleaned(jpeg([xmpSegment(xmpPacket(`>${state}<dc:State>kept</dc:State>`))]), 'xmp');
  expect([after.includes('CanaryState'), after.includes('kept')]).toEqual([false, true]);
});

test.each([
  ['a comment', '<!-- <exif:GPSLatitude>48,51.5N</exif:GPSLatitude> -->'],
  ['an instruction that does not end where it should', '<?old > <exif:GPSLatitude>48,51.5N</exif:GPSLatitude> ?>'],
])('what hides in %s goes', async (_, hidden) => {
  const file = jpeg([xmpSegment(xmpPacket(`><!-- a remark -->${hidden}<dc:format>kept</dc:format>`))]);
  const after = await cleaned(file, 'xmp');
  expect(after.includes('48,51')).toBe(false);
  for (const kept of ['<!-- a remark -->', '<dc:format>kept', '<?xpacket end="w"?>'])
    expect(after.includes(kept)).toBe(true);
});
