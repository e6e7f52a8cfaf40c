/** Looks at files before they are sent: for secrets, and for the place where a photo or a video was made. */
import { basename } from 'node:path';
import { UploadFailure } from '../../shared/failure.ts';
import { type ByteSource, readerSource } from '../guard/byte-source.ts';
import { formatOf } from '../guard/image-format.ts';
import { findLocation, type LocationAnswer } from '../guard/location.ts';
import { lookBytes, type SensitiveKind, sensitiveKind } from '../guard/sensitive-file.ts';
import { patchEnd, patchedPayload, transformOf } from '../net/patched-payload.ts';
import type { Payload, PinnedSource } from '../net/payload.ts';
import { filePayload } from '../net/pinned-file.ts';
import { createSlots } from '../net/slots.ts';
import type { RunControl } from './run-control.ts';

/** What was seen in a file. */
export interface Look {
  /** What it is that is better not sent by accident; null for nothing of the kind. */
  readonly secret: SensitiveKind | null;
  readonly location: LocationAnswer;
  /** Names the bytes that are left once the place is removed; null where nothing can be, or is to be, removed. */
  readonly transform: string | null;
}

/**
 * The same file gives the same look. A photo or a video is searched aside, few at a time, so that it holds up nothing
 * else. Fails with `source-changed`, `source-unreadable`, or `cancelled`.
 */
export type LookAt = (payload: Payload, control: Pick<RunControl, 'signal' | 'aside'>) => Promise<Look>;

export const nothingSeen: Look = { secret: null, location: { kind: 'none' }, transform: null };

/** Photos and videos that are searched at a time: each may hold 64 MiB of what it is made of. */
const searchedAtOnce = 2;
/** What is remembered of files that were looked at, bytes: they are sent soon. */
const rememberedBytes = 4 * 1024 * 1024;

export function createFileLook(): LookAt {
  const places = createSlots(searchedAtOnce);
  const remembered = createMemory(rememberedBytes);

  async function search(payload: Payload, signal: AbortSignal): Promise<LocationAnswer> {
    using place = await places.take('', signal);
    if (!place) throw new UploadFailure({ kind: 'cancelled' });
    await using reader = await payload.open();
    return await findLocation(untilAborted(readerSource(reader, payload.size), signal));
  }

  return async (payload, { signal, aside }) => {
    if (payload.size === 0) return nothingSeen;
    const key = keyOf(payload);
    const known = remembered.get(key);
    if (known) return known;
    const { secret, isMedia } = await glance(payload);
    const location: LocationAnswer = isMedia ? await aside(() => search(payload, signal)) : { kind: 'none' };
    const transform = location.kind === 'found' ? transformOf(location.patches) : null;
    const look = secret || isMedia ? { secret, location, transform } : nothingSeen;
    remembered.put(key, look);
    return look;
  };
}

/**
 * Makes the payload of a file in the form in which it was promised (null: its own bytes). Fails with `source-changed`
 * where the file gives that form no more, and as the look does.
 */
export function promisedPayload(look: LookAt) {
  return async (source: PinnedSource, name: string, mime: string, transform: string | null): Promise<Payload> => {
    const payload = filePayload(source, name, mime);
    if (transform === null) return payload;
    const seen = await look(payload, { signal: new AbortController().signal, aside: (work) => work() });
    if (seen.transform !== transform || seen.location.kind !== 'found')
      throw new UploadFailure({ kind: 'source-changed' });
    return patchedPayload(payload, seen.location.patches);
  };
}

/** What the first bytes tell. */
async function glance(payload: Payload): Promise<{ secret: SensitiveKind | null; isMedia: boolean }> {
  await using reader = await payload.open();
  const head = await readerSource(reader, payload.size).read(0, Math.min(payload.size, lookBytes));
  // It may be sent under another name than it has.
  const secret = sensitiveKind(payload.name, head) ?? sensitiveKind(basename(payload.source.path), head);
  return { secret, isMedia: formatOf(head) !== null };
}

function untilAborted(source: ByteSource, signal: AbortSignal): ByteSource {
  return {
    size: source.size,
    read(start, end) {
      if (signal.aborted) throw new UploadFailure({ kind: 'cancelled' });
      return source.read(start, end);
    },
  };
}

function keyOf({ name, source: { path, dev, ino, size, mtimeNs } }: Payload): string {
  return [name, path, dev, ino, size, mtimeNs].join('\0');
}

/** Looks by file, the newest of them as far as the room allows. */
function createMemory(room: number) {
  const looks = new Map<string, Look>();
  let used = 0;
  const forget = (key: string): void => {
    const look = looks.get(key);
    if (look && looks.delete(key)) used -= weight(key, look);
  };
  return {
    get: (key: string): Look | null => looks.get(key) ?? null,
    put(key: string, look: Look): void {
      forget(key);
      looks.set(key, look);
      used += weight(key, look);
      for (const oldest of looks.keys()) {
        if (used <= room) break;
        forget(oldest);
      }
    },
  };
}

/** Bytes that it takes, about. */
function weight(key: string, { location }: Look): number {
  const patches = location.kind === 'found' ? location.patches : [];
  return patches.reduce((sum, patch) => sum + 100 + patchEnd(patch) - patch.offset, 200 + 2 * key.length);
}
