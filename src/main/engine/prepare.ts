/** Pins the source of an upload, so that what is sent later is what was handed in. */
import { toFailure } from '../../shared/failure.ts';
import type { UploadId } from '../../shared/ids.ts';
import type { State } from '../../shared/model.ts';
import { pinFile } from '../net/pinned-file.ts';
import type { UploadJob } from '../store/upload-reader.ts';
import type { UploadStore } from '../store/upload-store.ts';
import type { FindOnline } from './already-online.ts';
import type { RunControl } from './run-control.ts';

export interface PrepareDeps {
  readonly store: UploadStore;
  /** Guesses a MIME type from a file name. */
  readonly mimeOf: (name: string) => string;
  /** True for a file of ours, made for bytes that have no file of their own. */
  readonly isSpooled: (path: string) => boolean;
  readonly changed: (id: UploadId) => void;
  readonly report: (error: unknown) => void;
  readonly findOnline: FindOnline;
}

/**
 * Writes the payload and `queued`, or the link that it has already, or why there is nothing to send; true if it is to
 * be sent. A run that was ended while links were looked for writes nothing: the next one looks again.
 */
export async function prepare(job: UploadJob, control: RunControl, deps: PrepareDeps): Promise<boolean> {
  const { store, changed } = deps;
  try {
    if (job.path === null) throw new Error('an upload without a path is never queued');
    const source = await pinFile(job.path);
    if (control.endReason === 'abandon') return false;
    const payload = { name: job.name, mime: deps.mimeOf(job.name), spooled: deps.isSpooled(job.path) };
    if (job.reuse === 'offer') {
      const { offer, sha256 } = await control.aside(() => deps.findOnline(job, source, payload, control.signal));
      if (control.endReason !== null) return false;
      const state: State = offer ? { name: 'waiting', wait: offer } : { name: 'queued' };
      await store.together(() => store.setPayload(job.id, source, { ...payload, sha256 }, state));
      changed(job.id);
      return offer === null;
    }
    await store.together(() => store.setPayload(job.id, source, payload, { name: 'queued' }));
  } catch (error) {
    const failure = toFailure(error);
    if (failure.kind === 'bug') deps.report(error);
    if (control.endReason === 'cancel' || control.endReason === 'abandon') return false;
    store.setState(job.id, { name: 'failed', failure, at: null });
    changed(job.id);
    return false;
  }
  changed(job.id);
  return control.endReason === null;
}
