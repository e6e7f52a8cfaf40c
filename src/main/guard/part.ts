/** A part of a file that is read into memory and changed there; what was changed becomes patches. */
import type { Patch } from '../net/patched-payload.ts';
import type { Window } from './byte-source.ts';
import { Unreadable, type Work } from './work.ts';

/** A stretch of the file. */
export interface Piece {
  readonly offset: number;
  readonly length: number;
}

/** Changes that are nearer than this become one patch. */
const gap = 32;

export class Part {
  /** To be changed in place. */
  readonly bytes: Buffer;
  readonly #before: Buffer;
  readonly #pieces: readonly Piece[];

  private constructor(before: Buffer, pieces: readonly Piece[]) {
    this.#before = before;
    this.#pieces = pieces;
    this.bytes = Buffer.from(before);
  }

  /** The pieces, joined. Throws `damaged` where one reaches beyond the file, `too-much` where they are too large. */
  static async read(window: Window, pieces: readonly Piece[], work: Work): Promise<Part> {
    const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
    work.hold(length);
    const bytes = Buffer.alloc(length);
    let filled = 0;
    for (const piece of pieces) {
      const read = await window.peek(piece.offset, piece.length);
      if (read.length < piece.length) throw new Unreadable('damaged');
      bytes.set(read, filled);
      filled += piece.length;
    }
    return new Part(bytes, pieces);
  }

  /** What turns the file's bytes into those of now. */
  patches(): Patch[] {
    const patches: Patch[] = [];
    let start = 0;
    for (const { offset, length } of this.#pieces) {
      for (const [from, end] of changes(this.#before, this.bytes, start, start + length)) {
        patches.push({ offset: offset + from - start, bytes: Uint8Array.from(this.bytes.subarray(from, end)) });
      }
      start += length;
    }
    return patches;
  }
}

function* changes(before: Buffer, after: Buffer, start: number, end: number): Generator<[from: number, end: number]> {
  let from = -1;
  let last = -1;
  for (let at = start; at < end; at++) {
    if (before[at] === after[at]) continue;
    if (from < 0) from = at;
    else if (at - last > gap) {
      yield [from, last + 1];
      from = at;
    }
    last = at;
  }
  if (from >= 0) yield [from, last + 1];
}
