/** Sums up a batch as it comes to rest, for the one notification that tells of it. */
import type { BatchId, UploadId } from '../../shared/ids.ts';
import type { BatchEnd } from '../../shared/messages/notifications.ts';
import type { State } from '../../shared/model.ts';

export interface BatchEndsDeps {
  readonly uploadsOf: (batch: BatchId) => readonly { id: UploadId; state: State; link: string | null }[];
  readonly nameOf: (upload: UploadId) => string | null;
  readonly areCopied: (batch: BatchId) => boolean;
  /** @param offered links that a click is to copy; empty where there are none */
  readonly told: (batch: BatchId, end: BatchEnd, offered: readonly string[]) => void;
}

export interface BatchEnds {
  /** The links of the batch could not be copied unasked. */
  offered(batch: BatchId, links: readonly string[]): void;
  /** Nothing of the batch runs or is due. What was told before is not told again. */
  rested(batch: BatchId): void;
}

export function createBatchEnds({ uploadsOf, nameOf, areCopied, told }: BatchEndsDeps): BatchEnds {
  /** What was told last of batches that may change again. */
  const last = new Map<BatchId, string>();
  let offer: { readonly batch: BatchId; readonly links: readonly string[] } | null = null;
  return {
    offered(batch, links) {
      offer = { batch, links };
    },
    rested(batch) {
      const offered = offer?.batch === batch ? offer.links : [];
      offer = null;
      const uploads = uploadsOf(batch);
      const count = (name: State['name']): number => uploads.filter(({ state }) => state.name === name).length;
      const sum = { done: count('done'), failed: count('failed'), waiting: count('waiting') };
      const ends = `${sum.done} ${sum.failed}`;
      const isNews = ends !== last.get(batch) || offered.length > 0;
      if (uploads.every(({ state }) => state.name === 'done')) last.delete(batch);
      else last.set(batch, ends);
      if (sum.done + sum.failed === 0 || !isNews) return;
      const links = uploads.filter(({ state, link }) => state.name === 'done' && link !== null).length;
      const copied = offered.length === 0 && areCopied(batch);
      const [only] = uploads.length === 1 ? uploads : [];
      told(
        batch,
        { ...sum, links: { count: copied ? links : offered.length, copied }, name: only ? nameOf(only.id) : null },
        offered,
      );
    },
  };
}
