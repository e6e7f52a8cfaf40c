/** Gives a file another name where it is sent; the file on disk keeps its own. */
import type { UploadId } from '../../shared/ids.ts';
import { isFinal, type State } from '../../shared/model.ts';
import type { NameProblem } from '../../shared/sending.ts';
import { nameProblem, tidyName } from '../../shared/upload-name.ts';
import type { UploadReader } from '../store/upload-reader.ts';
import type { UploadStore } from '../store/upload-store.ts';
import type { EndReason } from './run-control.ts';

export interface RenamingDeps {
  readonly reader: Pick<UploadReader, 'job'>;
  readonly store: Pick<UploadStore, 'rename'>;
  readonly mimeOf: (name: string) => string;
  /** Ends what is done with an upload, then acts. */
  readonly end: (id: UploadId, reason: EndReason, act: () => void) => Promise<void>;
  readonly goOn: (ids: readonly UploadId[]) => void;
  readonly changed: (id: UploadId) => void;
}

export interface Renaming {
  /**
   * Null once it is renamed. `too-late` where bytes are on their way, or it is over. What a host has of it under its
   * old name is not gone on with.
   */
  rename(id: UploadId, name: string): Promise<NameProblem | null>;
}

export function createRenaming({ reader, store, mimeOf, end, goOn, changed }: RenamingDeps): Renaming {
  return {
    async rename(id, wished) {
      const name = tidyName(wished);
      const problem = nameProblem(name);
      if (problem) return problem;
      const before = reader.job(id);
      if (!before || !canRename(before.state)) return 'too-late';
      if (before.name === name) return null;
      let isLate = false;
      await end(id, 'supersede', () => {
        const job = reader.job(id);
        if (!job || job.state.name === 'done' || job.state.name === 'cancelled') {
          isLate = true;
          return;
        }
        store.rename(id, name, mimeOf(name));
        changed(id);
        if (!isFinal(job.state) && job.state.name !== 'paused') goOn([id]);
      });
      return isLate ? 'too-late' : null;
    },
  };
}

/** Nothing of it is being sent, and nothing was given for it. */
function canRename({ name }: State): boolean {
  return name === 'preparing' || name === 'queued' || name === 'waiting' || name === 'paused' || name === 'failed';
}
