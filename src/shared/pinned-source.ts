/** A file as it was when it was taken in. A difference later means that it is another file now. */
export interface PinnedSource {
  /** Absolute. */
  readonly path: string;
  readonly dev: bigint;
  readonly ino: bigint;
  /** Bytes. */
  readonly size: number;
  readonly mtimeNs: bigint;
}
