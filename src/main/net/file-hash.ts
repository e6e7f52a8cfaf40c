/** Hashes of pinned files, or of a stretch of one. */
import { createHash } from 'node:crypto';
import type { PinnedSource } from '../../shared/pinned-source.ts';
import { type Patch, patchedPayload } from './patched-payload.ts';
import { filePayload } from './pinned-file.ts';

export interface HashWish {
  /** `sha256` by default. */
  readonly algorithm?: 'sha256' | 'md5';
  /** The first byte; 0 by default. */
  readonly start?: number;
  /** The byte after the last; the file's size by default. */
  readonly end?: number;
  /** With it, the hash is that of the hashes of blocks of this many bytes, the last may be shorter. */
  readonly blockBytes?: number;
  /** With them, the hash is that of what is sent once they are applied: `patchesOf(payload)`. */
  readonly patches?: readonly Patch[];
}

/**
 * Lower-case hex. `goOn` is asked after each chunk, and throws where nobody wants the hash any more.
 * Fails with `source-changed` or `source-unreadable`.
 */
export async function fileHash(
  source: PinnedSource,
  { algorithm = 'sha256', start = 0, end = source.size, blockBytes = Number.POSITIVE_INFINITY, patches = [] }: HashWish,
  goOn: () => void,
): Promise<string> {
  const whole = createHash(algorithm);
  let block = createHash(algorithm);
  let room = blockBytes;
  const isBlocked = Number.isFinite(blockBytes);
  await using reader = await patchedPayload(filePayload(source, '', ''), patches).open();
  for await (const chunk of reader.chunks({ start, end, reuseLast: true })) {
    goOn();
    if (!isBlocked) whole.update(chunk);
    else {
      for (let from = 0; from < chunk.length; ) {
        const piece = chunk.subarray(from, from + room);
        block.update(piece);
        from += piece.length;
        room -= piece.length;
        if (room > 0) continue;
        whole.update(block.digest());
        block = createHash(algorithm);
        room = blockBytes;
      }
    }
  }
  if (isBlocked && room < blockBytes) whole.update(block.digest());
  return whole.digest('hex');
}
