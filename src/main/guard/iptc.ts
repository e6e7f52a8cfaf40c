/**
 * Blanks place names in IPTC-IIM records, and what Photoshop's resource blocks carry besides them.
 * https://www.iptc.org/std/IIM/4.2/specification/IIMV4.2.pdf, Photoshop File Formats Specification, "Image Resource Blocks".
 */
import { createHash } from 'node:crypto';
import { cleanExif } from './exif.ts';
import type { Search } from './search.ts';
import { Unreadable } from './work.ts';
import { cleanXmp } from './xmp.ts';

/** Content location (code, name), city, sub-location, province, country (code, name), all of record 2. */
const placeDatasets = new Set([26, 27, 90, 92, 95, 100, 101]);

/** Overwrites place names with spaces. */
export function cleanIptc(bytes: Buffer, search: Search): void {
  for (let at = 0; at + 5 <= bytes.length && bytes[at] === 0x1c; ) {
    search.work.step();
    const [record, dataset, size] = [bytes[at + 1], bytes[at + 2] ?? 0, bytes.readUInt16BE(at + 3)];
    let start = at + 5;
    let length = size;
    if (size > 0x7fff) {
      const bytesOfLength = size & 0x7fff;
      if (bytesOfLength > 4 || start + bytesOfLength > bytes.length) throw new Unreadable('damaged');
      length = bytesOfLength === 0 ? 0 : bytes.readUIntBE(start, bytesOfLength);
      start += bytesOfLength;
    }
    if (start + length > bytes.length) throw new Unreadable('damaged');
    const value = bytes.subarray(start, start + length);
    if (record === 2 && placeDatasets.has(dataset) && value.some((byte) => byte !== 0x20 && byte !== 0)) {
      value.fill(0x20);
      search.what.add('iptc');
    }
    at = start + length;
  }
}

const [iptcId, exifId, otherExifId, xmpId, digestId] = [0x0404, 0x0422, 0x0423, 0x0424, 0x0425];
const thumbnailIds = new Set([0x0409, 0x040c]);

/** `bytes` are resource blocks, one after the other. */
export async function cleanPhotoshop(bytes: Buffer, search: Search): Promise<void> {
  const records: { readonly before: string; readonly data: Buffer }[] = [];
  const digests: Buffer[] = [];
  for (let at = 0; at + 12 <= bytes.length; ) {
    search.work.step();
    if (!/^(?:8BIM|PHUT|DCSR|AgHg|MeSa)$/.test(bytes.toString('latin1', at, at + 4))) break;
    const id = bytes.readUInt16BE(at + 4);
    const nameLength = ((bytes[at + 6] ?? 0) + 2) & ~1;
    const start = at + 6 + nameLength + 4;
    if (start > bytes.length) throw new Unreadable('damaged');
    const length = bytes.readUInt32BE(start - 4);
    if (start + length > bytes.length) throw new Unreadable('damaged');
    const data = bytes.subarray(start, start + length);
    if (id === iptcId) {
      records.push({ before: digestOf(data), data });
      cleanIptc(data, search);
    } else if (id === digestId) digests.push(data);
    else if (id === exifId || id === otherExifId) await cleanExif(data, search);
    else if (id === xmpId) await cleanXmp(data, search);
    else if (thumbnailIds.has(id)) await search.embeddedJpegs(data);
    at = start + length + (length & 1);
  }
  for (const { before, data } of records) {
    // Else readers take the records for changed behind XMP's back.
    for (const digest of digests) if (digest.toString('hex') === before) digest.write(digestOf(data), 'hex');
  }
}

function digestOf(data: Buffer): string {
  return createHash('md5').update(data).digest('hex');
}
