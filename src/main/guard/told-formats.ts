/** Formats that often tell no place: they are searched, and asked about only where they do. Nothing in them is changed. */
import type { Window } from './byte-source.ts';
import { searchJpeg } from './jpeg.ts';
import type { Search } from './search.ts';
import { maxPartBytes, Unreadable } from './work.ts';
import { cleanXmp } from './xmp.ts';

const stretch = 256 * 1024;
/** Longer than any sign that is looked for. */
const overlap = 64;
/** What both keep as it is in a file of its own: photos, and XMP. */
const sign = /(\xff\xd8\xff[\xc0-\xfe])|<x:xmpmeta|<rdf:RDF/g;
const xmpEnd = /<\/x:xmpmeta>|<\/rdf:RDF>\s*(?!\s*<\/x:xmpmeta>)/;
/** More than any packet but one with pictures. */
const usualXmp = 64 * 1024;

/** A GIF or a PDF. Throws `format` where a photo or XMP in it tells a place; what is compressed is not seen. */
export async function searchContainer(window: Window, search: Search): Promise<void> {
  for (let start = 0; start < window.size; ) {
    const text = (await window.peek(start, stretch)).toString('latin1');
    const end = start + text.length;
    // A sign on the border comes again.
    const next = end < window.size ? end - overlap : end;
    let at = start;
    while (at < next) {
      search.work.step();
      sign.lastIndex = at - start;
      const found = sign.exec(text);
      if (!found) break;
      const foundAt = start + found.index;
      at = found[1] ? await searchJpeg(window, foundAt, search, false) : await searchPacket(window, foundAt, search);
    }
    start = Math.max(at, next);
  }
  if (search.what.size > 0) throw new Unreadable('format');
}

/** Gives where it ends. */
async function searchPacket(window: Window, start: number, search: Search): Promise<number> {
  for (const room of [usualXmp, maxPartBytes]) {
    const text = (await window.peek(start, room)).toString('latin1');
    const end = xmpEnd.exec(text);
    if (!end && start + text.length < window.size && room < maxPartBytes) continue;
    const length = end ? end.index + end[0].length : text.length;
    await search.part(window, [{ offset: start, length }], (bytes) => cleanXmp(bytes, search));
    return start + length;
  }
  throw new Unreadable('too-much');
}

/** Where writers put a video's tags, before or behind its media. */
const tagsBytes = 1024 * 1024;
/** A tag's name (45 A3), with its length in one byte or more, as of what was made from a phone's video. */
const placeTag = /E\xa3[\s\S]{1,8}?[\w.-]{0,64}?(?:LOCATION|ISO6709|GPS|LATITUDE|LONGITUDE)/i;

/** A Matroska or WebM video. Throws `format` where its tags tell a place. */
export async function searchMatroska(window: Window, search: Search): Promise<void> {
  for (const at of [0, Math.max(0, window.size - tagsBytes)]) {
    if (!placeTag.test((await window.peek(at, tagsBytes)).toString('latin1'))) continue;
    search.what.add('video-location');
    throw new Unreadable('format');
  }
}
