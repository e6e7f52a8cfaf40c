/** The bandwidth limit: one bucket of bytes that all bodies draw from, a piece at a time. */

/** Waits `ms`, or until the signal aborts; never rejects. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>;

export interface Throttle {
  /** The largest piece to draw at once, bytes; Infinity without a limit. */
  pieceBytes(): number;
  /**
   * Draws `bytes`, and resolves when they may leave; null where they may at once. `stillWaiting` is called from time to
   * time while it is this limit that holds them up. An abort ends the wait.
   */
  draw(bytes: number, signal: AbortSignal, stillWaiting: () => void): Promise<void> | null;
}

/** Ten pieces a second, so that progress moves and the line is used evenly. */
const pieceSeconds = 0.1;
const minPiece = 1024;
/** What may leave at once after a pause. */
const burstSeconds = 0.2;
/** A change of the limit is seen within this time; asking for it may cost a look into a file. */
const seenWithinMs = 250;

/** @param limit bytes per second, null for none; anything under 1 is 1 */
export function createThrottle(
  limit: () => number | null,
  { now, sleep }: { readonly now: () => number; readonly sleep: Sleep },
): Throttle {
  let filledAt = now();
  /** Bytes that may leave; below zero, what left ahead of its time. */
  let level = 0;

  let askedAt = Number.NEGATIVE_INFINITY;
  let known: number | null = null;
  const rate = (): number | null => {
    const at = now();
    if (at - askedAt < seenWithinMs) return known;
    askedAt = at;
    const asked = limit();
    known = asked === null || asked === Number.POSITIVE_INFINITY ? null : Math.max(1, asked);
    return known;
  };
  /** Those who wait, in the order of their coming: who asks for small pieces must not overtake the others for ever. */
  const queue: { readonly bytes: number }[] = [];
  /** Draws where nobody is before `mine` and the bucket is not empty: 0; else the time until that may be so, ms. */
  const tryDraw = (mine: { readonly bytes: number }): number => {
    const perSecond = rate();
    const at = now();
    const passed = Math.max(0, at - filledAt) / 1000;
    filledAt = at;
    if (perSecond === null) {
      level = 0;
      return 0;
    }
    level = Math.min(level + passed * perSecond, perSecond * burstSeconds);
    const place = queue.indexOf(mine);
    const before = place < 0 ? queue : queue.slice(0, place);
    const bytesBefore = before.reduce((sum, { bytes }) => sum + bytes, 0);
    if (bytesBefore > 0 || level < 0) return ((bytesBefore - Math.min(0, level)) / perSecond) * 1000;
    level -= mine.bytes;
    return 0;
  };
  const wait = async (mine: { readonly bytes: number }, first: number, signal: AbortSignal, tell: () => void) => {
    queue.push(mine);
    for (let left = first; left > 0 && !signal.aborted; left = tryDraw(mine)) {
      await sleep(Math.min(Math.ceil(left), seenWithinMs), signal);
      tell();
    }
    queue.splice(queue.indexOf(mine), 1);
  };

  return {
    pieceBytes() {
      const perSecond = rate();
      return perSecond === null ? Number.POSITIVE_INFINITY : Math.max(minPiece, Math.round(perSecond * pieceSeconds));
    },
    draw(bytes, signal, stillWaiting) {
      const mine = { bytes };
      const ms = tryDraw(mine);
      return ms > 0 ? wait(mine, ms, signal, stillWaiting) : null;
    },
  };
}
