/** Uploads that were begun at a destination and never ended, as the window and the command line see them. */
import { z } from 'zod';
import { Failure } from './failure.ts';

/** Names one leftover of a destination: the same one has the same id each time. It tells nothing about it. */
export const LeftoverId = z.string().regex(/^[0-9a-f]{32}$/);

export const LeftoverView = z.object({
  id: LeftoverId,
  /** What it would have become, as the host names it: a host's text. */
  name: z.string().max(1024),
  /** Epoch ms, null where the host does not say. */
  startedAt: z.number().int().nonnegative().nullable(),
  /** Bytes that the host holds, null where it does not say. */
  bytes: z.number().int().nonnegative().nullable(),
});
export type LeftoverView = z.infer<typeof LeftoverView>;

/** What became of one that was to be deleted; null: it is deleted. */
export const LeftoverEnd = z.object({ id: LeftoverId, failure: Failure.nullable() });
export type LeftoverEnd = z.infer<typeof LeftoverEnd>;
