/** Whether the file of an upload is still there as it was sent. */
import { toFailure } from '../../shared/failure.ts';
import { filePayload, pinFile } from '../net/pinned-file.ts';
import type { UploadJob } from '../store/upload-reader.ts';

/** Null where it is. A file that was never looked at has nothing to differ from. */
export async function sourceTrouble({ payload, path }: UploadJob): Promise<'changed' | 'unreadable' | null> {
  try {
    if (payload) await (await filePayload(payload.source, '', '').open())[Symbol.asyncDispose]();
    else if (path === null) return 'unreadable';
    else await pinFile(path);
    return null;
  } catch (error) {
    const { kind } = toFailure(error);
    if (kind === 'source-changed') return 'changed';
    if (kind === 'source-unreadable') return 'unreadable';
    throw error;
  }
}
