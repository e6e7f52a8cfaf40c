/** What the window says about where files go before they are sent, and what it is told about that. */
import { z } from 'zod';
import { Failure } from './failure.ts';
import { DestinationId, UploadId } from './ids.ts';

/** Where a hand-in begins instead of the chain's first destination, and how long its links must last; null: as usual. */
export const Where = z.object({
  start: DestinationId.nullable(),
  keepAtLeastMs: z.int().positive().nullable(),
});
export type Where = z.infer<typeof Where>;

/** What a choice of a destination is about: the next hand-in, files that wait for it, or an upload. */
export const StopsFor = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('next') }),
  z.object({ kind: z.literal('held'), token: z.string().max(64) }),
  z.object({ kind: z.literal('upload'), id: UploadId }),
]);
export type StopsFor = z.infer<typeof StopsFor>;

/** A destination that can be chosen, or the reason why not. */
export const StopOffer = z.object({
  id: DestinationId,
  /** Of so many files, so many would be refused; `failure` is why the first of them is. Null where none is. */
  refused: z.object({ count: z.int().positive(), of: z.int().positive(), failure: Failure }).nullable(),
  /** Keeps a file not as long as it must last. */
  tooShort: z.boolean(),
  /** More people can get at it there than was agreed. */
  wider: z.boolean(),
});
export type StopOffer = z.infer<typeof StopOffer>;

/** Folders that become zips before they are uploaded. */
export const PackingView = z.object({
  token: z.string(),
  /** The folder that is packed now. */
  name: z.string(),
  packed: z.int().nonnegative(),
  /** Files in all folders together. */
  files: z.int().nonnegative(),
  /** Of their `bytes`, as they were found, so many are packed. */
  packedBytes: z.int().nonnegative(),
  /** 0 until all files were looked at. */
  bytes: z.int().nonnegative(),
});
export type PackingView = z.infer<typeof PackingView>;

/** What a quit would interrupt: uploads go on at the next start, what is being packed does not. */
export const Unfinished = z.object({
  uploads: z.int().nonnegative(),
  packings: z.int().nonnegative(),
});
export type Unfinished = z.infer<typeof Unfinished>;

/** Why a name can not be given to a file. */
export const NameProblem = z.enum(['empty', 'separator', 'control', 'dots', 'too-long', 'too-late']);
export type NameProblem = z.infer<typeof NameProblem>;
