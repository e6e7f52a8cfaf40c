/** Takes in the files that a stand-in is given: kept on disk, or only hashed. */
import { createHash, randomInt } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** What can be told of some bytes. */
export interface Measured {
  /** Bytes. */
  readonly size: number;
  /** Lower-case hex; empty where the bytes were not kept and it was not known at their receipt. */
  readonly sha256: string;
  /** Base64, as in Content-MD5; null where this host does not tell it. */
  readonly md5: string | null;
}

/** A file as it came in, not yet reachable by a link. */
export interface ReceivedFile extends Measured {
  /** Its first 16 bytes. */
  readonly head: Buffer;
  /** Null where only the hash was kept. */
  readonly path: string | null;
}

const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';
const headBytes = 16;

/** A random name of `length` letters and digits. */
export function randomName(length: number): string {
  let name = '';
  for (let i = 0; i < length; i += 1) name += letters[randomInt(letters.length)];
  return name;
}

export class FileStore {
  readonly #folder: string;
  readonly #keep: boolean;
  readonly #withMd5: boolean;
  #count = 0;

  /** `keep: false` holds no bytes. */
  constructor(folder: string, { keep, withMd5 }: { keep: boolean; withMd5: boolean }) {
    this.#folder = folder;
    this.#keep = keep;
    this.#withMd5 = withMd5;
  }

  /** Takes a file in, chunk by chunk; when the stream fails, nothing of it is left. */
  async receive(bytes: AsyncIterable<Buffer>): Promise<ReceivedFile> {
    const sum = this.#sum();
    async function* summed(): AsyncGenerator<Buffer, void, undefined> {
      for await (const chunk of bytes) {
        sum.add(chunk);
        yield chunk;
      }
    }
    if (!this.#keep) {
      for await (const _ of summed());
      return { ...sum.done(), path: null };
    }
    await mkdir(this.#folder, { recursive: true });
    this.#count += 1;
    const path = join(this.#folder, String(this.#count));
    try {
      await pipeline(summed(), createWriteStream(path));
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    }
    return { ...sum.done(), path };
  }

  async discard(file: ReceivedFile): Promise<void> {
    if (file.path !== null) await rm(file.path, { force: true });
  }

  /** What there is to tell of the first `size` bytes of a file. */
  async measure(file: ReceivedFile, size: number): Promise<Measured> {
    if (size >= file.size) return { size: file.size, sha256: file.sha256, md5: file.md5 };
    const sum = this.#sum();
    if (size > 0 && file.path === null) return { size, sha256: '', md5: file.md5 === null ? null : '' };
    if (size > 0 && file.path !== null) {
      for await (const chunk of createReadStream(file.path, { end: size - 1 })) sum.add(chunk);
    }
    const { head: _, ...measured } = sum.done();
    return measured;
  }

  /** One file of several, in their order; the several are gone. */
  async join(parts: readonly ReceivedFile[]): Promise<ReceivedFile> {
    const size = parts.reduce((total, part) => total + part.size, 0);
    const head = Buffer.concat(parts.map((part) => part.head)).subarray(0, headBytes);
    if (!this.#keep) return { size, sha256: '', md5: null, head, path: null };
    async function* bytes(): AsyncGenerator<Buffer, void, undefined> {
      for (const { path } of parts) if (path !== null) yield* createReadStream(path);
    }
    const whole = await this.receive(bytes());
    for (const part of parts) await this.discard(part);
    return whole;
  }

  #sum() {
    const sha256 = createHash('sha256');
    const md5 = this.#withMd5 ? createHash('md5') : null;
    let head = Buffer.alloc(0);
    let size = 0;
    return {
      add(chunk: Buffer): void {
        if (size < headBytes) head = Buffer.concat([head, chunk.subarray(0, headBytes - size)]);
        size += chunk.length;
        sha256.update(chunk);
        md5?.update(chunk);
      },
      done: () => ({ size, head, sha256: sha256.digest('hex'), md5: md5?.digest('base64') ?? null }),
    };
  }
}
