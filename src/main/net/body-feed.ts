/** Feeds a request's body to the socket in pieces, and knows how much of it has left. */
import { type BodySent, UploadFailure } from '../../shared/failure.ts';
import type { RequestBody } from './net.ts';

/**
 * The smallest piece, and the high-water mark of undici's sockets (TLS has less): `write` answers false to it, and
 * undici waits for `drain` before it asks for the next (`writeIterable` in its `lib/dispatcher/client-h1.js`), so its
 * buffer may be used again then. A smaller one may lie in the socket unsaid, and is copied.
 */
const minPiece = 64 * 1024;
const maxPiece = 1024 * 1024;

export class BodyFeed {
  /** Bytes given to the socket, and bytes of these that are known to have left it. */
  #given = 0;
  #left = 0;
  #finished = false;
  readonly #body: RequestBody;
  readonly #onMoved: () => void;
  readonly #now: () => number;
  readonly #pieces: AsyncGenerator<Uint8Array, void, undefined>;

  /** `onMoved` is called when the socket first asks, after each piece has left, and when all is handed over. */
  constructor(body: RequestBody, onMoved: () => void, now: () => number = () => performance.now()) {
    this.#body = body;
    this.#onMoved = onMoved;
    this.#now = now;
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
    await this.#pieces.return().catch(() => {});
  }

  /**
   * Pieces start small and grow while they leave quickly: on a slow line progress stays fine-grained and the stall
   * watch fair, on a fast one there is one write per chunk.
   */
  async *#feed(): AsyncGenerator<Uint8Array, void, undefined> {
    let pieceBytes = minPiece;
    this.#onMoved();
    for await (const chunk of this.#body.chunks()) {
      for (let from = 0; from < chunk.length; ) {
        const piece = chunk.subarray(from, from + pieceBytes);
        from += piece.length;
        this.#given += piece.length;
        // What undici would do about it comes too late: a complete request may have left by then.
        if (this.#given > this.#body.length) throw wrongLength(this.#body.length);
        const givenAt = this.#now();
        yield piece.length < minPiece ? Uint8Array.from(piece) : piece;
        this.#left = this.#given;
        const took = this.#now() - givenAt;
        if (took < 50) pieceBytes = Math.min(maxPiece, pieceBytes * 2);
        else if (took > 250) pieceBytes = Math.max(minPiece, pieceBytes / 2);
        if (this.#left < this.#body.length) this.#onMoved();
      }
    }
    if (this.#given !== this.#body.length) throw wrongLength(this.#body.length);
    this.#finished = true;
    this.#onMoved();
  }
}

function wrongLength(length: number): UploadFailure {
  return new UploadFailure({ kind: 'bug', detail: `a body did not give the ${length} bytes it announced` });
}
