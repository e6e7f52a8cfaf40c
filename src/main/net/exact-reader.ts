/** Reads a socket by exact numbers of bytes, and leaves to others what follows. */
import type { Socket } from 'node:net';

const events = ['readable', 'end', 'close'];

export class ExactReader implements Disposable {
  readonly #socket: Socket;
  #wake = (): void => {};
  readonly #onEvent = (): void => this.#wake();

  /** The socket must have no other reader until this one is disposed of. */
  constructor(socket: Socket) {
    this.#socket = socket;
    // For as long as it reads: a `readable` listener that is added while too few bytes lie ready is called at once,
    // again and again, and nothing else would have its turn.
    for (const event of events) socket.on(event, this.#onEvent);
  }

  /** The next `bytes`; null where the socket ends before. */
  async take(bytes: number): Promise<Buffer | null> {
    if (bytes === 0) return Buffer.alloc(0);
    for (;;) {
      const taken: Buffer | null = this.#socket.read(bytes);
      if (taken) return taken.length === bytes ? taken : null;
      if (this.#socket.readableEnded || this.#socket.destroyed) return null;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  [Symbol.dispose](): void {
    for (const event of events) this.#socket.off(event, this.#onEvent);
  }
}
