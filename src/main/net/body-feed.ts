/** Feeds a request's body to the socket in pieces, and knows how much of it has left. */
import { type BodySent, UploadFailure } from '../../shared/failure.ts';
import type { RequestBody } from './net.ts';
import type { Throttle } from './throttle.ts';

/**
 * The smallest piece, and the high-water mark of undici's sockets (TLS has less): `write` answers false to it, and
 * undici waits for `drain` before it asks for the next (`writeIterable` in its `lib/dispatcher/client-h1.js`), so its
 * buffer may be used again then. A smaller one may lie in the socket unsaid, and is copied.
 */
const minPiece = 64 * 1024;
const maxPiece = 1024 * 1024;
/**
 * What systems take at once into their send buffers (Linux and macOS: 4 MiB), and some more. Until that much has left,
 * a quick write says nothing about the line, and a large piece could look like a stall on a slow one.
 */
const trialBytes = 8 * 1024 * 1024;

/** Why a body ends; one object for all, since an error would gather a stack each time. */
const over = Symbol('over');

export interface FeedOptions {
  /** A clock, ms. */
  readonly now?: () => number;
  /** The limit that this body shares with others. */
  readonly throttle?: Throttle | undefined;
}

export class BodyFeed {
  /** Bytes given to the socket, and bytes of these that are known to have left it. */
  #given = 0;
  #left = 0;
  #finished = false;
  readonly #body: RequestBody;
  readonly #onMoved: () => void;
  readonly #now: () => number;
  readonly #throttle: Throttle | undefined;
  readonly #ending = new AbortController();
  /** Resolves once what the body reads from is closed. */
  #closed = Promise.resolve();
  readonly #pieces: AsyncGenerator<Uint8Array, void, undefined>;

  /**
   * `onMoved` is called when the socket first asks, after each piece has left, while the limit holds one back, and when
   * all is handed over; never after `end`.
   */
  constructor(body: RequestBody, onMoved: () => void, options: FeedOptions = {}) {
    this.#body = body;
    // What still comes in after the end moves no one: it would begin a watch that nothing ends.
    this.#onMoved = () => {
      if (!this.#ending.signal.aborted) onMoved();
    };
    this.#now = options.now ?? (() => performance.now());
    this.#throttle = options.throttle;
    this.#pieces = this.#feed();
  }

  /** To be given to undici once. */
  get pieces(): AsyncIterable<Uint8Array> {
    return this.#pieces;
  }

  /** Body bytes that have left. */
  get sentBytes(): number {
    return this.#left;
  }

  /** True once every byte was handed over. */
  get finished(): boolean {
    return this.#finished;
  }

  /** What the host may have got, at most. */
  get sent(): BodySent {
    if (this.#finished || (this.#given > 0 && this.#given >= this.#body.length)) return 'all';
    return this.#left > 0 ? 'part' : 'nothing';
  }

  /** Ends the body wherever it is, and closes what it reads from; never throws. */
  async end(): Promise<void> {
    this.#ending.abort(over);
    await this.#pieces.return().catch(() => {});
    await this.#closed;
  }

  /**
   * The body's chunks, no further than its length. What it reads from is closed on the side: a host that answers before
   * undici is told that this was all loses its connection (undici cuts what it takes for half a request).
   */
  async *#chunks(): AsyncGenerator<Uint8Array, void, undefined> {
    const chunks = this.#body.chunks()[Symbol.asyncIterator]();
    let isOut = false;
    try {
      for (let read = 0; ; ) {
        const next = await chunks.next();
        if (next.done) return;
        read += next.value.length;
        yield next.value;
        isOut = read >= this.#body.length;
        if (isOut) return;
      }
    } finally {
      this.#closed = close(chunks, isOut);
    }
  }

  /**
   * Pieces start small and grow while they leave quickly: on a slow line progress stays fine-grained and the stall
   * watch fair, on a fast one there is one write per chunk.
   */
  async *#feed(): AsyncGenerator<Uint8Array, void, undefined> {
    let pieceBytes = minPiece;
    this.#onMoved();
    for await (const chunk of this.#chunks()) {
      for (let from = 0; from < chunk.length; ) {
        const allowed = this.#throttle?.pieceBytes() ?? maxPiece;
        const piece = chunk.subarray(from, from + Math.min(pieceBytes, allowed));
        from += piece.length;
        const held = this.#throttle?.draw(piece.length, this.#ending.signal, this.#onMoved);
        if (held) await held;
        if (this.#ending.signal.aborted) return;
        this.#given += piece.length;
        // What undici would do about it comes too late: a complete request may have left by then.
        if (this.#given > this.#body.length) throw wrongLength(this.#body.length);
        const givenAt = this.#now();
        yield piece.length < minPiece ? Uint8Array.from(piece) : piece;
        this.#left = this.#given;
        const took = this.#now() - givenAt;
        if (took < 50 && this.#left >= trialBytes) pieceBytes = Math.min(maxPiece, pieceBytes * 2);
        else if (took > 250) pieceBytes = Math.max(minPiece, pieceBytes / 2);
        if (this.#left < this.#body.length) this.#onMoved();
      }
    }
    if (this.#given !== this.#body.length) throw wrongLength(this.#body.length);
    this.#finished = true;
    this.#onMoved();
  }
}

/** A body of which all has left is asked for what follows: its last buffer may be used again then, and only then. */
async function close(chunks: AsyncIterator<Uint8Array>, isOut: boolean): Promise<void> {
  try {
    if (isOut) await chunks.next();
    await chunks.return?.();
  } catch {
    // Whatever it ends with, nobody wants anything of it any more.
  }
}

function wrongLength(length: number): UploadFailure {
  return new UploadFailure({ kind: 'bug', detail: `a body did not give the ${length} bytes it announced` });
}
