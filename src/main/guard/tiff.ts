/** The directories of a TIFF structure, as EXIF and maker notes use it. What reaches beyond the bytes is not there. */
import type { Work } from './work.ts';

export interface TiffEntry {
  /** Where its 12 bytes begin. */
  readonly at: number;
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  /** Where the value is; null where it would reach beyond the bytes. */
  readonly value: { readonly start: number; readonly end: number } | null;
}

export interface Directory {
  readonly at: number;
  readonly entries: readonly TiffEntry[];
  /** The byte after the last entry. */
  readonly end: number;
}

/** Directories that one entry leads to. */
const maxPlaces = 100;
const typeBytes = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4];

export class Tiff {
  readonly bytes: Buffer;
  readonly isLittle: boolean;
  readonly #work: Work;

  constructor(bytes: Buffer, isLittle: boolean, work: Work) {
    this.bytes = bytes;
    this.isLittle = isLittle;
    this.#work = work;
  }

  /** Null where the bytes do not begin as a TIFF. Readers do not mind another number than 42. */
  static open(bytes: Buffer, work: Work): Tiff | null {
    const order = bytes.toString('latin1', 0, 2);
    if (bytes.length < 8 || (order !== 'II' && order !== 'MM')) return null;
    return new Tiff(bytes, order === 'II', work);
  }

  /** 0 beyond the end. */
  u16(at: number): number {
    if (at + 2 > this.bytes.length) return 0;
    return this.isLittle ? this.bytes.readUInt16LE(at) : this.bytes.readUInt16BE(at);
  }

  /** 0 beyond the end. */
  u32(at: number): number {
    if (at + 4 > this.bytes.length) return 0;
    return this.isLittle ? this.bytes.readUInt32LE(at) : this.bytes.readUInt32BE(at);
  }

  setU16(at: number, value: number): void {
    if (this.isLittle) this.bytes.writeUInt16LE(value, at);
    else this.bytes.writeUInt16BE(value, at);
  }

  /** The directory at `at`, with those of its entries that lie within the bytes; values count from `base`. */
  directory(at: number, base = 0): Directory {
    const room = Math.max(0, Math.floor((this.bytes.length - at - 2) / 12));
    const count = Math.min(this.u16(at), room);
    const entries = Array.from({ length: count }, (_, index) => this.#entry(at + 2 + index * 12, base));
    return { at, entries, end: at + 2 + count * 12 };
  }

  /** Where the directory that follows this one is; 0 where none does. */
  following(directory: Directory): number {
    return this.u32(directory.end);
  }

  /** Where directories are that the entry leads to. */
  placesOf({ type, value }: TiffEntry): number[] {
    if (!value) return [];
    const step = typeBytes[type] === 2 ? 2 : 4;
    const places: number[] = [];
    for (let at = value.start; at + step <= value.end && places.length < maxPlaces; at += step)
      places.push(step === 2 ? this.u16(at) : this.u32(at));
    return places;
  }

  valueOf({ value }: TiffEntry): Buffer {
    return value ? this.bytes.subarray(value.start, value.end) : Buffer.alloc(0);
  }

  #entry(at: number, base: number): TiffEntry {
    this.#work.step();
    const [tag, type, count] = [this.u16(at), this.u16(at + 2), this.u32(at + 4)];
    const length = (typeBytes[type] ?? 1) * count;
    const start = length <= 4 ? at + 8 : base + this.u32(at + 8);
    const end = start + length;
    return { at, tag, type, count, value: start >= 0 && end <= this.bytes.length ? { start, end } : null };
  }
}
