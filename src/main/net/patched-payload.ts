/** A payload whose bytes are those of its source but for some stretches that are overwritten while they stream by. */
import { createHash } from 'node:crypto';
import type { Payload, PayloadReader } from './payload.ts';

/** Puts `bytes`, or `length` times the byte `fill`, in the place of what is at `offset`. */
export type Patch =
  | { readonly offset: number; readonly bytes: Uint8Array }
  | { readonly offset: number; readonly length: number; readonly fill: number };

export interface PatchedPayload extends Payload {
  /** In the order of their offsets, none over another: whoever reads the source by itself has to apply them too. */
  readonly patches: readonly Patch[];
}

/** What is to be applied to the source's bytes to get the payload's; nothing where they are the same. */
export function patchesOf(payload: Payload | PatchedPayload): readonly Patch[] {
  return 'patches' in payload ? payload.patches : [];
}

/** Names what the patches make of a file: others give another name. Null for none, which leave it as it is. */
export function transformOf(patches: readonly Patch[]): string | null {
  if (patches.length === 0) return null;
  const digest = createHash('sha256');
  for (const patch of patches) {
    const { offset } = patch;
    const filled = 'bytes' in patch ? { offset, length: patch.bytes.length } : patch;
    digest.update(JSON.stringify(filled));
    if ('bytes' in patch) digest.update(patch.bytes);
  }
  return `without-location:${digest.digest('hex').slice(0, 32)}`;
}

/** The byte after the last one that the patch overwrites. */
export function patchEnd(patch: Patch): number {
  return patch.offset + ('bytes' in patch ? patch.bytes.length : patch.length);
}

/**
 * The payload with `patches` applied: same size, name and source; the file itself stays as it is.
 * Throws where a patch reaches beyond the payload, or they are out of order.
 */
export function patchedPayload(payload: Payload, patches: readonly Patch[]): PatchedPayload {
  if ('patches' in payload) throw new Error('a payload is patched once');
  let free = 0;
  for (const patch of patches) {
    if (patch.offset < free) throw new Error('patches are out of order');
    free = patchEnd(patch);
  }
  if (free > payload.size) throw new Error('a patch reaches beyond the payload');
  return {
    ...payload,
    patches,
    async open() {
      return patchedReader(await payload.open(), patches);
    },
  };
}

function patchedReader(reader: PayloadReader, patches: readonly Patch[]): PayloadReader {
  return {
    async *chunks(range = {}) {
      let at = range.start ?? 0;
      let next = firstBehind(patches, at);
      for await (const chunk of reader.chunks(range)) {
        const end = at + chunk.length;
        for (let patch = patches[next]; patch && patch.offset < end; patch = patches[next]) {
          apply(patch, chunk, at);
          // The rest of it belongs to the next chunk.
          if (patchEnd(patch) > end) break;
          next += 1;
        }
        at = end;
        yield chunk;
      }
    },
    [Symbol.asyncDispose]: () => reader[Symbol.asyncDispose](),
  };
}

/** The index of the first patch that ends behind `at`. */
function firstBehind(patches: readonly Patch[], at: number): number {
  let [low, high] = [0, patches.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const patch = patches[middle];
    if (patch && patchEnd(patch) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Overwrites in `chunk`, whose first byte is at `at`, what the patch has for it. */
export function apply(patch: Patch, chunk: Uint8Array, at: number): void {
  const from = Math.max(patch.offset, at);
  const end = Math.min(patchEnd(patch), at + chunk.length);
  if (end <= from) return;
  if ('bytes' in patch) chunk.set(patch.bytes.subarray(from - patch.offset, end - patch.offset), from - at);
  else chunk.fill(patch.fill, from - at, end - at);
}
