/** Writes a file with many requests under way at once, and knows how much of it the server has from its start on. */
import type { PayloadReader } from '../../net/payload.ts';
import { stallMs } from '../../net/time-limits.ts';
import { mostWritten } from './abilities.ts';
import type { Session } from './session.ts';

/**
 * Bytes under way at most, counted from the first that is not confirmed: what the server has beyond that may have holes,
 * and is never further back than this from its end. A larger window brought nothing against OpenSSH.
 */
export const windowBytes = 2 * 1024 * 1024;
const smallestPiece = 32 * 1024;
/** Pieces grow while they are confirmed within this time, ms, and shrink above eight times as much. */
const quickMs = 500;

interface Piece {
  readonly end: number;
  readonly sentAt: number;
  confirmed: boolean;
}

export interface Sending {
  readonly session: Session;
  /** Of the open file, as the server gave it. */
  readonly handle: Buffer;
  readonly signal: AbortSignal;
  /** Told when something leaves for the first time. */
  readonly onLeave: () => void;
  /** Told with the bytes, counted from the file's start, that the server has confirmed without a gap. */
  readonly onConfirmed: (bytes: number) => void;
}

/**
 * Writes what the reader gives from `start` on, to the same place in the remote file, and returns when all is confirmed.
 * Fails as `Session.ask` does, and as `stalled` where nothing moves for a minute although the limit would let it.
 */
export async function sendPieces(reader: PayloadReader, start: number, sending: Sending): Promise<void> {
  using writer = new PieceWriter(start, sending);
  for await (const chunk of reader.chunks({ start })) await writer.write(chunk);
  await writer.flush();
}

class PieceWriter implements Disposable {
  readonly #sending: Sending;
  readonly #pieces: Piece[] = [];
  readonly #largest: number;
  #pieceBytes: number;
  /** Where the next piece goes, and how far all is confirmed. */
  #next: number;
  #confirmed: number;
  #refusal: Error | null = null;
  #wake = (): void => {};
  readonly #onBroken = (): void => this.#wake();
  #watch: NodeJS.Timeout;
  #movedTo = 0;

  constructor(start: number, sending: Sending) {
    this.#sending = sending;
    this.#next = start;
    this.#confirmed = start;
    this.#largest = mostWritten(sending.session);
    this.#pieceBytes = Math.min(smallestPiece, this.#largest);
    sending.session.broken.addEventListener('abort', this.#onBroken);
    this.#watch = setTimeout(this.#expectMove, stallMs);
  }

  /** The chunk may be used again afterwards: each request holds a copy of its piece. */
  async write(chunk: Buffer): Promise<void> {
    const { session, signal } = this.#sending;
    for (let from = 0; from < chunk.length; ) {
      const bytes = Math.min(chunk.length - from, this.#pieceBytes, session.limit.pieceBytes());
      while (this.#next + bytes - this.#confirmed > windowBytes) await this.#change();
      const held = session.limit.draw(bytes, signal, () => this.#watch.refresh());
      if (held) await held;
      this.#expectSound();
      this.#send(chunk.subarray(from, from + bytes));
      from += bytes;
    }
  }

  async flush(): Promise<void> {
    while (this.#pieces.length > 0) await this.#change();
    this.#expectSound();
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#watch);
    this.#sending.session.broken.removeEventListener('abort', this.#onBroken);
  }

  #send(bytes: Buffer): void {
    const { session, handle, onLeave } = this.#sending;
    const [position, end] = [this.#next, this.#next + bytes.length];
    const piece = { end, sentAt: performance.now(), confirmed: false };
    this.#pieces.push(piece);
    this.#next = end;
    onLeave();
    session.write(handle, bytes, position, (error) => {
      if (error) this.#refusal ??= error;
      else this.#confirm(piece);
      this.#wake();
    });
  }

  #confirm(piece: Piece): void {
    piece.confirmed = true;
    const tookMs = performance.now() - piece.sentAt;
    if (tookMs < quickMs) this.#pieceBytes = Math.min(this.#largest, this.#pieceBytes * 2);
    else if (tookMs > quickMs * 8) this.#pieceBytes = Math.min(this.#largest, smallestPiece);
    const open = this.#pieces.findIndex(({ confirmed }) => !confirmed);
    const done = this.#pieces.splice(0, open < 0 ? this.#pieces.length : open);
    const last = done.at(-1);
    if (!last) return;
    this.#confirmed = last.end;
    this.#sending.onConfirmed(last.end);
  }

  /** Waits until something is confirmed, refused or broken. */
  async #change(): Promise<void> {
    this.#expectSound();
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    this.#expectSound();
  }

  #expectSound(): void {
    this.#sending.session.broken.throwIfAborted();
    if (this.#refusal) throw this.#refusal;
  }

  /** On a slow line the system takes some of what we gave it long before the server confirms a piece. */
  readonly #expectMove = (): void => {
    const { session } = this.#sending;
    const movedTo = this.#confirmed + session.flushedBytes;
    if (movedTo === this.#movedTo) session.stall(stallMs);
    else this.#watch.refresh();
    this.#movedTo = movedTo;
  };
}
