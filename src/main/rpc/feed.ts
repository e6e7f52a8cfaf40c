/** Gathers what changed and tells the window, as deltas, at most ten times a second for all of it. */
import type { EventName, EventPayload } from '../../shared/contract.ts';
import type { UploadId } from '../../shared/ids.ts';
import { isFinal } from '../../shared/model.ts';
import { createPace, type Pace } from '../engine/pace.ts';
import type { UploadReader } from '../store/upload-reader.ts';

export type Send = <N extends EventName>(name: N, payload: EventPayload<N>) => void;

export interface Feed extends Disposable {
  changed(id: UploadId): void;
  progress(id: UploadId, sentBytes: number): void;
}

const flushMs = 100;

/** Uploads that are told in one flush. */
const mostAtOnce = 250;

/** Between two words about how destinations are doing. */
const settledMs = 1_000;

/**
 * @param clock epoch ms
 * @param settled told after attempts ended, at once and then once a second: how destinations are doing may have changed
 */
export function createFeed(
  reader: UploadReader,
  send: Send,
  clock: () => number,
  settled: () => void = () => undefined,
): Feed {
  const changed = new Set<UploadId>();
  /** Uploads whose bytes moved since the last flush. */
  const moved = new Set<UploadId>();
  /** Bytes sent so far, of uploads that run. */
  const sent = new Map<UploadId, number>();
  const paces = new Map<UploadId, Pace>();
  let timer: NodeJS.Timeout | null = null;
  let settledTimer: NodeJS.Timeout | null = null;
  let isSettledDue = false;
  let over = false;

  const schedule = (): void => {
    if (!over) timer ??= setTimeout(flush, flushMs);
  };

  function tellSettled(): void {
    if (settledTimer) {
      isSettledDue = true;
      return;
    }
    isSettledDue = false;
    settled();
    settledTimer = setTimeout(() => {
      settledTimer = null;
      if (isSettledDue) tellSettled();
    }, settledMs);
  }

  function flush(): void {
    timer = null;
    // Of thousands, some at a time: neither side is to stop for long.
    const ids = [...changed].slice(0, mostAtOnce);
    for (const id of ids) changed.delete(id);
    if (changed.size > 0) schedule();
    const views = ids.flatMap((id) => reader.view(id) ?? []);
    for (const { id, state } of views) {
      if (state.name === 'running') continue;
      for (const live of [moved, sent, paces]) live.delete(id);
    }
    if (views.length > 0) {
      const uploads = views.map((view) => ({ ...view, sentBytes: sent.get(view.id) ?? 0 }));
      const batches = reader.batches([...new Set(uploads.map(({ batchId }) => batchId))]);
      send('uploads.changed', { uploads, batches });
      if (views.some(({ state }) => isFinal(state) || state.name === 'waiting')) tellSettled();
    }
    const progress = [...moved].map((id) => {
      const sentBytes = sent.get(id) ?? 0;
      return { id, sentBytes, ...paceOf(id, sentBytes) };
    });
    moved.clear();
    if (progress.length > 0) send('uploads.progress', progress);
  }

  function paceOf(id: UploadId, sentBytes: number): { bytesPerSecond: number | null; msLeft: number | null } {
    let pace = paces.get(id);
    if (!pace) {
      pace = createPace();
      paces.set(id, pace);
    }
    pace.add(sentBytes, clock());
    const bytesPerSecond = pace.bytesPerSecond();
    const size = reader.view(id)?.size ?? null;
    const known = bytesPerSecond !== null && bytesPerSecond > 0 && size !== null;
    return { bytesPerSecond, msLeft: known ? ((size - sentBytes) * 1000) / bytesPerSecond : null };
  }

  return {
    changed(id) {
      changed.add(id);
      schedule();
    },
    progress(id, sentBytes) {
      sent.set(id, sentBytes);
      moved.add(id);
      schedule();
    },
    [Symbol.dispose]() {
      over = true;
      for (const each of [timer, settledTimer]) if (each) clearTimeout(each);
    },
  };
}
