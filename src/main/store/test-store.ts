/** What store tests share: a database in memory with one batch in it. */
import { AttemptId, BatchId, DestinationId, UploadId } from '../../shared/ids.ts';
import type { PinnedSource } from '../../shared/pinned-source.ts';
import { openDatabase } from './database.ts';
import { registerOwner } from './owners.ts';
import { createUploadReader } from './upload-reader.ts';
import { createUploadStore } from './upload-store.ts';

export const storeNow = Date.UTC(2026, 0, 1);
export const batchId = BatchId.parse('batch');
export const uploadId = (name: string): UploadId => UploadId.parse(name);
export const attemptId = (name: string): AttemptId => AttemptId.parse(name);
export const destination = { id: DestinationId.parse('a'), label: 'A' };

/** Ids above 2^53, as some file systems have them. */
export const source: PinnedSource = {
  path: '/files/one.txt',
  dev: 18_446_744_073_709_551_615n,
  ino: 9_007_199_254_740_993n,
  size: 5_368_709_120,
  mtimeNs: 1_767_225_600_123_456_789n,
};

/** @param names ids of the batch's uploads, in order */
export function createTestStore(names: readonly string[], file = ':memory:') {
  const { database } = openDatabase(file, storeNow);
  const owner = registerOwner(database, 'app', () => storeNow);
  const store = createUploadStore(database, owner.id, () => storeNow);
  const reader = createUploadReader(database);
  store.addBatch(
    {
      id: batchId,
      createdAt: storeNow,
      intake: 'drop',
      chain: [destination.id],
      scope: 'public',
      keepAtLeastMs: 3_600_000,
      fragile: false,
      reuse: 'never',
    },
    names.map((name) => ({ id: uploadId(name), path: `/files/${name}`, name, state: { name: 'preparing' } })),
  );
  return { database, owner, store, reader };
}
