/** The files that a stand-in was given: kept on disk or only hashed, and served as a web server would. */
import { createHash, randomInt } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** A file as it came in, not yet reachable by a link. */
export interface ReceivedFile {
  /** Bytes. */
  readonly size: number;
  /** Lower-case hex. */
  readonly sha256: string;
  /** Null where only the hash was kept. */
  readonly path: string | null;
}

interface PublishedFile {
  readonly file: ReceivedFile;
  readonly servedSize: number;
  readonly contentType: string;
  readonly since: Date;
}

const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** A random name of `length` letters and digits. */
export function randomName(length: number): string {
  let name = '';
  for (let i = 0; i < length; i += 1) name += letters[randomInt(letters.length)];
  return name;
}

/** The bytes asked for by a Range header of one range, `whole` for none, null for one that can not be met. */
export function rangeOf(header: string | undefined, size: number): { start: number; end: number } | 'whole' | null {
  const shape = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!shape || (shape[1] === '' && shape[2] === '')) return 'whole';
  if (shape[1] === '') {
    const last = Math.min(Number(shape[2]), size);
    return last === 0 ? null : { start: size - last, end: size - 1 };
  }
  const start = Number(shape[1]);
  const end = shape[2] === '' ? size - 1 : Math.min(Number(shape[2]), size - 1);
  return start >= size || end < start ? null : { start, end };
}

export class FileStore {
  readonly #folder: string;
  readonly #keep: boolean;
  readonly #published = new Map<string, PublishedFile>();
  #count = 0;

  /** `keep: false` holds no bytes: links then answer HEAD rightly and GET with 410. */
  constructor(folder: string, keep: boolean) {
    this.#folder = folder;
    this.#keep = keep;
  }

  /** Takes a file in, chunk by chunk; when the stream fails, nothing of it is left. */
  async receive(bytes: AsyncIterable<Buffer>): Promise<ReceivedFile> {
    const hash = createHash('sha256');
    let size = 0;
    async function* hashed(): AsyncGenerator<Buffer, void, undefined> {
      for await (const chunk of bytes) {
        size += chunk.length;
        hash.update(chunk);
        yield chunk;
      }
    }
    if (!this.#keep) {
      for await (const _ of hashed());
      return { size, sha256: hash.digest('hex'), path: null };
    }
    await mkdir(this.#folder, { recursive: true });
    this.#count += 1;
    const path = join(this.#folder, String(this.#count));
    try {
      await pipeline(hashed(), createWriteStream(path));
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    }
    return { size, sha256: hash.digest('hex'), path };
  }

  async discard(file: ReceivedFile): Promise<void> {
    if (file.path !== null) await rm(file.path, { force: true });
  }

  /** Makes a file reachable at `/<name>`; `servedSize` below its size serves only its beginning. */
  publish(name: string, file: ReceivedFile, options: { contentType: string; servedSize: number }): void {
    this.#published.set(name, { file, ...options, since: new Date() });
  }

  remove(name: string): boolean {
    return this.#published.delete(name);
  }

  /** Answers HEAD and GET for a published file as nginx does; false where there is no such file. */
  async serve(request: IncomingMessage, response: ServerResponse, name: string): Promise<boolean> {
    const found = this.#published.get(name);
    if (!found) return false;
    const range = rangeOf(request.headers.range, found.servedSize);
    response.setHeader('Accept-Ranges', 'bytes');
    response.setHeader('Last-Modified', found.since.toUTCString());
    response.setHeader('ETag', `"${found.file.sha256.slice(0, 16)}"`);
    if (range === null) {
      response.writeHead(416, { 'Content-Range': `bytes */${found.servedSize}`, 'Content-Length': 0 }).end();
      return true;
    }
    const { start, end } = range === 'whole' ? { start: 0, end: found.servedSize - 1 } : range;
    if (range !== 'whole') response.setHeader('Content-Range', `bytes ${start}-${end}/${found.servedSize}`);
    const headers = { 'Content-Type': found.contentType, 'Content-Length': end - start + 1 };
    if (request.method === 'GET' && found.file.path === null) {
      response.writeHead(410).end('The lab kept only the hash of this file.\n');
      return true;
    }
    response.writeHead(range === 'whole' ? 200 : 206, headers);
    if (request.method === 'HEAD' || found.file.path === null || end < start) response.end();
    else await pipeline(createReadStream(found.file.path, { start, end }), response).catch(() => response.destroy());
    return true;
  }
}
