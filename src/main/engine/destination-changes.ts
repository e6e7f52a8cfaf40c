/** What uploads do when a destination lets us in again, may be used without asking, or is there no more. */
import type { DestinationId, UploadId } from '../../shared/ids.ts';
import { isForTheUser, type State } from '../../shared/model.ts';
import { guardQuestionOf } from '../../shared/states.ts';
import type { UploadReader } from '../store/upload-reader.ts';
import type { FindDestination } from './destination.ts';

export interface DestinationChanges {
  /** The destination has other credentials now: what waits for them is sent anew. */
  signedIn(at: DestinationId): void;
  /** The destination may be used without asking now: what asks for it goes there. */
  allowed(at: DestinationId): void;
  /** There is no such destination any more: what waits for it goes on without it, or is paused where it has no other. */
  removed(at: DestinationId): void;
}

export interface DestinationChangesDeps {
  readonly reader: Pick<UploadReader, 'job' | 'waitingFor' | 'waitingForSignIn'>;
  readonly find: FindDestination;
  readonly restart: (id: UploadId, chain: null) => Promise<void>;
  /** Does nothing for what waits for anything else than a yes. */
  readonly consent: (id: UploadId) => void;
  readonly skip: (id: UploadId) => void;
  readonly pause: (id: UploadId) => void;
  /** Takes up the visit where it stands. */
  readonly goOn: (id: UploadId) => void;
  readonly report: (error: unknown) => void;
}

export function createDestinationChanges(deps: DestinationChangesDeps): DestinationChanges {
  const { reader } = deps;
  return {
    signedIn(at) {
      for (const id of reader.waitingForSignIn(at)) deps.restart(id, null).catch(deps.report);
    },

    allowed(at) {
      for (const id of reader.waitingFor(at)) if (!isOfGuard(reader.job(id)?.state)) deps.consent(id);
    },

    removed(at) {
      for (const id of reader.waitingFor(at)) {
        const job = reader.job(id);
        if (job?.state.name !== 'waiting') continue;
        if (job.chain.every((other) => deps.find(other) === null)) deps.pause(id);
        else if (isForTheUser(job.state.wait)) deps.goOn(id);
        else deps.skip(id);
      }
    },
  };
}

/** True where it waits for an answer about the file, which no destination gives. */
function isOfGuard(state: State | undefined): boolean {
  return state?.name === 'waiting' && state.wait.what === 'consent' && guardQuestionOf(state.wait) !== null;
}
