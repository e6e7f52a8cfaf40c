/** Files as sources: pinned when they are taken in, compared with the pin whenever they are read. */
import { constants } from 'node:fs';
import { resolve } from 'node:path';
import { UploadFailure } from '../../shared/failure.ts';
import { readChunks } from './file-chunks.ts';
import { OpenFile } from './open-file.ts';
import type { Payload, PayloadReader, PinnedSource } from './payload.ts';
import { unreadable } from './unreadable.ts';

/** A FIFO or a terminal must not hold us up, or become ours. Windows knows neither flag. */
const readFlags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0);

/**
 * Takes the file at `path` in as it is now. It is opened once, so that what can not be read is known here.
 * Fails with `source-unreadable`: only regular files are taken, links are followed.
 */
export async function pinFile(path: string): Promise<PinnedSource> {
  const absolute = resolve(path);
  await using file = await openToRead(absolute);
  return await pinOf(file, absolute);
}

/** What is sent when the file goes out as it is, under `name` and `mime`. */
export function filePayload(source: PinnedSource, name: string, mime: string): Payload {
  return { name, mime, size: source.size, source, open: () => openPinned(source) };
}

async function openPinned(pin: PinnedSource): Promise<PayloadReader> {
  const file = await openToRead(pin.path);
  try {
    await expectUnchanged(file, pin);
  } catch (error) {
    await file[Symbol.asyncDispose]();
    throw error;
  }
  return {
    chunks: ({ start = 0, end = pin.size, reuseLast = false } = {}) =>
      readChunks(file, { start, end: Math.min(end, pin.size), reuseLast }, () => expectUnchanged(file, pin)),
    [Symbol.asyncDispose]: () => file[Symbol.asyncDispose](),
  };
}

async function openToRead(path: string): Promise<OpenFile> {
  try {
    return await OpenFile.open(path, readFlags);
  } catch (error) {
    throw unreadable(error);
  }
}

async function pinOf(file: OpenFile, path: string): Promise<PinnedSource> {
  const stat = await file.stat().catch((error: unknown) => {
    throw unreadable(error);
  });
  if (!stat.isFile()) throw new UploadFailure({ kind: 'source-unreadable', why: 'not-a-file' });
  if (stat.size > BigInt(Number.MAX_SAFE_INTEGER)) {
    throw new UploadFailure({ kind: 'source-unreadable', why: 'read-error' });
  }
  return { path, dev: stat.dev, ino: stat.ino, size: Number(stat.size), mtimeNs: stat.mtimeNs };
}

/** Throws `source-changed` where the open file is not what was pinned. */
async function expectUnchanged(file: OpenFile, pin: PinnedSource): Promise<void> {
  const now = await pinOf(file, pin.path);
  const same =
    now.size === pin.size && now.mtimeNs === pin.mtimeNs && sameId(now.ino, pin.ino) && sameId(now.dev, pin.dev);
  if (!same) throw new UploadFailure({ kind: 'source-changed' });
}

/** Some file systems (Windows, network shares) have no stable ids and say 0: then there is nothing to compare. */
function sameId(a: bigint, b: bigint): boolean {
  return a === b || a === 0n || b === 0n;
}
