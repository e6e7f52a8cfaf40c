/** Uploads that wait for the network: it is found missing once, and looked for until it is back. */
import type { UploadId } from '../../shared/ids.ts';

export interface Offline extends Disposable {
  /** True while uploads wait and there is still no network: none needs to find out again. */
  isKnown(): boolean;
  add(id: UploadId): void;
  delete(id: UploadId): void;
}

/** How often a missing network is looked for, ms. */
const pollMs = 3_000;

/** @param back told which uploads may go on */
export function createOffline(isOnline: () => boolean, back: (ids: UploadId[]) => void): Offline {
  const waiting = new Set<UploadId>();
  const timer = setInterval(() => {
    if (waiting.size === 0 || !isOnline()) return;
    const ids = [...waiting];
    waiting.clear();
    back(ids);
  }, pollMs);
  timer.unref();
  return {
    isKnown: () => waiting.size > 0 && !isOnline(),
    add(id) {
      waiting.add(id);
    },
    delete(id) {
      waiting.delete(id);
    },
    [Symbol.dispose]: () => clearInterval(timer),
  };
}
