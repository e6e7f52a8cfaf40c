/** Copies a payload into a folder: a hidden part first, which gets its name when it is whole. */
import { type FileHandle, link as hardLink, open, rename, rm, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { UploadFailure } from '../../../shared/failure.ts';
import type { Payload } from '../../net/payload.ts';
import { randomPart, unlike } from '../own-storage.ts';
import type { UploadRun } from '../provider.ts';
import { codeOf } from './place.ts';

/** For everyone, as far as the user's umask lets them: a web server runs under another name. */
const mode = 0o644;
const mostNames = 5;
const partName = /^\.droprelay-[a-z0-9]{16}\.part$/;

export interface Destined {
  /** A folder that is there. */
  readonly folder: string;
  readonly name: string;
  /** Gives a file a second name; fails with `EEXIST` where there is one of that name. */
  readonly link?: typeof hardLink;
}

export function newPartName(): string {
  return `.droprelay-${randomPart()}.part`;
}

export function isPartName(name: string): boolean {
  return partName.test(name);
}

/** Writes the payload to `part`, which must not be there yet, until it is safe on the disk. */
export async function writePart(payload: Payload, part: string, run: Pick<UploadRun, 'signal' | 'onProgress'>) {
  await using reader = await payload.open();
  await using file = await open(part, 'wx', mode);
  let sent = 0;
  for await (const chunk of reader.chunks()) {
    if (run.signal.aborted) throw new UploadFailure({ kind: 'cancelled' });
    await writeAll(file, chunk);
    sent += chunk.length;
    run.onProgress(sent);
  }
  if (sent !== payload.size) throw new UploadFailure({ kind: 'source-changed' });
  if (run.signal.aborted) throw new UploadFailure({ kind: 'cancelled' });
  await file.sync();
}

async function writeAll(file: FileHandle, chunk: Buffer): Promise<void> {
  for (let from = 0; from < chunk.length; ) from += (await file.write(chunk, from)).bytesWritten;
}

/**
 * Gives the part its name, or another one where that is taken: nothing is overwritten. Returns the name; under its own
 * the part may still be there.
 */
export async function publish(part: string, { folder, name, link = hardLink }: Destined): Promise<string> {
  for (let tries = 0; tries < mostNames; tries += 1) {
    const free = tries === 0 ? name : unlike(name);
    try {
      await moveTo(join(folder, free), part, link);
      return free;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
  }
  throw new UploadFailure({ kind: 'name-taken', name });
}

/** Disks that know no second names, such as those of cameras and some networks. */
const noLinks = ['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK'];

/** Fails with `EEXIST` where something of that name is there. */
async function moveTo(target: string, part: string, link: typeof hardLink): Promise<void> {
  try {
    await link(part, target);
  } catch (error) {
    if (!noLinks.includes(codeOf(error))) throw error;
    // An empty file of our own keeps the name free for us.
    await (await open(target, 'wx', mode)).close();
    try {
      await rename(part, target);
    } catch (cause) {
      await unlink(target);
      throw cause;
    }
  }
}

/** Removes the part, if it is still there. False where it could not be. */
export async function isRemoved(part: string): Promise<boolean> {
  return await rm(part, { force: true }).then(
    () => true,
    () => false,
  );
}
