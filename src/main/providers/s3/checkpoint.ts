/** What is kept of an upload under way, so that it can go on, and what a leftover's state tells. */
import { z } from 'zod';
import type { PinnedSource } from '../../../shared/pinned-source.ts';
import { jsonOf } from '../http-host.ts';
import type { S3 } from './client.ts';

const maxKey = 1024;

/** An upload that the server knows of: all that it takes to end it. */
const Begun = z.object({
  host: z.string().max(255),
  bucket: z.string().max(255),
  key: z.string().min(1).max(maxKey),
  uploadId: z.string().min(1).max(2048),
});
export type Begun = z.infer<typeof Begun>;

const Kept = z.object({
  host: Begun.shape.host,
  bucket: Begun.shape.bucket,
  key: Begun.shape.key,
  /** Nobody else has such a key: something in it was drawn by lot. */
  unique: z.boolean(),
  /** What the object says of whose it is. */
  mark: z.string().max(100),
  /** The file that it belongs to. */
  size: z.number().int().nonnegative(),
  mtimeNs: z.string().max(40),
  /** Only where the file goes in parts, as `parts` has it. */
  uploadId: Begun.shape.uploadId.optional(),
  partBytes: z.number().int().min(1).optional(),
  encryption: z.string().max(100).optional(),
  /** The ETag of what was asked for: set before the server may have made the object. */
  etag: z.string().max(100).optional(),
});
/** A checkpoint. */
export type Kept = z.infer<typeof Kept>;

type Where = Pick<S3, 'host' | 'place'>;

/** What an earlier run kept, null where it is of no use: for another file, another bucket, or not to be read. */
export function keptFor(state: string | null, source: PinnedSource, { host, place }: Where): Kept | null {
  const kept = state === null ? null : jsonOf(state, Kept);
  const isHere = kept?.host === host && kept.bucket === place.bucket;
  return isHere && kept.size === source.size && kept.mtimeNs === String(source.mtimeNs) ? kept : null;
}

/** The upload in parts that a state tells of, null where it tells of none. */
export function begunIn(state: string): Begun | null {
  return jsonOf(state, Begun);
}

export function stateOf(kept: Kept | Begun): string {
  return JSON.stringify(kept);
}
