/** Ids of rows. */
import { randomUUID } from 'node:crypto';

let lastMs = 0;
let count = 0;

/**
 * A UUID of version 7 (RFC 9562, section 5.7, with the counter of section 6.2 method 1): ids made one after another lie
 * side by side in SQLite's indexes, so that a batch touches few pages instead of one per file and index.
 */
export function newId(): string {
  const now = Math.max(Date.now(), lastMs);
  count = now === lastMs ? count + 1 : 0;
  lastMs = now;
  if (count > 0xfff) {
    // More than the counter holds within one ms: the ids run ahead of the clock by as much as it takes.
    lastMs += 1;
    count = 0;
  }
  const time = lastMs.toString(16).padStart(12, '0');
  const counter = count.toString(16).padStart(3, '0');
  // What follows is random, and is set out in version 4 as it is in 7.
  return `${time.slice(0, 8)}-${time.slice(8)}-7${counter}${randomUUID().slice(18)}`;
}
