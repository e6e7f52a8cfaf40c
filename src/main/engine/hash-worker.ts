/** Hashes files in a thread of its own: one at a time, as `hasher.ts` asks. */
import { parentPort } from 'node:worker_threads';
import { type Failure, toFailure, UploadFailure } from '../../shared/failure.ts';
import type { PinnedSource } from '../../shared/pinned-source.ts';
import { fileHash, type HashWish } from '../net/file-hash.ts';

/** A file to hash, or the end of the hashing under way. */
export type HashRequest =
  | { readonly kind: 'hash'; readonly source: PinnedSource; readonly wish: HashWish }
  | { readonly kind: 'stop' };

/** Every `hash` is answered once. */
export type HashAnswer =
  | { readonly kind: 'hashed'; readonly hash: string }
  | { readonly kind: 'failed'; readonly failure: Failure };

const port = parentPort;
if (!port) throw new Error('hash-worker runs in a worker thread only');
let stopped = false;

function goOn(): void {
  if (stopped) throw new UploadFailure({ kind: 'cancelled' });
}

port.on('message', (request: HashRequest) => {
  stopped = request.kind === 'stop';
  if (request.kind === 'stop') return;
  fileHash(request.source, request.wish, goOn).then(
    (hash) => port.postMessage({ kind: 'hashed', hash } satisfies HashAnswer),
    (error: unknown) => port.postMessage({ kind: 'failed', failure: toFailure(error) } satisfies HashAnswer),
  );
});
