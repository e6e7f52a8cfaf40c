/** `Services.hash` for tests: in this thread, without a worker. */
import { UploadFailure } from '../../shared/failure.ts';
import { fileHash } from '../net/file-hash.ts';
import type { Services } from './provider.ts';

export const hashHere: Services['hash'] = async (source, signal, wish = {}) => {
  const goOn = (): void => {
    if (signal.aborted) throw new UploadFailure({ kind: 'cancelled' });
  };
  goOn();
  return await fileHash(source, wish, goOn);
};
