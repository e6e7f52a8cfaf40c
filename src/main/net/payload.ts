/** What is really sent: the bytes of a pinned source, with the name and type they go out under. */

import type { PinnedSource } from '../../shared/pinned-source.ts';

export type { PinnedSource };

export interface Payload {
  /** The name hosts are told; data, never trusted to be harmless. */
  readonly name: string;
  readonly mime: string;
  /** Exact number of bytes that `open().chunks()` gives. */
  readonly size: number;
  readonly source: PinnedSource;
  /**
   * Opens the source and checks it against the pin.
   * Fails with `source-unreadable` or `source-changed`.
   */
  open(): Promise<PayloadReader>;
}

export interface ChunkOptions {
  readonly start?: number;
  readonly end?: number;
  readonly reuseLast?: boolean;
}

export interface PayloadReader extends AsyncDisposable {
  /**
   * The payload's bytes from `start` (0 by default) up to, not including, `end` (the payload's size by default), in
   * chunks of 256 KiB or more; the last may be shorter.
   * A chunk is valid until the next but one is asked for: its buffer is used again. The last one stays for good, unless
   * `reuseLast` says that nobody reads it once what follows it was asked for.
   * Before the last chunk is given, the source is checked again: `source-changed` if it is not what was pinned.
   */
  chunks(options?: ChunkOptions): AsyncGenerator<Buffer, void, undefined>;
}
