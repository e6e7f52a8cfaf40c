/** Turns counts of bytes into a pace that people can read: smooth, and silent until something is known. */

export interface Pace {
  /** Takes the bytes sent so far at a time (epoch ms). */
  add(sentBytes: number, at: number): void;
  /** Bytes per second over the last seconds; null until there is a second's worth. */
  bytesPerSecond(): number | null;
}

/** The span that the pace is taken over, ms. */
const windowMs = 4_000;
const leastMs = 800;

export function createPace(): Pace {
  let points: { at: number; bytes: number }[] = [];
  return {
    add(bytes, at) {
      const previous = points.at(-1);
      if (previous && bytes < previous.bytes) points = [];
      points.push({ at, bytes });
      while (points.length > 2 && at - (points[0]?.at ?? at) > windowMs) points.shift();
    },
    bytesPerSecond() {
      const first = points[0];
      const latest = points.at(-1);
      if (!first || !latest || latest.at - first.at < leastMs) return null;
      return ((latest.bytes - first.bytes) * 1000) / (latest.at - first.at);
    },
  };
}
