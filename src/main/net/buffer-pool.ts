/** The read buffers of all uploads: large ones are kept and used again, small ones are left to the collector. */

const pooledBytes = 1024 * 1024;
/** Four large files, or four parts of one, at once without a new buffer. */
const maxKept = 12;
/** How long they are kept where nobody wants one, ms. */
const keptMs = 10_000;

const kept: Buffer[] = [];
let emptying: NodeJS.Timeout | undefined;

/** A buffer of exactly `bytes`, its content undefined. */
export function takeBuffer(bytes: number): Buffer {
  // Not from Node's own slab: a slice would keep all of it alive.
  return (bytes === pooledBytes ? kept.pop() : undefined) ?? Buffer.allocUnsafeSlow(bytes);
}

/** Takes back buffers that nobody reads or writes any more. */
export function giveBack(buffers: readonly Buffer[]): void {
  const wanted = buffers.filter(({ length }) => length === pooledBytes).slice(0, maxKept - kept.length);
  if (wanted.length === 0) return;
  kept.push(...wanted);
  clearTimeout(emptying);
  emptying = setTimeout(() => kept.splice(0), keptMs).unref();
}
