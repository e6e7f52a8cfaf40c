/** Moves a payload's bytes into an answer in step with its client. */
import type { ServerResponse } from 'node:http';
import type { PayloadReader } from '../../net/payload.ts';
import type { ByteRange } from './byte-range.ts';

/** The client went away, or the connection was cut. */
export class ClientGone extends Error {
  override readonly name = 'ClientGone';
}

/**
 * Sends the range and ends the answer, whose head must be written already, with an exact `Content-Length`.
 * Resolves once the system has taken the last byte. Rejects with `ClientGone`, with what the reader threw
 * (`source-changed`), or with a `RangeError` if the reader gave another number of bytes; the caller cuts the connection.
 */
export async function sendRange(response: ServerResponse, reader: PayloadReader, range: ByteRange): Promise<void> {
  let left = range.end - range.start;
  let flushed: Promise<void> = Promise.resolve();
  if (left > 0) {
    for await (const chunk of reader.chunks({ start: range.start, end: range.end })) {
      // The reader reuses a chunk's buffer once the next but one is asked for: the one before must be out by then.
      await flushed;
      left -= chunk.length;
      if (left < 0) break;
      flushed = settle(response, (done) => response.write(chunk, done));
      flushed.catch(() => undefined);
    }
  }
  await flushed;
  if (left !== 0) throw new RangeError(`the reader was off by ${left} bytes`);
  await settle(response, (done) => response.end(done));
}

/** Node calls no write callback on an answer whose connection is gone: its `close` ends the wait. */
function settle(response: ServerResponse, act: (done: (error?: Error | null) => void) => unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    if (response.closed || response.destroyed) {
      reject(new ClientGone());
      return;
    }
    const onClose = (): void => reject(new ClientGone());
    response.once('close', onClose);
    act((error) => {
      response.off('close', onClose);
      if (error === undefined || error === null) resolve();
      else reject(new ClientGone(error.message));
    });
  });
}
