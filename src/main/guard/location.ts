/** Finds where a photo or a video tells the place it was made at, and what to overwrite so that it does not. */
import type { Patch } from '../net/patched-payload.ts';
import type { Payload } from '../net/payload.ts';
import { type ByteSource, memorySource, readerSource, Window } from './byte-source.ts';
import { formatBytes, formatOf, type MediaFormat } from './image-format.ts';
import { searchJpeg } from './jpeg.ts';
import { searchPng } from './png.ts';
import { type LocationKind, Search } from './search.ts';
import { searchContainer, searchMatroska } from './told-formats.ts';
import { searchTrailer } from './trailer.ts';
import { searchVideo } from './video.ts';
import { searchWebp } from './webp.ts';
import { Unreadable, type UnreadableReason, Work } from './work.ts';

export type { LocationKind, UnreadableReason };

export type LocationAnswer =
  /** No location that we know of; any file that is no photo or video too. */
  | { readonly kind: 'none' }
  /** With `patches` applied the file tells no place, has the same size, and is else the same to the byte. */
  | { readonly kind: 'found'; readonly what: readonly LocationKind[]; readonly patches: readonly Patch[] }
  /** There may be one that we can not remove; `what` was seen on the way. */
  | {
      readonly kind: 'unreadable';
      readonly why: UnreadableReason;
      readonly format: MediaFormat;
      readonly what: readonly LocationKind[];
    };

/**
 * The same bytes give the same answer, so that patches need not be kept: they are found again.
 * Fails only as `source` does.
 */
export async function findLocation(source: ByteSource): Promise<LocationAnswer> {
  const work = new Work();
  const window = new Window(source, work);
  const format = formatOf(await window.peek(0, formatBytes));
  if (format === null) return { kind: 'none' };
  const search = new Search(work, searchImage);
  try {
    await searchFile(window, format, search);
    const patches = search.patches();
    const what = [...search.what];
    return what.length === 0 ? { kind: 'none' } : { kind: 'found', what, patches };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { kind: 'unreadable', why: error.why, format, what: [...search.what] };
  }
}

/** The same for what is to be sent. Fails as opening and reading it does: `source-changed`, `source-unreadable`. */
export async function findLocationIn(payload: Payload): Promise<LocationAnswer> {
  await using reader = await payload.open();
  return await findLocation(readerSource(reader, payload.size));
}

async function searchFile(window: Window, format: MediaFormat, search: Search): Promise<void> {
  switch (format) {
    case 'jpeg':
      return searchTrailer(window, await searchJpeg(window, 0, search), search);
    case 'png':
      return searchTrailer(window, await searchPng(window, search), search);
    case 'webp':
      return searchTrailer(window, await searchWebp(window, search), search);
    case 'video':
      return searchTrailer(window, await searchVideo(window, 0, search), search);
    case 'gif':
    case 'pdf':
      return searchContainer(window, search);
    case 'matroska':
      return searchMatroska(window, search);
    default:
      throw new Unreadable('format');
  }
}

/** An image within another file: a JPEG by all appearances, or nothing. What follows it belongs to the other file. */
async function searchImage(bytes: Buffer, search: Search): Promise<void> {
  if (formatOf(bytes.subarray(0, formatBytes)) !== 'jpeg') return;
  await searchJpeg(new Window(memorySource(bytes), search.work), 0, search, false);
}
