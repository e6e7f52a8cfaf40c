/** Follows uploads to their ends: reads what changed, and decides what nobody can be asked about here. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Failure } from '../../shared/failure.ts';
import type { UploadId } from '../../shared/ids.ts';
import { stateLine } from '../../shared/messages/index.ts';
import { type Consent, type DestinationView, isFinal, type State, type Wait } from '../../shared/model.ts';
import { guardQuestionOf } from '../../shared/states.ts';
import type { Parts } from '../parts.ts';
import { settingAdvice, signInAdvice } from './advice.ts';
import type { Job } from './job-list.ts';
import { words } from './words.ts';

/** Told what became of the uploads. */
export interface Listener {
  /** Something about it was written; where it is settled now, this is the last time. */
  changed(job: Job): void;
  progress?(job: Job): void;
}

export interface Follow extends Disposable {
  readonly changed: (id: UploadId) => void;
  readonly progress: (id: UploadId, sentBytes: number) => void;
  /** From now on these are followed; resolves once all of them are settled, or nothing more can come. */
  until(jobs: ReadonlyMap<UploadId, Job>, listeners: readonly Listener[], known: Known): Promise<void>;
  /** Reads what changed at once. */
  flush(): void;
}

export interface Known {
  readonly parts: Pick<Parts, 'engine' | 'reader' | 'store'>;
  /** The chain, and this computer. */
  readonly destinations: readonly DestinationView[];
}

/** The shortest time between two looks at what changed, ms. */
const restMs = 100;
const aliveMs = 60_000;

export function createFollow(): Follow {
  const changedIds = new Set<UploadId>();
  let jobs: ReadonlyMap<UploadId, Job> = new Map();
  let listeners: readonly Listener[] = [];
  let known: Known | null = null;
  let timer: NodeJS.Timeout | null = null;
  let lastLook = 0;
  let unsettled = 0;
  let looked = Promise.withResolvers<void>();

  const schedule = (): void => {
    if (known) timer ??= setTimeout(flush, Math.max(0, lastLook + restMs - performance.now()));
  };

  function flush(): void {
    if (timer) clearTimeout(timer);
    timer = null;
    lastLook = performance.now();
    const ids = [...changedIds];
    changedIds.clear();
    for (const id of ids) look(id);
    looked.resolve();
    looked = Promise.withResolvers();
  }

  function look(id: UploadId): void {
    const job = jobs.get(id);
    if (!job || !known) return;
    const { reader, store } = known.parts;
    job.view = reader.view(id);
    const state = job.view?.state;
    const refusal = state && refusalOf(state);
    if (refusal) {
      job.sentence = answerless(job, known);
      store.setState(id, refusal);
      job.view = reader.view(id);
    }
    if (!job.settled && job.view && isFinal(job.view.state)) settle(job);
    for (const listener of listeners) listener.changed(job);
  }

  function settle(job: Job): void {
    if (job.view && !job.view.receipt) job.sentence ??= sentenceOf(job, known);
    job.settled = true;
    unsettled -= 1;
  }

  return {
    changed(id) {
      changedIds.add(id);
      schedule();
    },
    progress(id, sentBytes) {
      const job = jobs.get(id);
      if (!job) return;
      job.sentBytes = sentBytes;
      for (const listener of listeners) listener.progress?.(job);
    },
    flush,
    async until(theseJobs, theseListeners, thatKnown) {
      jobs = theseJobs;
      listeners = theseListeners;
      known = thatKnown;
      unsettled = jobs.size;
      for (const id of jobs.keys()) changedIds.add(id);
      flush();
      const { engine } = known.parts;
      // The timers that look for a missing network do not keep the program running.
      const alive = setInterval(() => undefined, aliveMs);
      // Asked for anew only once it came: each asking is kept until then.
      let idle: Promise<void> | null = null;
      while (unsettled > 0) {
        idle ??= engine.idle().then(() => {
          idle = null;
        });
        await Promise.race([idle, looked.promise]);
        // A run that was cancelled writes its end right after the engine is idle.
        await nextTurn();
        flush();
        if (engine.busy() > 0 || unsettled === 0) continue;
        // What waits goes on by itself; anything else that nothing works on has no end to come here.
        if (![...jobs.values()].some(waits)) break;
        await looked.promise;
      }
      clearInterval(alive);
      for (const job of jobs.values()) {
        if (job.settled) continue;
        job.sentence = words.leftOpen;
        settle(job);
        for (const listener of listeners) listener.changed(job);
      }
    },
    [Symbol.dispose]() {
      if (timer) clearTimeout(timer);
      known = null;
    },
  };
}

function waits({ settled, view }: Job): boolean {
  return !settled && view?.state.name === 'waiting';
}

/** The end of an upload that waits for an answer which nobody can give here. */
function refusalOf(state: State): State | null {
  if (state.name !== 'waiting') return null;
  const { wait } = state;
  switch (wait.what) {
    case 'consent':
      return { name: 'failed', failure: refusalTo(wait), at: wait.to };
    case 'sign-in':
      return { name: 'failed', failure: wait.failure, at: wait.at };
    case 'back-off':
    case 'rate-limit':
    case 'network':
    case 'disk':
    case 'undo':
    // Links that a file has already are not offered here.
    case 'already-online':
      return null;
  }
}

function refusalTo(wait: Consent): Failure {
  const about = guardQuestionOf(wait);
  return { kind: 'consent-refused', ...(about && { about }) };
}

function answerless(job: Job, known: Known): string {
  const sentence = sentenceOf(job, known);
  const wait: Wait | null = job.view?.state.name === 'waiting' ? job.view.state.wait : null;
  if (wait?.what === 'sign-in') {
    const at = known.destinations.find(({ id }) => id === wait.at);
    return signInAdvice(wait.failure, at ?? { label: '', provider: '' });
  }
  if (wait?.what !== 'consent') return sentence;
  if (guardQuestionOf(wait)) return words.agreeToFile(sentence);
  return wait.why === 'wider' ? words.agreeByName(sentence) : words.agreeByTime(sentence);
}

function sentenceOf({ view }: Job, known: Known | null): string {
  if (!view || !known) return words.leftOpen;
  const { state } = view;
  const at = state.name === 'failed' && known.destinations.find(({ id }) => id === state.at);
  const advice = at ? settingAdvice(state.failure, at) : null;
  return advice ?? stateLine(view, known.destinations, Date.now());
}
