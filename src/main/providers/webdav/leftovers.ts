/** What uploads that never ended have left at a WebDAV server: found by its name, and deleted. */
import type { Leftover } from '../provider.ts';
import { foundUpload, isUnmistakable, readSaved, type Saved } from './checkpoint.ts';
import { addressOf, chunksAt, type Dav, idInName, temporaryName } from './place.ts';
import { listOf, removeAt } from './requests.ts';

const mostFound = 1_000;

/** As `Connection.discard`. */
export async function discard(dav: Dav, state: string, signal: AbortSignal): Promise<void> {
  const saved = readSaved(state);
  if (saved) await discardSaved(dav, saved, signal);
}

export async function discardSaved(dav: Dav, saved: Saved, signal: AbortSignal): Promise<void> {
  if (dav.cloud && saved.way === 'chunks') await removeAt(dav, chunksAt(dav.cloud, saved.id), signal);
  const wasThere = await removeAt(dav, addressOf(dav, temporaryName(saved.id)), signal);
  // It may have got its name, and no link. A name that others may have is left alone.
  const mayBePlaced = saved.placing && !wasThere && isUnmistakable(saved);
  if (mayBePlaced) await removeAt(dav, addressOf(dav, saved.key), signal);
}

/** As `Connection.leftovers`. */
export async function leftovers(dav: Dav, inUse: readonly string[], signal: AbortSignal): Promise<Leftover[]> {
  const used = new Set(inUse.map((state) => readSaved(state)?.id));
  const lists = [await listOf(dav, dav.folder, signal)];
  if (dav.cloud) lists.push(await listOf(dav, chunksAt(dav.cloud), signal));
  const found = lists
    .flatMap((list) => list ?? [])
    .flatMap(({ name, bytes, changedAt }) => {
      const id = idInName(name);
      if (id === null || used.has(id)) return [];
      return { state: JSON.stringify(foundUpload(id)), name, startedAt: changedAt, bytes };
    });
  // The same upload may be in both places.
  return [...new Map(found.map((each) => [each.state, each])).values()].slice(0, mostFound);
}
