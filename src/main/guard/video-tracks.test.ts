import { describe, expect, test } from 'vitest';
import { box, cleaned, differences, exifSegment, jpeg, look, segment, u32, xmpSegment } from './fixtures/files.ts';
import { exif } from './fixtures/tiff.ts';
import { media, movieHeader, start, track } from './fixtures/video.ts';

describe('a track along the video', () => {
  const first = start.length + 8;
  const samples = (text: string): Buffer => {
    const bytes = Buffer.from(media);
    for (const at of [8, 1008, 2008]) bytes.write(text, at, 'latin1');
    return bytes;
  };
  const offsets = [first, first + 1000, first + 2000];
  const video = track('vide', 'avc1', 500, [first + 300]);

  test.each([
    ['gpmd', 'DEVC\0\x01GPS5l\x14\0\x012.2945'],
    ['text', '$GPRMC,123519,A,4807.038,N'],
    ['tx3g', '\0\x20GPS (2.2945, 48.8584, 17)'],
    ['rtmd', '\x00\x1c\x85\x02\0\x18\0\0\0\x30\0\0\0\x01'],
    ['camm', '\0\0\x05\0@@@@@@@@'],
  ])('that tells places (%s) is emptied and hidden', async (format, text) => {
    const place = track('meta', format, 64, offsets);
    const file = Buffer.concat([start, samples(text), box('moov', movieHeader, video, place)]);
    const after = await cleaned(file, 'video-track');
    expect(after.includes(Buffer.from(text, 'latin1'))).toBe(false);
    expect(after.toString('latin1').split('trak')).toHaveLength(2);
    const outside = differences(file, after).filter(
      (at) => !offsets.some((offset) => at >= offset && at < offset + 64),
    );
    expect(outside.map((at) => at - file.indexOf(place))).toEqual([4, 6, 7]);
  });

  test('of subtitles, sound or motion is left alone', async () => {
    const plain = [
      track('sbtl', 'tx3g', 64, offsets),
      track('soun', 'mp4a', 64, offsets),
      track('meta', 'gpmd', 64, offsets),
    ];
    const file = Buffer.concat([start, samples('\0\x0aHello there'), box('moov', movieHeader, video, ...plain)]);
    expect(await look(file)).toEqual({ kind: 'none' });
  });

  test('whose samples would be something else, or can not be told, is not touched', async () => {
    const gps = samples('GPS5');
    const wrong = box('moov', movieHeader, track('meta', 'camm', 64, [4]));
    expect(await look(Buffer.concat([start, gps, wrong]))).toMatchObject({ kind: 'unreadable', why: 'damaged' });
    const fragmented = [box('moov', movieHeader, track('meta', 'camm', 64, [])), box('moof', box('traf')), gps];
    expect(await look(Buffer.concat([start, ...fragmented]))).toMatchObject({
      kind: 'unreadable',
      why: 'unknown-part',
    });
  });
});

describe('a video behind a picture', () => {
  const payload = Buffer.concat([Buffer.from('GPS5'), Buffer.alloc(60, 0x11)]);
  // Its tables count from its own beginning.
  const motion = (type: string, format: string): Buffer => {
    const [frames, at] = [box('mdat', payload), start.length + 8];
    return Buffer.concat([start, frames, box('moov', movieHeader, track(type, format, payload.length, [at]))]);
  };

  test.each(['gpmd', 'camm'])('loses its track of places (%s)', async (format) => {
    const after = await cleaned(jpeg([exifSegment(exif())], [motion('meta', format)]), 'exif', 'video-track');
    expect([after.includes(payload), after.includes('trak')]).toEqual([false, false]);
  });

  test('is not taken for one with a track of places by what the picture says', async () => {
    const words = segment(0xfe, Buffer.alloc(2000, '-'));
    const packet = xmpSegment('<x:xmpmeta xmlns:x="adobe:ns:meta/"></x:xmpmeta>');
    const plain = motion('meta', 'mett');
    plain.fill('x', start.length + 8, start.length + 8 + payload.length);
    expect(await look(jpeg([packet, words], [plain]))).toEqual({ kind: 'none' });
  });
});

test('a track whose places lie in fragments is told, and one without any is let pass', async () => {
  const movie = (type: string, format: string): Buffer => box('moov', movieHeader, track(type, format, 64, []));
  const fragment = box('moof', box('traf', box('tfhd', u32(0, 1))));
  for (const format of ['gpmd', 'rtmd', 'camm']) {
    const file = Buffer.concat([start, movie('meta', format), fragment, media]);
    expect(await look(file)).toMatchObject({ kind: 'unreadable', why: 'unknown-part' });
    expect(await look(Buffer.concat([start, movie('meta', format), media]))).toEqual({ kind: 'none' });
  }
  expect(await look(Buffer.concat([start, movie('sbtl', 'wvtt'), fragment, media]))).toEqual({ kind: 'none' });
});
