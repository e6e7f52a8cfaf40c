/** Parts whose format we do not know: what they hold of others' formats is cleaned, the rest is searched for words. */
import { cleanExif } from './exif.ts';
import { hintsAtLocation, type Search } from './search.ts';

const exifStart = Buffer.from('Exif\0\0');

/** Cleans images and EXIF that lie in `bytes`; true where the rest still speaks of a location. */
export async function cleanForeign(bytes: Buffer, search: Search): Promise<boolean> {
  await search.embeddedJpegs(bytes);
  for (let at = bytes.indexOf(exifStart); at >= 0; at = bytes.indexOf(exifStart, at + exifStart.length)) {
    search.work.step();
    const exif = bytes.subarray(at + exifStart.length);
    if (/^(?:II|MM)/.test(exif.toString('latin1', 0, 2))) await cleanExif(exif, search);
  }
  return hintsAtLocation(bytes);
}
