/** GIF, PDF and Matroska: asked about where they tell a place, and let pass where they do not. */
import { expect, test } from 'vitest';
import { exifSegment, jpeg, look, xmpPacket, xmpSegment } from './fixtures/files.ts';
import { exif } from './fixtures/tiff.ts';

const bytes = (...parts: readonly (string | Buffer)[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)));
const withPlace = xmpPacket('exif:GPSLatitude="48,51.5N" dc:format="x">');
const without = xmpPacket('dc:format="location unknown">');
const long = xmpPacket(`note:x="${'x'.repeat(100_000)}"><photoshop:City>CanaryCity</photoshop:City>`);

const gif = (packet: string): Buffer =>
  bytes(
    'GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff',
    ...(packet ? ['!\xff\x0bXMP DataXMP', packet, Buffer.from([1, ...Array(256).keys()].reverse()), '\0'] : []),
    ',\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;',
  );
const pdf = (...streams: readonly (string | Buffer)[]): Buffer =>
  bytes('%PDF-1.7\n', ...streams.flatMap((stream) => ['1 0 obj<<>>stream\n', stream, '\nendstream endobj\n']), '%%EOF');
/** Tags as ffmpeg writes them of a phone's video: TagName, TagString. */
const tag = (name: string, value: string): Buffer =>
  bytes('E\xa3', Buffer.from([0x80 | name.length]), name, 'D\x87', Buffer.from([0x80 | value.length]), value);
const matroska = (...parts: readonly Buffer[]): Buffer => bytes('\x1aE\xdf\xa3', Buffer.alloc(40), ...parts);
const media = Buffer.alloc(3_000_000, 0xab);
/** A photo on the border of what is read at a time. */
const atBorder = pdf(Buffer.alloc(256 * 1024 - 30, ' '), jpeg([exifSegment(exif())]));

test.each<[string, Buffer, string, string]>([
  ['GIF with XMP', gif(withPlace), 'gif', 'xmp'],
  ['PDF with XMP', pdf(without, long), 'pdf', 'xmp'],
  ['PDF of photos', pdf(jpeg(), media, jpeg([exifSegment(exif())])), 'pdf', 'exif'],
  ['PDF of a photo with XMP', pdf(jpeg([xmpSegment(withPlace)])), 'pdf', 'xmp'],
  ['PDF of a photo further on', atBorder, 'pdf', 'exif'],
  ['Matroska file', matroska(tag('LOCATION', '+48.8584+002.2945/'), media), 'matroska', 'video-location'],
  [
    'Matroska file of a phone’s video',
    matroska(media, tag('COM.APPLE.QUICKTIME.LOCATION.ISO6709', '+48.8584+002.2945/')),
    'matroska',
    'video-location',
  ],
])('a %s tells it, and is as it was', async (_, file, format, what) => {
  expect(await look(file)).toEqual({ kind: 'unreadable', why: 'format', format, what: [what] });
});

test.each([
  ['GIF', gif('')],
  ['GIF with XMP', gif(without)],
  ['PDF', pdf(without, jpeg([exifSegment(exif({ hasGps: false }))]), media)],
  ['PDF of many pictures', pdf(...Array.from({ length: 3000 }, () => jpeg()))],
  ['PDF that is cut off in XMP', bytes('%PDF-1.7\n', without.slice(0, 500))],
  ['Matroska file', matroska(tag('TITLE', 'A location'), media, tag('ENCODER', 'Lavf'))],
])('a %s that tells none is let pass', async (_, file) => {
  expect(await look(file)).toEqual({ kind: 'none' });
});

test('a JPEG XR picture can not be taken apart', async () => {
  expect(await look(bytes('II\xbc\x01', Buffer.alloc(100)))).toMatchObject({ why: 'format', format: 'jpeg-xr' });
});
