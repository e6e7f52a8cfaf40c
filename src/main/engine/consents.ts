/** What the user agrees to before a file goes: a destination, what the guard asks, or that nothing is taken back. */
import type { UploadId } from '../../shared/ids.ts';
import type { State } from '../../shared/model.ts';
import { guardQuestionOf } from '../../shared/states.ts';
import type { UploadReader } from '../store/upload-reader.ts';
import type { UploadStore } from '../store/upload-store.ts';

export interface ConsentDeps {
  readonly reader: Pick<UploadReader, 'job'>;
  readonly store: Pick<UploadStore, 'grant' | 'goAhead' | 'endUndo'>;
  readonly setState: (id: UploadId, state: State) => void;
  readonly enqueue: (id: UploadId) => void;
  readonly changed: (id: UploadId) => void;
}

export interface Consents {
  /** A yes to what the upload asks; does nothing where it asks nothing. */
  consent(id: UploadId): void;
  /** Ends the time to take it back, or is a yes to the guard; no yes to a destination. */
  sendNow(id: UploadId): void;
}

export function createConsents({ reader, store, setState, enqueue, changed }: ConsentDeps): Consents {
  function consent(id: UploadId): void {
    const state = reader.job(id)?.state;
    if (state?.name !== 'waiting' || state.wait.what !== 'consent') return;
    const question = guardQuestionOf(state.wait);
    if (question) store.goAhead(id, question, { name: 'queued' });
    else store.grant(id, state.wait.to, { name: 'queued' });
    changed(id);
    enqueue(id);
  }

  return {
    consent,
    sendNow(id) {
      const state = reader.job(id)?.state;
      if (state?.name !== 'waiting') return;
      if (state.wait.what === 'consent' && guardQuestionOf(state.wait)) consent(id);
      if (state.wait.what !== 'undo') return;
      store.endUndo(id);
      setState(id, { name: 'queued' });
      enqueue(id);
    },
  };
}
