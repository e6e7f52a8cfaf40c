/** Follows how uploads stand, at most a few times a second, for the tray and for what the user must be told. */
import { isDeepStrictEqual } from 'node:util';
import type { BatchId, UploadId } from '../../shared/ids.ts';
import type { Standing } from '../../shared/messages/tray.ts';
import type { NamedLink, TallyReader } from '../store/tally.ts';

export interface Stand {
  readonly standing: Standing;
  readonly links: readonly NamedLink[];
}

export interface TrayFeed extends Disposable {
  /** Something about this upload was written. */
  changed(id: UploadId): void;
  /** The user looked at the window: what failed until now is known. */
  looked(): void;
  now(): Stand;
}

export interface TrayFeedDeps {
  readonly tally: TallyReader;
  /** How things stand, whenever that is another than before. */
  readonly stands: (stand: Stand) => void;
  /** True while the user looks at the window, and sees for themselves what fails. */
  readonly isWatched: () => boolean;
  /** So many uploads of batches that were not waiting before wait for the user's answer. */
  readonly asks: (count: number) => void;
  readonly report: (error: unknown) => void;
}

const restMs = 500;
const linksShown = 5;
/** Failures beyond these are not counted: nobody reads the figure any more. */
const mostFailed = 10_000;

export function createTrayFeed({ tally, stands, isWatched, asks, report }: TrayFeedDeps): TrayFeed {
  const changed = new Set<UploadId>();
  const failed = new Set<UploadId>();
  let stand: Stand = read();
  /** Batches that were waiting for the user when it was looked last. */
  let asking = new Set<BatchId>(tally.asking().keys());
  let timer: NodeJS.Timeout | null = null;
  let over = false;

  function read(): Stand {
    return { standing: { ...tally.tally(), failed: failed.size }, links: tally.newestLinks(linksShown) };
  }

  function schedule(): void {
    if (over) return;
    timer ??= setTimeout(look, restMs);
    timer.unref();
  }

  function look(): void {
    timer = null;
    try {
      for (const id of changed) {
        if (!tally.hasFailed(id)) failed.delete(id);
        else if (!isWatched() && failed.size < mostFailed) failed.add(id);
      }
      changed.clear();
      const now = read();
      const isNew = !isDeepStrictEqual(now, stand);
      stand = now;
      if (isNew) stands(now);
      const waiting = now.standing.asking > 0 ? tally.asking() : new Map<BatchId, number>();
      const fresh = [...waiting].filter(([batch]) => !asking.has(batch));
      asking = new Set(waiting.keys());
      if (fresh.length > 0) asks(fresh.reduce((sum, [, count]) => sum + count, 0));
    } catch (error) {
      report(error);
    }
  }

  return {
    changed(id) {
      changed.add(id);
      schedule();
    },
    looked() {
      if (failed.size === 0) return;
      failed.clear();
      schedule();
    },
    now: () => stand,
    [Symbol.dispose]() {
      over = true;
      if (timer) clearTimeout(timer);
    },
  };
}
