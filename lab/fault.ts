/** What can be made to go wrong at a stand-in, and the stream of a request's body with that fault in it. */
import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

export type Fault =
  /** Nothing listens at the address until `heal()`. */
  | { readonly kind: 'refuse' }
  /** Answers with this status, after the body was read or at its headers. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly body?: string;
      readonly contentType?: string;
      /** Seconds or an HTTP date, as it shall stand in the header. */
      readonly retryAfter?: string;
      readonly location?: string;
      /** At the headers: true reads on for a while (lingering close), `close` closes at once. */
      readonly early?: boolean | 'close';
    }
  /** Says "too many requests" in the host's own way; at uguu that is a 500. Nothing is stored. */
  | { readonly kind: 'rate-limit'; readonly retryAfter?: string; readonly early?: boolean | 'close' }
  /** A file limit for this request. */
  | { readonly kind: 'limit'; readonly bytes: number; readonly how: OverLimit }
  /** Resets the connection once this many bytes of the body came in. */
  | { readonly kind: 'reset'; readonly afterBytes: number }
  /** Reads this many bytes of the body and then no more. */
  | { readonly kind: 'stall'; readonly afterBytes: number }
  /** Reads everything, stores the file, and never answers. */
  | { readonly kind: 'no-answer' }
  /** Reads everything, stores the file, and resets the connection instead of an answer. */
  | { readonly kind: 'reset-after-body' }
  /** 200 with a page, nothing stored. */
  | { readonly kind: 'html-page' }
  /** 200 with this text, nothing stored. */
  | { readonly kind: 'text'; readonly text: string }
  /**
   * A proper link to a file that lost its bytes, or half of them: after the host measured it, or before (`told`), so
   * that an answer which names size or hash tells of the loss.
   */
  | { readonly kind: 'bad-file'; readonly file: 'empty' | 'truncated'; readonly told?: boolean }
  /** A proper link that does not answer as links of this host do. */
  | { readonly kind: 'bad-link'; readonly link: LinkFault }
  /** Reads the body no faster than this. */
  | { readonly kind: 'slow'; readonly bytesPerSecond: number };

/**
 * How a file over the limit is refused: 413 after the whole body; 413 at the headers with a lingering close (nginx);
 * 413 at the headers and closed at once; or the part is dropped as PHP does, and the script goes on without a file.
 */
export type OverLimit = 'after-body' | 'linger' | 'close' | 'drop-part';

/**
 * `single-use`: the first GET, whatever its range, uses the link up. `no-head`: HEAD gets 405. `page`: 200 with a page
 * instead of the file. `forbidden`: 403. `late`: the first two requests get 404, as on a slow CDN.
 */
export type LinkFault = 'single-use' | 'no-head' | 'page' | 'forbidden' | 'late';

/** The connection is gone: nobody is left to answer. */
export class ConnectionGone extends Error {
  override readonly name = 'ConnectionGone';
}

/** Resolves once the connection is closed, by whomever. */
export function closed(request: IncomingMessage): Promise<void> {
  const { socket } = request;
  if (socket.destroyed) return Promise.resolve();
  return new Promise((resolve) => socket.once('close', () => resolve()));
}

/** What is left of a file of `size` bytes. */
export function keptBytes(fault: Fault | null, size: number): number {
  if (fault?.kind !== 'bad-file') return size;
  return fault.file === 'empty' ? 0 : Math.floor(size / 2);
}

/** The request's body as it comes in, with the fault acted out. Throws `ConnectionGone` when it did not come whole. */
export async function* faultyBody(
  request: IncomingMessage,
  fault: Fault | null,
  onBytes: (count: number) => void,
): AsyncGenerator<Buffer, void, undefined> {
  let taken = 0;
  const tripAt = fault?.kind === 'reset' || fault?.kind === 'stall' ? fault.afterBytes : Number.POSITIVE_INFINITY;
  try {
    for await (const chunk of request) {
      if (!(chunk instanceof Buffer)) continue;
      taken += chunk.length;
      onBytes(chunk.length);
      if (taken >= tripAt) {
        if (fault?.kind === 'reset') request.socket.resetAndDestroy();
        await closed(request);
        throw new ConnectionGone();
      }
      if (fault?.kind === 'slow') await sleep((chunk.length * 1000) / fault.bytesPerSecond);
      yield chunk;
    }
  } catch (error) {
    throw error instanceof ConnectionGone ? error : new ConnectionGone('cut by the client', { cause: error });
  }
}
