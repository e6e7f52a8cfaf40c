/** JPEGs that lie in XMP as base64: thumbnails, depth pictures. They may have EXIF of their own. */
import type { Search } from './search.ts';

const jpegStart = '/9j/';
/** Writers break the lines, as characters or as their references. */
const run = /(?:[A-Za-z0-9+/]|[\s]|&#(?:xA|10|xD|13);)*/y;
const breaks = /\s+|&#(?:xA|10|xD|13);/g;
const shortest = 200;

/** Each character stands for the same bits after as before, so that the lines stay as they are. */
export async function cleanEmbeddedBase64(packet: Buffer, search: Search): Promise<void> {
  const text = packet.toString('latin1');
  for (let at = text.indexOf(jpegStart); at >= 0; at = text.indexOf(jpegStart, run.lastIndex)) {
    search.work.step();
    run.lastIndex = at;
    const whole = run.exec(text)?.[0] ?? '';
    run.lastIndex = at + Math.max(whole.length, jpegStart.length);
    const letters = whole.replace(breaks, '');
    if (letters.length < shortest) continue;
    search.work.hold(letters.length);
    const image = Buffer.from(letters, 'base64');
    const before = Buffer.from(image);
    await search.embedded(image);
    if (image.equals(before)) continue;
    writeLetters(packet, at, whole, image.toString('base64'));
  }
}

function writeLetters(packet: Buffer, at: number, whole: string, letters: string): void {
  const gaps = [...whole.matchAll(breaks), { index: whole.length, 0: '' }];
  let from = 0;
  let taken = 0;
  for (const gap of gaps) {
    packet.write(letters.slice(taken, taken + gap.index - from), at + from, 'latin1');
    taken += gap.index - from;
    from = gap.index + gap[0].length;
  }
}
