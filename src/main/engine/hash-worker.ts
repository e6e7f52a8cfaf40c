/** Hashes files in a thread of its own: one at a time, as `hasher.ts` asks. */
import { createHash } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import { type Failure, toFailure, UploadFailure } from '../../shared/failure.ts';
import type { PinnedSource } from '../../shared/pinned-source.ts';
import { filePayload } from '../net/pinned-file.ts';

/** A file to hash, or the end of the hashing under way. */
export type HashRequest = { readonly kind: 'hash'; readonly source: PinnedSource } | { readonly kind: 'stop' };

/** Every `hash` is answered once. */
export type HashAnswer =
  | { readonly kind: 'hashed'; readonly sha256: string }
  | { readonly kind: 'failed'; readonly failure: Failure };

const port = parentPort;
if (!port) throw new Error('hash-worker runs in a worker thread only');
let stopped = false;

port.on('message', (request: HashRequest) => {
  stopped = request.kind === 'stop';
  if (request.kind === 'stop') return;
  sha256Of(request.source).then(
    (sha256) => port.postMessage({ kind: 'hashed', sha256 } satisfies HashAnswer),
    (error: unknown) => port.postMessage({ kind: 'failed', failure: toFailure(error) } satisfies HashAnswer),
  );
});

async function sha256Of(source: PinnedSource): Promise<string> {
  const hash = createHash('sha256');
  await using reader = await filePayload(source, '', '').open();
  for await (const chunk of reader.chunks()) {
    if (stopped) throw new UploadFailure({ kind: 'cancelled' });
    hash.update(chunk);
  }
  return hash.digest('hex');
}
