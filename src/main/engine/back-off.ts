/** How long to wait before a retry where the host did not say. */

const firstMs = 1_000;
const capMs = 30_000;

/**
 * Exponential back-off with full jitter: anything between 0 and 1 s, 2 s, 4 s … 30 s.
 * @param attempt number of the attempt that failed, from 1
 * @param random a number in [0, 1)
 * @returns ms
 */
export function backOffMs(attempt: number, random: () => number): number {
  return Math.floor(random() * Math.min(capMs, firstMs * 2 ** (attempt - 1)));
}
