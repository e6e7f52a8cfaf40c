/** Where the guard reads from: bytes by their offset, no more of them than are needed. */
import type { PayloadReader } from '../net/payload.ts';
import type { Work } from './work.ts';

export interface ByteSource {
  readonly size: number;
  /** The bytes from `start` up to `end`, all of them; both lie within the source. Not to be changed. */
  read(start: number, end: number): Promise<Buffer>;
}

export function memorySource(bytes: Uint8Array): ByteSource {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { size: buffer.length, read: (start, end) => Promise.resolve(buffer.subarray(start, end)) };
}

/** The bytes of an open payload. Fails as its reader does. */
export function readerSource(reader: PayloadReader, size: number): ByteSource {
  return {
    size,
    async read(start, end) {
      const parts: Buffer[] = [];
      // Only the last chunk stays as it is; a range of up to 1 MiB has no other.
      let last: Buffer | null = null;
      for await (const chunk of reader.chunks({ start, end })) {
        if (last) parts.push(Buffer.from(last));
        last = chunk;
      }
      if (parts.length === 0) return last ?? Buffer.alloc(0);
      return Buffer.concat(last ? [...parts, last] : parts);
    },
  };
}

const pageBytes = 64 * 1024;
const pagesKept = 4;

/** Reads a source with some memory of where it has just been, and counts what that costs. */
export class Window {
  readonly size: number;
  readonly #source: ByteSource;
  readonly #work: Work;
  readonly #pages = new Map<number, Buffer>();

  constructor(source: ByteSource, work: Work) {
    this.#source = source;
    this.#work = work;
    this.size = source.size;
  }

  /** Up to `length` bytes from `start` on: fewer at the end of the source. Not to be changed. */
  async peek(start: number, length: number): Promise<Buffer> {
    const end = Math.min(this.size, start + length);
    if (start >= end) return Buffer.alloc(0);
    const page = Math.floor(start / pageBytes);
    if (Math.floor((end - 1) / pageBytes) !== page) return this.#read(start, end);
    const bytes = this.#pages.get(page) ?? (await this.#read(page * pageBytes, (page + 1) * pageBytes));
    this.#pages.delete(page);
    this.#pages.set(page, bytes);
    const oldest = this.#pages.keys().next();
    if (this.#pages.size > pagesKept && !oldest.done) this.#pages.delete(oldest.value);
    return bytes.subarray(start - page * pageBytes, end - page * pageBytes);
  }

  #read(start: number, until: number): Promise<Buffer> {
    const end = Math.min(this.size, until);
    this.#work.read(end - start);
    return this.#source.read(start, end);
  }
}
