/** One act for many uploads, a few at a time: its progress is told, and it can be stopped. */

import { UploadFailure } from '../../shared/failure.ts';
import type { LongAct } from '../../shared/history.ts';
import type { UploadId } from '../../shared/ids.ts';
import type { Send } from './feed.ts';

export interface Rounds extends Disposable {
  /**
   * Resolves once `one` was called for each, or for none any more after `stop`. Fails with `cancelled` while the same act
   * is under way already.
   */
  run(act: LongAct, ids: readonly UploadId[], one: (id: UploadId, signal: AbortSignal) => Promise<void>): Promise<void>;
  stop(act: LongAct): void;
}

/** Uploads that are looked after at the same time. */
const together = 8;
const tellMs = 100;

export function createRounds(send: Send): Rounds {
  const running = new Map<LongAct, AbortController>();
  return {
    async run(act, ids, one) {
      if (running.has(act)) throw new UploadFailure({ kind: 'cancelled' });
      const ending = new AbortController();
      running.set(act, ending);
      const rest = [...new Set(ids)];
      const total = rest.length;
      let done = 0;
      const tell = (): void => send('history.progress', { act, done, total });
      const timer = setInterval(tell, tellMs);
      const work = async (): Promise<void> => {
        for (let id = rest.shift(); id !== undefined && !ending.signal.aborted; id = rest.shift()) {
          await one(id, ending.signal);
          done += 1;
        }
      };
      try {
        tell();
        await Promise.all(Array.from({ length: together }, work));
      } finally {
        clearInterval(timer);
        ending.abort();
        running.delete(act);
        tell();
      }
    },
    stop: (act) => running.get(act)?.abort(),
    [Symbol.dispose]() {
      for (const ending of running.values()) ending.abort();
    },
  };
}
