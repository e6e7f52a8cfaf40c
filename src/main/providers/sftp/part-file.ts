/** The temporary file that an upload is written to: its name, what a checkpoint says of it, and what was left of others. */
import { posix } from 'node:path';
import { z } from 'zod';
import type { Payload } from '../../net/payload.ts';
import { jsonOf } from '../http-host.ts';
import { randomPart } from '../own-storage.ts';
import type { Leftover } from '../provider.ts';
import { isGone, RefusedRequest } from './failures.ts';
import type { Session } from './session.ts';
import { baseFolder, below, type Settings } from './settings.ts';

const partName = /^\.droprelay-[a-z0-9]{16}\.part$/;
/** Only what has such a name is ever deleted unasked, whatever a state says. */
const PartPath = z
  .string()
  .max(2000)
  .refine((path) => partName.test(path.slice(path.lastIndexOf('/') + 1)));

/** What a checkpoint holds. */
const Saved = z.object({
  part: PartPath,
  /** The name below the folder that it gets at the end. */
  key: z.string().min(1).max(1100),
  /** Where that is on the server: another one, and the settings have changed. */
  path: z.string().max(2200),
  /** The payload that it was begun with. */
  size: z.number().int().nonnegative(),
  source: z.string().max(200),
  /** From then on it may have its name already, although nobody told us. */
  renaming: z.boolean(),
});
export type Saved = z.infer<typeof Saved>;

const AnyState = z.object({ part: PartPath });

/** A part of a new name, for this payload. */
export function newPart(settings: Settings, key: string, payload: Payload): Saved {
  const part = below(settings, `.droprelay-${randomPart()}.part`);
  return { part, key, path: below(settings, key), size: payload.size, source: sourceOf(payload), renaming: false };
}

/** What an earlier run saved, null where it is of no use for this payload. */
export function savedPart(state: string | null, settings: Settings, payload: Payload): Saved | null {
  const saved = state === null ? null : jsonOf(state, Saved);
  if (!saved || saved.size !== payload.size || saved.source !== sourceOf(payload)) return null;
  return saved.path === below(settings, saved.key) ? saved : null;
}

function sourceOf({ source: { ino, size, mtimeNs } }: Payload): string {
  return [ino, size, mtimeNs].join(' ');
}

/** Deletes the part that a state names; one that is gone counts as deleted, and so does a state that names none. */
export async function discardPart(state: string, session: Session): Promise<void> {
  const named = jsonOf(state, AnyState);
  if (named) await unlink(named.part, session);
}

/** What is gone counts as deleted. */
export async function unlink(path: string, session: Session): Promise<void> {
  await session
    .ask((sftp, done) => sftp.unlink(path, done))
    .catch((error: unknown) => {
      if (!isGone(error)) throw error;
    });
}

export const mostLeftovers = 1000;
const endOfFolder = 1;

/** Parts in the folder that nobody works on. */
export async function findParts(
  settings: Settings,
  inUse: readonly string[],
  session: Session,
): Promise<readonly Leftover[]> {
  // By their names alone: another destination may lead to this folder by another path.
  const used = new Set(inUse.map((state) => posix.basename(jsonOf(state, AnyState)?.part ?? '')));
  const handle = await session
    .ask<Buffer | null>((sftp, done) => sftp.opendir(baseFolder(settings), done))
    .catch((error: unknown) => {
      if (isGone(error)) return null;
      throw error;
    });
  const found: Leftover[] = [];
  while (handle && found.length < mostLeftovers) {
    const entries = await nextEntries(handle, session);
    if (!entries) break;
    for (const { filename, attrs } of entries) {
      const part = below(settings, filename);
      if (!partName.test(filename) || used.has(filename)) continue;
      // When it was written to last: the server does not know when it was begun.
      const startedAt = typeof attrs.mtime === 'number' ? attrs.mtime * 1000 : null;
      found.push({ state: JSON.stringify({ part }), name: filename, startedAt, bytes: attrs.size ?? null });
    }
  }
  return found.slice(0, mostLeftovers);
}

interface Entry {
  readonly filename: string;
  readonly attrs: { readonly size?: number; readonly mtime?: number };
}

/** The next names of an open folder, null after the last. */
async function nextEntries(folder: Buffer, session: Session): Promise<readonly Entry[] | null> {
  try {
    return await session.ask<Entry[]>((sftp, done) => sftp.readdir(folder, done));
  } catch (error) {
    if (error instanceof RefusedRequest && error.code === endOfFolder) return null;
    throw error;
  }
}
