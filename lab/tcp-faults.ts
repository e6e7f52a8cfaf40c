/** What can go wrong with the bytes of a connection, and the bytes of one direction with those faults in them. */

/** `up`: from the client to the host; `down`: back. */
export type Direction = 'up' | 'down';

export type TcpFault =
  /**
   * Every byte comes so much later, without being slowed down, for which it reads ahead: list `bandwidth` before it.
   * Both ways unless one is named.
   */
  | { readonly kind: 'latency'; readonly ms: number; readonly direction?: Direction }
  /** No faster than this; both ways unless one is named. */
  | { readonly kind: 'bandwidth'; readonly bytesPerSecond: number; readonly direction?: Direction }
  /** So many bytes pass, then no more: what follows is not even read, and its end not noticed. */
  | { readonly kind: 'stall'; readonly afterBytes: number; readonly direction: Direction }
  /** So many bytes pass, then both sides get a reset. */
  | { readonly kind: 'reset'; readonly afterBytes: number; readonly direction: Direction }
  /** So many bytes pass, then that direction ends properly (FIN) and what follows is thrown away; the other goes on. */
  | { readonly kind: 'half-close'; readonly afterBytes: number; readonly direction: Direction }
  /** The end of a direction is passed on so much later; both ways unless one is named. */
  | { readonly kind: 'slow-close'; readonly ms: number; readonly direction?: Direction };

/** Waits so long, or rejects when the signal aborts. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<unknown>;

/** Both sides are to be reset. */
export class Reset extends Error {
  override readonly name = 'Reset';
}

/** How many chunks may be under way on a line with latency. */
const chunksAhead = 256;

export interface Line {
  readonly direction: Direction;
  readonly faults: readonly TcpFault[];
  readonly sleep: Sleep;
  readonly signal: AbortSignal;
}

/**
 * The bytes of one direction as they come out of the line; its end is when that direction is to be closed.
 * Throws `Reset`, or what `sleep` throws once the signal is aborted.
 */
export async function* throughLine(source: AsyncIterable<Buffer>, line: Line): AsyncGenerator<Buffer, void, undefined> {
  let bytes = source;
  for (const fault of line.faults) {
    if (fault.direction === undefined || fault.direction === line.direction) bytes = withFault(bytes, fault, line);
  }
  yield* bytes;
}

function withFault(bytes: AsyncIterable<Buffer>, fault: TcpFault, line: Line): AsyncIterable<Buffer> {
  switch (fault.kind) {
    case 'latency':
      return delayed(bytes, fault.ms, line);
    case 'bandwidth':
      return throttled(bytes, fault.bytesPerSecond, line);
    case 'slow-close':
      return endingLate(bytes, fault.ms, line);
    case 'stall':
    case 'reset':
    case 'half-close':
      return cutAfter(bytes, fault, line);
  }
}

async function* delayed(bytes: AsyncIterable<Buffer>, ms: number, { sleep, signal }: Line): AsyncGenerator<Buffer> {
  const source = bytes[Symbol.asyncIterator]();
  const ask = (): Promise<IteratorResult<Buffer>> => {
    const later = source.next().then(async (result) => {
      await sleep(ms, signal);
      return result;
    });
    // Looked at in its turn; until then nobody may take it for unhandled.
    later.catch(() => {});
    return later;
  };
  const underWay = Array.from({ length: chunksAhead }, ask);
  for (;;) {
    const next = await underWay.shift();
    if (next === undefined || next.done) return;
    underWay.push(ask());
    yield next.value;
  }
}

async function* throttled(bytes: AsyncIterable<Buffer>, rate: number, line: Line): AsyncGenerator<Buffer> {
  // Ten pieces a second, so that the flow is even.
  const piece = Math.max(1, Math.floor(rate / 10));
  for await (const chunk of bytes) {
    for (let at = 0; at < chunk.length; at += piece) {
      const part = chunk.subarray(at, at + piece);
      await line.sleep((part.length * 1000) / rate, line.signal);
      yield part;
    }
  }
}

async function* endingLate(bytes: AsyncIterable<Buffer>, ms: number, line: Line): AsyncGenerator<Buffer> {
  yield* bytes;
  await line.sleep(ms, line.signal);
}

async function* cutAfter(
  bytes: AsyncIterable<Buffer>,
  { kind, afterBytes }: Extract<TcpFault, { kind: 'stall' | 'reset' | 'half-close' }>,
  { signal }: Line,
): AsyncGenerator<Buffer> {
  let left = afterBytes;
  const source = bytes[Symbol.asyncIterator]();
  while (left > 0) {
    const next = await source.next();
    if (next.done) return;
    const part = next.value.subarray(0, left);
    left -= part.length;
    yield part;
  }
  if (kind === 'reset') throw new Reset();
  if (kind === 'stall') await aborted(signal);
  // Half-closed: whoever sends must not notice by a full buffer.
  void drain(source).catch(() => {});
}

async function drain(source: AsyncIterator<Buffer>): Promise<void> {
  while (!(await source.next()).done);
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = () => reject(new Reset());
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
