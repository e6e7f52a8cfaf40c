/** Takes properties that tell a place out of an XMP packet: spaces take their room, the rest stays where it is. */
import { cleanEmbeddedBase64 } from './base64-image.ts';
import type { Search } from './search.ts';
import { passedOver, type Span, xmlSpans } from './xml-spans.ts';

/** Names that tell a place in any namespace, such as `exif:GPSLatitude`, `drone-dji:GpsLongtitude`, `dcterms:Location`. */
const anywhere =
  /^(?:gps(?!VersionID)|.*latitude|.*longt?itude|.*altitude$|location|shotLocation$|.*iso6709|geo(?:tag|hash|location|position)|(?:city|countryCode|countryName|provinceState|sublocation|worldRegion)$)/i;

const byNamespace: Readonly<Record<string, ReadonlySet<string>>> = {
  'http://ns.adobe.com/photoshop/1.0/': new Set(['State', 'Country']),
  'http://www.w3.org/2003/01/geo/wgs84_pos#': new Set(['lat', 'long', 'lat_long', 'alt', 'Point']),
};

/** For packets that can not be followed, and for what hides in comments. */
const speaksOfPlace =
  /gps(?!VersionID)|latitude|longt?itude|iso6709|[:<\s](?:City|State|Country|ProvinceState|Sublocation|Location|geo:)/i;

function isPlace({ namespace, name }: Span): boolean {
  return anywhere.test(name) || (byNamespace[namespace]?.has(name) ?? false);
}

/** `packet` is changed. What can not be followed and speaks of a place becomes an empty packet. */
export async function cleanXmp(packet: Buffer, search: Search): Promise<void> {
  const text = packet.toString('latin1');
  const isWide = /[^\0]\0+[^\0]/.test(text) || /^(?:\xfe\xff|\xff\xfe)/.test(text);
  const spans = isWide ? null : xmlSpans(text.replace(/\0+$/, ''), search.work);
  if (!spans) {
    // In UTF-16 and UTF-32 what is left without the zeros is what counts.
    if (!speaksOfPlace.test(text.replaceAll('\0', ''))) return;
    emptyPacket(packet);
    search.what.add('xmp');
    return;
  }
  for (const span of spans) {
    const isTold = span.name === passedOver ? speaksOfPlace.test(text.slice(span.start, span.end)) : isPlace(span);
    if (!isTold) continue;
    packet.fill(0x20, span.start, span.end);
    search.what.add('xmp');
  }
  await cleanEmbeddedBase64(packet, search);
}

const emptyXmp = '<x:xmpmeta xmlns:x="adobe:ns:meta/"></x:xmpmeta>';

function emptyPacket(packet: Buffer): void {
  packet.fill(0x20);
  if (packet.length >= emptyXmp.length) packet.write(emptyXmp, 'latin1');
}
