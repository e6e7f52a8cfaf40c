/** How much the guard does for one file at most: files may be made to keep their reader busy. */

/** Why it can not be told, or not be undone, that a file holds a location. */
export type UnreadableReason =
  /** The format can hold one, and we do not take it apart. */
  | 'format'
  /** The file is not what its format says. */
  | 'damaged'
  /** Larger, deeper or more intricate than we look. */
  | 'too-much'
  /** A part that may hold one, and that we do not take apart. */
  | 'unknown-part';

/** Ends the search. */
export class Unreadable extends Error {
  readonly why: UnreadableReason;

  constructor(why: UnreadableReason) {
    super(`location can not be told: ${why}`);
    this.why = why;
  }
}

const maxReadBytes = 512 * 1024 * 1024;
const maxSteps = 500_000;
const maxHeldBytes = 64 * 1024 * 1024;
/** Of one part. */
export const maxPartBytes = 16 * 1024 * 1024;

/** Throws `too-much` once it is. */
export class Work {
  #read = 0;
  #steps = 0;
  #held = 0;

  read(bytes: number): void {
    this.#read += bytes;
    if (this.#read > maxReadBytes) throw new Unreadable('too-much');
  }

  /** One box, chunk, segment, entry, … */
  step(): void {
    this.#steps += 1;
    if (this.#steps > maxSteps) throw new Unreadable('too-much');
  }

  /** A part that is read into memory. */
  hold(bytes: number): void {
    this.#held += bytes;
    if (bytes > maxPartBytes || this.#held > maxHeldBytes) throw new Unreadable('too-much');
  }
}
