/** One line of the ledger in words: which attempt, how it ended, and what came next. */
import type { AttemptView, Proof } from '../model.ts';
import { failureSentence } from './failure-message.ts';
import { formatBytes, formatDuration } from './format.ts';
import { plainName } from './plain-name.ts';
import { spoken, type Tongue } from './tongue.ts';

export interface AttemptLine {
  /** "catbox", "catbox, 2nd try". */
  readonly title: string;
  /** One or more sentences; copies that may remain and links left behind are named. */
  readonly outcome: string;
  /** "Went on to litterbox"; null after a delivery. */
  readonly next: string | null;
  readonly tone: 'running' | 'ok' | 'wait' | 'fail' | 'quiet';
}

/** `pending`: nothing came after this attempt yet, so that its next step still lies ahead. */
export function attemptLine(
  attempt: AttemptView,
  { pending = false }: { pending?: boolean } = {},
  tongue: Tongue = spoken(),
): AttemptLine {
  const say = tongue.words.ledger;
  const title = say.attempt(attempt.destinationLabel, attempt.number);
  return {
    title,
    outcome: [ending(attempt, tongue), ...leftBehind(attempt, tongue)].join(' '),
    next: nextOf(attempt, pending, tongue),
    tone: toneOf(attempt),
  };
}

function ending({ outcome, copyMayRemain, sentBytes }: AttemptView, tongue: Tongue): string {
  const { ledger: say, it } = tongue.words;
  switch (outcome.kind) {
    case 'running':
      return say.running;
    case 'delivered':
      return delivered(outcome.proof, tongue);
    case 'reused':
      return outcome.proof.kind === 'unverified' ? say.reused.unchecked : say.reused.checked;
    case 'failed': {
      const silent = outcome.failure.kind === 'timeout' || outcome.failure.kind === 'connection';
      if (silent && copyMayRemain) return say.noAnswerAfterAll;
      return failureSentence(outcome.failure, it, null, tongue);
    }
    case 'passed-over':
      return say.passedOver(failureSentence(outcome.failure, it, null, tongue));
    case 'cancelled':
      return say.cancelled;
    case 'interrupted':
      return sentBytes === 0 ? say.interrupted : say.interruptedAfter(formatBytes(sentBytes, tongue));
  }
}

function delivered(proof: Proof, tongue: Tongue): string {
  const say = tongue.words.ledger.delivered;
  switch (proof.kind) {
    case 'hash':
      return proof.by === 'link' ? say.hashByLink : say.hashByHost;
    case 'size':
      return proof.by === 'link' ? say.sizeByLink : say.sizeByHost;
    case 'reachable':
      return say.reachable;
    case 'unverified':
      return proof.why === 'unreachable' ? say.unreachable : say.unverified;
  }
}

/** What is there now, besides what the outcome says. */
function leftBehind(attempt: AttemptView, tongue: Tongue): string[] {
  const say = tongue.words.ledger;
  const left: string[] = [];
  const { kind } = attempt.outcome;
  const isThere = kind === 'delivered' || kind === 'reused' || attempt.copyMayRemain;
  if (attempt.withoutLocation && isThere) left.push(say.withoutLocation);
  if (attempt.copyMayRemain) left.push(say.copyMayRemain(attempt.destinationLabel));
  if (attempt.orphanLink !== null) left.push(say.orphan(plainName(attempt.orphanLink)));
  return left;
}

function nextOf({ next, outcome }: AttemptView, pending: boolean, tongue: Tongue): string | null {
  const say = tongue.words.ledger.after;
  if (next === null || outcome.kind === 'delivered' || outcome.kind === 'cancelled') return null;
  switch (next.act) {
    case 'retry':
      if (next.afterMs < 1) return say.retriedAtOnce;
      return pending ? say.retries(formatDuration(next.afterMs, tongue)) : say.retried;
    case 'next':
      return pending ? say.goesOn(next.to) : say.wentOn(next.to);
    case 'wait':
      return pending ? say.waits : say.waited;
    case 'stop':
      return say.stopped;
  }
}

function toneOf({ outcome, next }: AttemptView): AttemptLine['tone'] {
  switch (outcome.kind) {
    case 'running':
      return 'running';
    case 'delivered':
    case 'reused':
      return 'ok';
    case 'failed':
      return next?.act === 'retry' || next?.act === 'wait' ? 'wait' : 'fail';
    case 'passed-over':
    case 'cancelled':
    case 'interrupted':
      return 'quiet';
  }
}
