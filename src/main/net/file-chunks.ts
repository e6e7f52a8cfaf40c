/** Reads a range of an open file with three buffers that are used again, one read ahead of the reader. */
import { UploadFailure } from '../../shared/failure.ts';
import { giveBack, takeBuffer } from './buffer-pool.ts';
import type { OpenFile } from './open-file.ts';
import { unreadable } from './unreadable.ts';

/** Bytes per read: above 512 KiB nothing is gained, and three of them are little. */
export const chunkBytes = 1024 * 1024;

/**
 * Gives the bytes from `start` up to (not including) `end` in chunks of `chunkBytes`, the last one shorter.
 * A chunk stays as it is until the next but one is asked for; the last one stays for good, unless `reuseLast` says that
 * nobody reads it once what follows it was asked for.
 * `check` runs after the last byte was read and before the last chunk is given; what it throws ends the chunks.
 * Fails with `source-changed` where the file ends early, `source-unreadable` where it can not be read.
 * The file stays open: it belongs to the caller.
 */
export async function* readChunks(
  file: OpenFile,
  { start, end, reuseLast = false }: { start: number; end: number; reuseLast?: boolean },
  check: () => Promise<void>,
): AsyncGenerator<Buffer, void, undefined> {
  if (start >= end) {
    await check();
    return;
  }
  const size = Math.min(chunkBytes, end - start);
  const buffers = Array.from({ length: Math.min(3, Math.ceil((end - start) / size)) }, () => takeBuffer(size));
  const read = (index: number): Promise<Buffer> => {
    const from = start + index * size;
    const buffer = buffers[index % buffers.length] ?? Buffer.alloc(0);
    const reading = fill(file, buffer.subarray(0, Math.min(size, end - from)), from);
    // Looked at when its turn comes; until then a failed read ahead is not an unhandled one.
    reading.catch(() => {});
    return reading;
  };
  const count = Math.ceil((end - start) / size);
  let given = -1;
  let ahead = read(0);
  try {
    for (let index = 0; index < count; index++) {
      const chunk = await ahead;
      if (index + 1 < count) ahead = read(index + 1);
      else await check();
      given = index;
      yield chunk;
    }
    // Otherwise whoever took the last chunk may still be sending it.
    if (reuseLast) given = -1;
  } finally {
    // A buffer must not be given away while a read still writes to it.
    await ahead.catch(() => {});
    giveBack(buffers.filter((_, slot) => given < 0 || slot !== given % buffers.length));
  }
}

/** Fills `target` from `position`, over as many reads as it takes. */
async function fill(file: OpenFile, target: Buffer, position: number): Promise<Buffer> {
  let filled = 0;
  while (filled < target.length) {
    const left = target.length - filled;
    const bytes = await file.read(target, filled, left, position + filled).catch((error: unknown) => {
      throw unreadable(error);
    });
    if (bytes === 0) throw new UploadFailure({ kind: 'source-changed' });
    filled += bytes;
  }
  return target;
}
