/** Limits how many uploads use one destination at a time. */

export interface Slots {
  /** Waits for a place and returns what gives it back; null if the signal aborted first. First come, first served. */
  take(key: string, signal: AbortSignal): Promise<Disposable | null>;
}

export function createSlots(limit: number): Slots {
  const used = new Map<string, number>();
  const queues = new Map<string, (() => void)[]>();

  const release = (key: string): void => {
    const next = queues.get(key)?.shift();
    if (next) {
      next();
      return;
    }
    const left = (used.get(key) ?? 1) - 1;
    if (left > 0) used.set(key, left);
    else {
      used.delete(key);
      queues.delete(key);
    }
  };
  const place = (key: string): Disposable => {
    let held = true;
    return {
      [Symbol.dispose]() {
        if (held) release(key);
        held = false;
      },
    };
  };

  return {
    async take(key, signal) {
      if (signal.aborted) return null;
      const count = used.get(key) ?? 0;
      if (count < limit) {
        used.set(key, count + 1);
        return place(key);
      }
      const queue = queues.get(key) ?? [];
      queues.set(key, queue);
      const mine = await new Promise<boolean>((resolve) => {
        const turn = (): void => {
          signal.removeEventListener('abort', give);
          resolve(true);
        };
        const give = (): void => {
          const at = queue.indexOf(turn);
          if (at >= 0) queue.splice(at, 1);
          resolve(false);
        };
        queue.push(turn);
        signal.addEventListener('abort', give, { once: true });
      });
      return mine ? place(key) : null;
    },
  };
}
