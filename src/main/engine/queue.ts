/** Uploads that wait for their turn, by rank; large ones leave places for small ones. */
import type { UploadId } from '../../shared/ids.ts';

/**
 * Bytes above which an upload is large: it takes its place for long, and three buffers of 1 MiB, so not all places may
 * go to such.
 */
export const largeAbove = 1024 * 1024;

interface Entry {
  readonly id: UploadId;
  rank: number;
  readonly isLarge: boolean;
}

export interface Queue {
  readonly size: number;
  ids(): UploadId[];
  add(id: UploadId, rank: number, bytes: number): void;
  delete(id: UploadId): void;
  /** The first that `may` start, taken out; null if there is none. */
  take(may: (entry: { id: UploadId; isLarge: boolean }) => boolean): { id: UploadId; isLarge: boolean } | null;
  /**
   * The rank that puts an upload right before `before`; first, if that one is ahead of all that wait here. Where no
   * number is left between two ranks, `makeRoom` is told to add 1 to all ranks from the given one on.
   */
  rankBefore(before: UploadId, makeRoom: (from: number) => void): number;
}

export function createQueue(): Queue {
  const entries: Entry[] = [];
  const known = new Map<UploadId, Entry>();

  const indexOfRank = (rank: number): number => {
    let low = 0;
    let high = entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((entries[middle]?.rank ?? 0) <= rank) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const removeAt = (index: number): Entry | null => {
    const [entry] = entries.splice(index, 1);
    if (entry) known.delete(entry.id);
    return entry ?? null;
  };
  const remove = (entry: Entry): void => void removeAt(entries.indexOf(entry));

  return {
    get size() {
      return entries.length;
    },
    ids: () => entries.map(({ id }) => id),
    add(id, rank, bytes) {
      const present = known.get(id);
      if (present) remove(present);
      const entry = { id, rank, isLarge: bytes > largeAbove };
      known.set(id, entry);
      entries.splice(indexOfRank(rank), 0, entry);
    },
    delete(id) {
      const entry = known.get(id);
      if (entry) remove(entry);
    },
    take(may) {
      const index = entries.findIndex(may);
      return index < 0 ? null : removeAt(index);
    },
    rankBefore(before, makeRoom) {
      const entry = known.get(before) ?? entries[0];
      if (!entry) return 0;
      const index = entries.indexOf(entry);
      const previous = entries[index - 1];
      if (!previous) return entry.rank - 1;
      const middle = (): number => (previous.rank + entry.rank) / 2;
      if (middle() > previous.rank && middle() < entry.rank) return middle();
      makeRoom(entry.rank);
      for (const later of entries.slice(index)) later.rank += 1;
      return middle();
    },
  };
}
