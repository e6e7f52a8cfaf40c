/** What the user says to a link that the file has already: it is taken, or the file is sent. */
import { AttemptId, type UploadId } from '../../shared/ids.ts';
import { newId } from '../store/new-id.ts';
import type { OnlineLinks } from '../store/online-links.ts';
import type { UploadJob, UploadReader } from '../store/upload-reader.ts';
import type { UploadStore } from '../store/upload-store.ts';
import type { Offer } from './already-online.ts';
import type { FindDestination } from './destination.ts';

export interface AnswerDeps {
  readonly links: OnlineLinks;
  readonly reader: UploadReader;
  readonly store: UploadStore;
  readonly clock: () => number;
  readonly changed: (id: UploadId) => void;
  readonly find: FindDestination;
}

/** True while the user is asked whether to use a link. */
export function isOffered(job: UploadJob | null): boolean {
  return job?.state.name === 'waiting' && job.state.wait.what === 'already-online';
}

/** The user's answer to an offer. True where the file is to be sent: so it was answered, or the link has ended. */
export function answerOffer(id: UploadId, answer: 'use' | 'send', deps: AnswerDeps): boolean {
  const job = deps.reader.job(id);
  if (job?.state.name !== 'waiting' || job.state.wait.what !== 'already-online') return false;
  const used = answer === 'use' && takeLink(job, job.state.wait, deps);
  if (!used) deps.store.setState(id, { name: 'queued' });
  deps.changed(id);
  return !used;
}

function takeLink({ id, visit }: UploadJob, { at, from, proof }: Offer, deps: AnswerDeps): boolean {
  const now = deps.clock();
  const destination = { id: at, label: deps.find(at)?.label ?? at };
  return deps.links.use(
    { id: AttemptId.parse(newId()), uploadId: id, visit, destination, number: 1, startedAt: now },
    {
      endedAt: now,
      sentBytes: 0,
      outcome: { kind: 'reused', proof },
      copyMayRemain: false,
      orphanLink: null,
      next: null,
    },
    from,
    proof,
  );
}
