/** Tells in plain lines how the uploads go: each attempt, why it ended, what is waited for, and the end. */
import type { UploadId } from '../../shared/ids.ts';
import { attemptLine, stateLine } from '../../shared/messages/index.ts';
import type { AttemptView } from '../../shared/model.ts';
import type { UploadReader } from '../store/upload-reader.ts';
import type { Known, Listener } from './follow.ts';
import type { Job } from './job-list.ts';
import { words } from './words.ts';

/** @param say writes one line */
export function createPlainStory(
  say: (line: string) => void,
  reader: Pick<UploadReader, 'ledger'>,
  destinations: Known['destinations'],
): Listener {
  /** Attempts that were told of, and how many of them with their ends. */
  const told = new Map<UploadId, { begun: number; ended: number }>();
  /** All uploads wait for the same network and disk: said once. */
  let stuck: string | null = null;

  const attempts = (job: Job): void => {
    // What waits for its first turn has none; a first attempt that has failed already is told with the next.
    const state = job.view?.state.name;
    if (state === 'preparing' || (state === 'queued' && !told.has(job.id))) return;
    const ledger = reader.ledger(job.id);
    const seen = told.get(job.id) ?? { begun: 0, ended: 0 };
    ledger.forEach((attempt, index) => {
      if (index >= seen.begun && attempt.outcome.kind !== 'passed-over') {
        say(words.sentence(job.title, words.sendingTo(attemptLine(attempt).title)));
      }
      const isLast = job.settled && index === ledger.length - 1;
      if (index < seen.ended || attempt.endedAt === null) return;
      const reason = isLast ? null : reasonOf(attempt, index === ledger.length - 1);
      if (reason !== null) say(words.sentence(job.title, reason));
    });
    told.set(job.id, { begun: ledger.length, ended: ledger.filter(({ endedAt }) => endedAt !== null).length });
  };

  const waits = ({ view, title }: Job): void => {
    const state = view?.state;
    if (state?.name === 'running') stuck = null;
    if (state?.name !== 'waiting' || (state.wait.what !== 'network' && state.wait.what !== 'disk')) return;
    if (stuck !== state.wait.what && view) say(words.sentence(title, stateLine(view, destinations, Date.now())));
    stuck = state.wait.what;
  };

  const settled = new Set<UploadId>();
  return {
    changed(job) {
      if (settled.has(job.id)) return;
      attempts(job);
      waits(job);
      if (!job.settled) return;
      settled.add(job.id);
      told.delete(job.id);
      if (job.view?.receipt) say(words.sentence(job.title, words.done(stateLine(job.view, destinations, Date.now()))));
    },
  };
}

/** Why an attempt did not deliver, and what comes next; null where there is nothing to tell. */
function reasonOf(attempt: AttemptView, pending: boolean): string | null {
  const { kind } = attempt.outcome;
  if (kind === 'delivered' || kind === 'reused' || kind === 'cancelled') return null;
  // What is waited for is said by the state that follows.
  if (attempt.next?.act === 'wait') return null;
  const { title, outcome, next } = attemptLine(attempt, { pending });
  return `${title}: ${outcome}${next === null ? '' : ` ${next}.`}`;
}
