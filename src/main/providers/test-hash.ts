/** `Services.hash` for tests: in this thread, without a worker. */
import { UploadFailure } from '../../shared/failure.ts';
import { fileHash } from '../net/file-hash.ts';
import { patchesOf } from '../net/patched-payload.ts';
import type { Services } from './provider.ts';

export const hashHere: Services['hash'] = async (payload, signal, wish = {}) => {
  const goOn = (): void => {
    if (signal.aborted) throw new UploadFailure({ kind: 'cancelled' });
  };
  goOn();
  return await fileHash(payload.source, { ...wish, patches: patchesOf(payload) }, goOn);
};
