/** Gathers what changed and tells the window, as deltas, at most ten times a second for all of it. */
import type { EventName, EventPayload } from '../../shared/contract.ts';
import type { UploadId } from '../../shared/ids.ts';
import type { UploadView } from '../../shared/model.ts';
import type { UploadReader } from '../store/upload-reader.ts';
import { createPace, type Pace } from './pace.ts';

export type Send = <N extends EventName>(name: N, payload: EventPayload<N>) => void;

export interface Feed extends Disposable {
  changed(id: UploadId): void;
  progress(id: UploadId, sentBytes: number): void;
}

const flushMs = 100;

/** @param clock epoch ms */
export function createFeed(reader: UploadReader, send: Send, clock: () => number): Feed {
  const changed = new Set<UploadId>();
  const sent = new Map<UploadId, number>();
  const paces = new Map<UploadId, Pace>();
  let timer: NodeJS.Timeout | null = null;

  const schedule = (): void => {
    timer ??= setTimeout(flush, flushMs);
  };

  function flush(): void {
    timer = null;
    const uploads = [...changed].flatMap((id) => reader.view(id) ?? []);
    changed.clear();
    if (uploads.length > 0) {
      const batches = reader.batches([...new Set(uploads.map(({ batchId }) => batchId))]);
      send('uploads.changed', { uploads, batches });
      for (const upload of uploads) if (!isSending(upload)) paces.delete(upload.id);
    }
    const progress = [...sent].map(([id, sentBytes]) => ({ id, sentBytes, ...paceOf(id, sentBytes) }));
    sent.clear();
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
      schedule();
    },
    [Symbol.dispose]() {
      if (timer) clearTimeout(timer);
    },
  };
}

function isSending({ state }: UploadView): boolean {
  return state.name === 'running' && state.phase === 'sending';
}
