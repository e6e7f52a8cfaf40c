/** Packs a folder into one zip, as a stream: nothing of a file is held longer than it takes to pass it on. */
import { constants, type ReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { posix, relative, sep } from 'node:path';
import type { PassThrough } from 'node:stream';
import { finished } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { UploadFailure } from '../../shared/failure.ts';
import type { IntakeFolder } from './intake.ts';

export interface Zip {
  readonly name: string;
  /** To be read once, to its end; it ends with an error where `signal` aborts. */
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Names of files that could not be read, once the bytes came to their end. */
  readonly unreadable: readonly string[];
}

/** A link that took the file's place meanwhile is not followed; a FIFO must not hold us up. Windows knows neither flag. */
const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

const chunkBytes = 256 * 1024;

/** Sizes near what the old form holds: the file may grow until it is read. */
const zip64Above = 0xf000_0000;

/** What packing makes no smaller. */
const packedAlready =
  /\.(?:7z|avif|br|bz2|docx|flac|gif|gz|heic|jar|jpe?g|m4a|mkv|mov|mp3|mp4|ogg|opus|png|pptx|rar|webm|webp|xlsx|xz|zip|zst)$/i;

/** How far it is: files that are done, and bytes that were read of all. */
export interface Packed {
  readonly files: number;
  readonly bytes: number;
}

/**
 * @param onPacked told after each file, and often in between
 * Fails with `source-unreadable` where none of its files can be read.
 */
export function zipFolder(folder: IntakeFolder, signal: AbortSignal, onPacked: (packed: Packed) => void): Zip {
  const zip = new ZipFile();
  const unreadable: string[] = [];
  const names = new Set<string>();
  let done: Packed = { files: 0, bytes: 0 };
  /** What is being read now. */
  let current: ReadStream | null = null;
  // Its type says less than what it is.
  const output = zip.outputStream as PassThrough;
  const brokeOff = (cause: unknown) => new UploadFailure({ kind: 'source-unreadable', why: 'read-error' }, { cause });
  // The one who reads hears of it from the stream.
  zip.on('error', (cause: unknown) => output.destroy(brokeOff(cause)));
  const ending = new AbortController();
  const over = AbortSignal.any([signal, ending.signal]);
  const stop = (): void => void output.destroy(new UploadFailure({ kind: 'cancelled' }));

  async function fill(): Promise<void> {
    let packed = 0;
    for (const [index, { path, name }] of folder.files.entries()) {
      over.throwIfAborted();
      if (await add(path)) packed += 1;
      else unreadable.push(name);
      done = { files: index + 1, bytes: done.bytes + (current?.bytesRead ?? 0) };
      current = null;
      onPacked(done);
    }
    if (packed === 0) throw new UploadFailure({ kind: 'source-unreadable', why: 'no-permission' });
    zip.end();
  }

  /** False where the file can not be opened. One that breaks off in the middle breaks the whole. */
  async function add(path: string): Promise<boolean> {
    const file = await open(path, flags).catch(() => null);
    if (!file) return false;
    const found = await file.stat();
    if (!found.isFile()) {
      await file.close();
      return false;
    }
    const stream = file.createReadStream({ highWaterMark: chunkBytes });
    current = stream;
    const { mtimeMs, mode, size } = found;
    zip.addReadStream(stream, distinct(entryName(folder, path), names), {
      // The form knows no time before 1970, and yazl throws where nobody can catch it.
      mtime: new Date(Math.max(0, mtimeMs)),
      mode,
      compress: !packedAlready.test(path),
      forceZip64Format: size > zip64Above,
    });
    try {
      await finished(stream, { signal: over, writable: false });
    } catch (cause) {
      stream.destroy();
      throw brokeOff(cause);
    }
    return true;
  }

  async function* read(): AsyncGenerator<Uint8Array> {
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    fill().catch((error: Error) => output.destroy(error));
    try {
      for await (const chunk of output) {
        if (current) onPacked({ files: done.files, bytes: done.bytes + current.bytesRead });
        yield chunk;
      }
    } finally {
      ending.abort();
      signal.removeEventListener('abort', stop);
    }
  }

  return { name: zipName(folder.name), bytes: read(), unreadable };
}

/** Its name on disk, with room for the ending and for what a host adds. */
function zipName(folder: string): string {
  const stem = [...plain(folder)];
  while (Buffer.byteLength(stem.join('')) > 200) stem.pop();
  return `${stem.join('')}.zip`;
}

/** The place within the folder, below its name. */
function entryName(folder: IntakeFolder, path: string): string {
  return [folder.name, ...relative(folder.path, path).split(sep)].map(plain).join('/');
}

/** What was made plain may be called as another one is: whoever unpacks them would lose one of the two. */
function distinct(name: string, taken: Set<string>): string {
  const { dir, name: stem, ext } = posix.parse(name);
  let free = name;
  for (let number = 2; taken.has(free); number += 1) free = `${dir}/${stem}-${number}${ext}`;
  taken.add(free);
  return free;
}

/** What would be a step or a drive to those who unpack it. */
function plain(segment: string): string {
  const safe = segment.replace(/[\\/:\0]/g, '_');
  return safe === '' || safe === '.' || safe === '..' ? '_' : safe;
}
