/** The read buffers of all uploads: large ones are kept and used again, small ones are left to the collector. */

const pooledBytes = 1024 * 1024;
/** Two large files at once without a new buffer; beyond that, memory is freed when it is not in use. */
const maxKept = 6;

const kept: Buffer[] = [];

/** A buffer of exactly `bytes`, its content undefined. */
export function takeBuffer(bytes: number): Buffer {
  // Not from Node's own slab: a slice would keep all of it alive.
  return (bytes === pooledBytes ? kept.pop() : undefined) ?? Buffer.allocUnsafeSlow(bytes);
}

/** Takes back buffers that nobody reads or writes any more. */
export function giveBack(buffers: readonly Buffer[]): void {
  for (const buffer of buffers) {
    if (buffer.length === pooledBytes && kept.length < maxKept) kept.push(buffer);
  }
}
