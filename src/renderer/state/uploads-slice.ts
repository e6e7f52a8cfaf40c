/** The uploads of this session by id, and their batches in order. */
import type { StateCreator } from 'zustand';
import type { EventPayload } from '../../shared/contract.ts';
import type { BatchId, UploadId } from '../../shared/ids.ts';
import type { BatchView, UploadView } from '../../shared/model.ts';
import { canPause } from './conditions.ts';
import { byTurn, isMoved } from './line.ts';
import type { Store } from './store.ts';

export interface UploadsSlice {
  readonly uploads: Readonly<Record<UploadId, UploadView>>;
  readonly batches: Readonly<Record<BatchId, BatchView>>;
  /** How many of the uploads can be put down: they are on their way or wait. */
  readonly active: number;
  /** Newest first. */
  readonly batchOrder: readonly BatchId[];
  /** In the order in which they go; an array keeps its identity while its batch keeps its uploads and their order. */
  readonly idsByBatch: Readonly<Record<BatchId, readonly UploadId[]>>;
  putUploads(change: EventPayload<'uploads.changed'>): void;
  removeUploads(ids: readonly UploadId[]): void;
}

export const uploadsSlice: StateCreator<Store, [], [], UploadsSlice> = (set) => ({
  uploads: {},
  batches: {},
  active: 0,
  batchOrder: [],
  idsByBatch: {},

  putUploads: (change) =>
    set((state) => {
      const uploads = { ...state.uploads };
      const touched = new Set<BatchId>();
      let { active } = state;
      for (const upload of change.uploads) {
        const before = uploads[upload.id];
        active += countActive(upload) - countActive(before);
        if (!before || isMoved(before, upload)) touched.add(upload.batchId);
        uploads[upload.id] = upload;
      }
      const batches = { ...state.batches };
      for (const batch of change.batches) batches[batch.id] = batch;
      return { uploads, batches, active, ...ordered(uploads, batches, touched, state.idsByBatch) };
    }),

  removeUploads: (ids) =>
    set((state) => {
      const uploads = { ...state.uploads };
      const touched = new Set<BatchId>();
      let { active } = state;
      for (const id of ids) {
        const upload = uploads[id];
        active -= countActive(upload);
        if (upload) touched.add(upload.batchId);
        delete uploads[id];
      }
      return { uploads, active, ...ordered(uploads, state.batches, touched, state.idsByBatch) };
    }),
});

function countActive(upload: UploadView | undefined): number {
  return upload && canPause(upload.state) ? 1 : 0;
}

/** The batches that have uploads, and the uploads of each; only `touched` batches are sorted anew. */
function ordered(
  uploads: UploadsSlice['uploads'],
  batches: UploadsSlice['batches'],
  touched: ReadonlySet<BatchId>,
  before: UploadsSlice['idsByBatch'],
): Pick<UploadsSlice, 'batchOrder' | 'idsByBatch'> {
  const idsByBatch: Record<BatchId, readonly UploadId[]> = { ...before };
  if (touched.size > 0) {
    const members = new Map<BatchId, UploadView[]>([...touched].map((id) => [id, []]));
    for (const upload of Object.values(uploads)) members.get(upload.batchId)?.push(upload);
    for (const [id, list] of members) {
      if (list.length === 0) delete idsByBatch[id];
      else idsByBatch[id] = list.sort(byTurn).map((upload) => upload.id);
    }
  }
  const batchOrder = Object.values(batches)
    .filter((batch) => idsByBatch[batch.id])
    .sort((a, b) => b.createdAt - a.createdAt)
    .map((batch) => batch.id);
  return { idsByBatch, batchOrder };
}
