/** What all parts of the search for location share. */
import { type Patch, patchEnd } from '../net/patched-payload.ts';
import type { Window } from './byte-source.ts';
import { Part, type Piece } from './part.ts';
import { Unreadable, type Work } from './work.ts';

/** Where in the file a location was found. */
export type LocationKind = 'exif' | 'maker' | 'xmp' | 'iptc' | 'text' | 'video-location' | 'video-track';

const maxPatches = 100_000;
const maxDepth = 4;

export class Search {
  readonly work: Work;
  readonly what: Set<LocationKind>;
  readonly #patches: Patch[] = [];
  readonly #depth: number;
  readonly #searchImage: (bytes: Buffer, search: Search) => Promise<void>;

  /** `searchImage` looks into an image that lies within another file. */
  constructor(
    work: Work,
    searchImage: (bytes: Buffer, search: Search) => Promise<void>,
    what = new Set<LocationKind>(),
    depth = 0,
  ) {
    this.work = work;
    this.what = what;
    this.#depth = depth;
    this.#searchImage = searchImage;
  }

  add(patches: readonly Patch[]): void {
    if (this.#patches.length + patches.length > maxPatches) throw new Unreadable('too-much');
    for (const patch of patches) this.#patches.push(patch);
  }

  /** Reads a part, has `clean` change it, and keeps what it changed. */
  async part(window: Window, pieces: readonly Piece[], clean: (bytes: Buffer) => unknown): Promise<void> {
    const part = await Part.read(window, pieces, this.work);
    await clean(part.bytes);
    this.add(part.patches());
  }

  /** Removes location from an image that begins at the first of `bytes`, such as a thumbnail. */
  async embedded(bytes: Buffer): Promise<void> {
    if (this.#depth >= maxDepth) throw new Unreadable('too-much');
    const inner = new Search(this.work, this.#searchImage, this.what, this.#depth + 1);
    await this.#searchImage(bytes, inner);
    for (const patch of inner.patches()) {
      if ('bytes' in patch) bytes.set(patch.bytes, patch.offset);
      else bytes.fill(patch.fill, patch.offset, patchEnd(patch));
    }
  }

  /** All images of `bytes` that are JPEGs, wherever they begin. */
  async embeddedJpegs(bytes: Buffer): Promise<void> {
    this.work.read(bytes.length);
    for (let at = bytes.indexOf(jpegStart); at >= 0; at = bytes.indexOf(jpegStart, at + jpegStart.length)) {
      this.work.step();
      await this.embedded(bytes.subarray(at));
    }
  }

  /** In the order of their offsets. Throws `damaged` where parts of the file lie over each other. */
  patches(): Patch[] {
    const ordered = this.#patches.toSorted((a, b) => a.offset - b.offset);
    let free = 0;
    for (const patch of ordered) {
      if (patch.offset < free) throw new Unreadable('damaged');
      free = patchEnd(patch);
    }
    return ordered;
  }
}

const jpegStart = Buffer.from([0xff, 0xd8, 0xff]);

const hints =
  /<x:xmpmeta|GPS(?:Lat|Lon|Coord|Pos|5|9|U)|gps(?:Lat|Lon|_)|[Ll]atitude|[Ll]ongt?itude|ISO6709|cai\.location|LocationCreated|LocationShown|\$G[NPL](?:RMC|GGA)/;

/** True where bytes that we do not know speak of a location. */
export function hintsAtLocation(bytes: Buffer): boolean {
  return hints.test(bytes.toString('latin1'));
}
