/** Limits how many use one place at a time, such as the uploads of a destination; large ones leave room to small ones. */

export interface Slots {
  /**
   * Waits for a place and returns what gives it back; null if the signal aborted first. First come, first served, but no more
   * large ones than their limit, and they leave one place free.
   */
  take(key: string, signal: AbortSignal, isLarge?: boolean): Promise<Disposable | null>;
  /** The limits may be others now: whoever can have a place gets it. Nobody loses one. */
  lookAgain(): void;
}

/** A number, or what it is now. */
type Limit = number | (() => number);

interface Waiter {
  readonly isLarge: boolean;
  readonly go: () => void;
}

interface Places {
  used: number;
  large: number;
  readonly waiting: Waiter[];
}

/** @param largeLimit how many of the places large uploads may take at a time */
export function createSlots(limitNow: Limit, largeLimit: Limit = limitNow): Slots {
  const places = new Map<string, Places>();

  const isFree = ({ used, large }: Places, isLarge: boolean): boolean => {
    const limit = numberOf(limitNow);
    return used < limit && (!isLarge || large < Math.max(1, Math.min(numberOf(largeLimit), limit - 1)));
  };
  const occupy = (at: Places, isLarge: boolean): void => {
    at.used += 1;
    if (isLarge) at.large += 1;
  };
  /** Lets in who can be, in their order. */
  const fill = (at: Places): void => {
    for (const waiter of [...at.waiting]) if (isFree(at, waiter.isLarge)) waiter.go();
  };
  const release = (key: string, at: Places, isLarge: boolean): void => {
    at.used -= 1;
    if (isLarge) at.large -= 1;
    fill(at);
    if (at.used === 0 && at.waiting.length === 0) places.delete(key);
  };

  return {
    async take(key, signal, isLarge = false) {
      if (signal.aborted) return null;
      const at = places.get(key) ?? { used: 0, large: 0, waiting: [] };
      places.set(key, at);
      if (isFree(at, isLarge)) occupy(at, isLarge);
      else if (!(await turn(at, signal, isLarge))) return null;
      let held = true;
      return {
        [Symbol.dispose]() {
          if (held) release(key, at, isLarge);
          held = false;
        },
      };
    },
    lookAgain() {
      for (const at of places.values()) fill(at);
    },
  };

  /** Resolves true once the place is taken, false if the signal aborted before. */
  function turn(at: Places, signal: AbortSignal, isLarge: boolean): Promise<boolean> {
    return new Promise((resolve) => {
      const leave = (): void => {
        const index = at.waiting.indexOf(waiter);
        if (index >= 0) at.waiting.splice(index, 1);
        signal.removeEventListener('abort', giveUp);
      };
      const giveUp = (): void => {
        leave();
        resolve(false);
      };
      const waiter: Waiter = {
        isLarge,
        go() {
          leave();
          occupy(at, isLarge);
          resolve(true);
        },
      };
      at.waiting.push(waiter);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  }
}

function numberOf(limit: Limit): number {
  return typeof limit === 'number' ? limit : limit();
}
