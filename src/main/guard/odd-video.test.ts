/** Boxes of dash cameras, action cameras and others that tell a place in a way of their own. */
import { describe, expect, test } from 'vitest';
import { box, cleaned, look, u32, xmpPacket } from './fixtures/files.ts';
import { gpsDirectory, holdsCoordinates, TiffBuilder } from './fixtures/tiff.ts';
import { handler, media, movieHeader, place, start, xyz } from './fixtures/video.ts';

const file = (...boxes: readonly Buffer[]): Buffer => Buffer.concat([start, media, ...boxes]);
const movie = (...inside: readonly Buffer[]): Buffer => box('moov', movieHeader, ...inside);
const uuid = (id: string, ...body: readonly (string | Buffer)[]): Buffer =>
  box('uuid', Buffer.from(id, 'hex'), ...body);

test.each([
  ['gps0', file(box('gps0', Buffer.alloc(2000, 0x41)))],
  ['gps0 in the movie', file(movie(box('gps0', Buffer.alloc(2000, 0x41))))],
  ['udat', file(box('udat', Buffer.alloc(2_000_000, '$GPRMC,115830,A,5138.0000,N,00040.2000,W\r\n')))],
  ['inst', file(box('inst', Buffer.alloc(2_000_000, 1)))],
  ['a long box that nobody knows', file(box('wxyz', Buffer.alloc(2_000_000), '{"latitude": 48.8584}'))],
  ['Kenwood’s', file(movie(box('udta', 'VIDEO', Buffer.alloc(30, 'U'), Buffer.alloc(64, 3))))],
  ['boxes that come to an end too early', file(movie(box('udta', box('abcd', 'x'), u32(2, 0x1020304), xyz)))],
])('%s is asked about', async (_, bytes) => {
  expect(await look(bytes)).toMatchObject({ kind: 'unreadable', why: 'unknown-part' });
});

test('a long box that says nothing is let pass', async () => {
  expect(await look(file(box('wxyz', Buffer.alloc(2_000_000))))).toEqual({ kind: 'none' });
});

describe('a maker’s own', () => {
  test.each([
    ['Garmin', '9b630f8d637440ec8204bc5ff5091728'],
    ['360fly', 'efe1589abb7749ef809527759eb1dc6f'],
  ])('list of places is emptied (%s)', async (_, id) => {
    const after = await cleaned(file(movie(uuid(id, Buffer.alloc(64, 3)))), 'maker');
    expect(after.includes(Buffer.alloc(64, 3))).toBe(false);
  });

  test('GPS directory is emptied, and one without a place is left alone (Canon)', async () => {
    const make = new TiffBuilder(true);
    const canon = (bytes: Buffer): Buffer => file(movie(uuid('85c0b687820f11e08111f4ce462b6a48', box('CMT4', bytes))));
    expect(holdsCoordinates(await cleaned(canon(make.build(gpsDirectory(make))), 'exif'))).toBe(false);
    const version = { entries: [{ tag: 0, type: 1, value: Buffer.from([2, 3, 0, 0]) }] };
    expect(await look(canon(new TiffBuilder(true).build(version)))).toEqual({ kind: 'none' });
  });
});

test('XMP of more than a megabyte loses its place', async () => {
  const packet = xmpPacket(`note:x="${'x'.repeat(1_200_000)}" photoshop:City="CanaryCity">`);
  const after = await cleaned(file(uuid('be7acfcb97a942e89c71999491e3afac', packet)), 'xmp');
  expect(after.includes('CanaryCity')).toBe(false);
});

describe('Apple’s list of keys', () => {
  const key = 'com.apple.quicktime.location.ISO6709';
  const item = box('\0\0\0\x01', box('data', u32(1, 0), place));
  const list = (version: Buffer = Buffer.alloc(0)): Buffer =>
    box('meta', version, handler('mdta'), box('keys', u32(0, 1), box('mdta', key)), box('ilst', item));

  test.each([
    ['as QuickTime has it', list()],
    ['with a version before it', list(u32(0))],
  ])('loses its place %s', async (_, meta) => {
    const after = await cleaned(file(movie(meta)), 'video-location');
    expect(after.includes('48.8584')).toBe(false);
  });

  test.each([
    ['has no handler', 'hdlr', 0, 'h\x01lr'],
    ['has a key too long', 'mdtacom', -2, '\x01'],
    ['has a value in no box', 'data', 0, 'd\x01ta'],
    ['is longer than its items', 'ilst', 4, '\0\0\0\xff'],
    ['lies behind a box without a name', 'mdat', 0, 'm\x01at'],
  ])('is asked about where it %s', async (_, near, from, put) => {
    const bytes = file(movie(list()));
    bytes.write(put, bytes.indexOf(near) + from, 'latin1');
    expect(await look(bytes)).toMatchObject({ kind: 'unreadable' });
  });
});
