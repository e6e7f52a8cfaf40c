/** `Services.sha256` for tests: in this thread, without a worker. */
import { createHash } from 'node:crypto';
import { UploadFailure } from '../../shared/failure.ts';
import type { PinnedSource } from '../net/payload.ts';
import { filePayload } from '../net/pinned-file.ts';

export async function sha256Of(source: PinnedSource, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  if (signal.aborted) throw new UploadFailure({ kind: 'cancelled' });
  await using reader = await filePayload(source, '', '').open();
  for await (const chunk of reader.chunks()) {
    if (signal.aborted) throw new UploadFailure({ kind: 'cancelled' });
    hash.update(chunk);
  }
  return hash.digest('hex');
}
