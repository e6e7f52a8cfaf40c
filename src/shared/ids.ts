/** Branded ids: an id of one thing can not be passed where another is meant. */
import { z } from 'zod';

const id = z.string().min(1).max(64);

export const UploadId = id.brand<'UploadId'>();
export type UploadId = z.infer<typeof UploadId>;

export const BatchId = id.brand<'BatchId'>();
export type BatchId = z.infer<typeof BatchId>;

export const DestinationId = id.brand<'DestinationId'>();
export type DestinationId = z.infer<typeof DestinationId>;

export const AttemptId = id.brand<'AttemptId'>();
export type AttemptId = z.infer<typeof AttemptId>;

export const OwnerId = id.brand<'OwnerId'>();
export type OwnerId = z.infer<typeof OwnerId>;
