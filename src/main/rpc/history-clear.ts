/** Clears the history: what goes is hidden at once, and deleted once it is too late to bring it back. */
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { UploadFailure } from '../../shared/failure.ts';
import type { ListId } from '../../shared/history.ts';
import type { UploadId } from '../../shared/ids.ts';
import { clearedAtATime, type HistoryClearing } from '../store/history-clearing.ts';
import type { HistorySearch } from '../store/history-search.ts';
import type { Send } from './feed.ts';
import type { Handlers } from './handlers.ts';

export type HistoryClearCalls = Pick<Handlers, 'history.clear' | 'history.undoClear'>;

export interface HistoryClearDeps {
  readonly clearing: HistoryClearing;
  readonly search: Pick<HistorySearch, 'ids' | 'sizeOf'>;
  readonly send: Send;
  /** Rows of the history are other ones now. */
  readonly changed: () => void;
  /** These uploads are back. */
  readonly cameBack: (ids: readonly UploadId[]) => void;
  /** Rows were deleted: files of ours may be needed no more. */
  readonly deleted: () => Promise<void>;
  /** Epoch ms. */
  readonly clock: () => number;
  readonly report: (error: unknown) => void;
  /** How long it can be undone, ms. */
  readonly undoMs?: number;
}

export interface HistoryClear extends Disposable {
  readonly calls: HistoryClearCalls;
  /** Deletes what an earlier start has hidden. */
  goOn(): void;
}

/** Between two transactions, ms: others have their turn. */
const restMs = 5;
/** Places of a list that are read at a time. */
const listPage = 10_000;

/** What is hidden and not deleted when the program ends is deleted at its next start. */
export function createHistoryClear(deps: HistoryClearDeps): HistoryClear {
  const { clearing, search, send, changed, cameBack, clock, report, undoMs = 10_000 } = deps;
  const hidden = new Map<string, { readonly at: number; readonly timer: NodeJS.Timeout }>();
  /** Times under which rows are hidden of which the user has no answer yet, or which come back. */
  const unsettled = new Set<number>();
  let last = 0;
  let over = false;

  async function* pagesOf(what: { ids: readonly UploadId[] } | { list: ListId }): AsyncGenerator<readonly UploadId[]> {
    if ('ids' in what) {
      for (let from = 0; from < what.ids.length; from += clearedAtATime) {
        yield what.ids.slice(from, from + clearedAtATime);
      }
      return;
    }
    for (let from = 0; ; from += listPage) {
      // Its places stand still, whatever is hidden meanwhile.
      const ids = await search.ids(what.list, from, listPage);
      if (ids === null) throw new UploadFailure({ kind: 'cancelled' });
      if (ids.length === 0 && from >= (search.sizeOf(what.list) ?? 0)) return;
      yield* pagesOf({ ids });
    }
  }

  async function bringAllBack(at: number): Promise<void> {
    unsettled.add(at);
    for (let ids = clearing.bringBack(at); ids.length > 0; ids = clearing.bringBack(at)) {
      cameBack(ids);
      await wait(0);
      // The end of the program did the rest.
      if (over) return;
    }
    unsettled.delete(at);
  }

  async function deleteAll(at: number | null): Promise<void> {
    try {
      while (!over && clearing.deleteSome(at)) await wait(restMs, undefined, { ref: false });
      if (!over) await deps.deleted();
    } catch (error) {
      report(error);
    }
  }

  return {
    calls: {
      async 'history.clear'(what) {
        // No two of them are hidden under the same time.
        last = Math.max(clock(), last + 1);
        const at = last;
        unsettled.add(at);
        let [asked, count, undeletable] = [0, 0, 0];
        try {
          for await (const page of pagesOf(what)) {
            if (over) throw new UploadFailure({ kind: 'cancelled' });
            const gone = clearing.hide(page, at);
            asked += page.length;
            count += gone.ids.length;
            undeletable += gone.undeletable;
            if (gone.ids.length > 0) send('uploads.removed', { ids: gone.ids });
            await wait(0);
          }
        } catch (error) {
          // Half of it, of which the user was told nothing, must not be deleted.
          if (!over) await bringAllBack(at);
          throw error;
        } finally {
          changed();
        }
        unsettled.delete(at);
        const token = count === 0 ? null : randomUUID();
        if (token !== null) {
          const timer = setTimeout(() => {
            hidden.delete(token);
            void deleteAll(at);
          }, undoMs);
          hidden.set(token, { at, timer: timer.unref() });
        }
        return { token, count, stayed: asked - count, undeletable, undoMs };
      },

      async 'history.undoClear'({ token }) {
        const found = hidden.get(token);
        if (!found) return { restored: false };
        clearTimeout(found.timer);
        hidden.delete(token);
        await bringAllBack(found.at);
        changed();
        return { restored: true };
      },
    },
    goOn: () => void deleteAll(null),
    [Symbol.dispose]() {
      over = true;
      for (const { timer } of hidden.values()) clearTimeout(timer);
      // The next start would take them for what is to be deleted.
      for (const at of unsettled) while (clearing.bringBack(at).length > 0);
    },
  };
}
