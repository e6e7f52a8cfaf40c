/** The one place that says what follows a failure: try again here, go to the next destination, wait, or stop. */
import type { BodySent, Failure, FailureKind } from '../../shared/failure.ts';
import { backOffMs } from './back-off.ts';

export type Decision =
  /** `asked`: the time is the host's own wish. */
  | { readonly act: 'retry'; readonly afterMs: number; readonly asked: boolean }
  | { readonly act: 'next' }
  | { readonly act: 'wait'; readonly what: 'network' }
  | { readonly act: 'stop' };

export interface Failed {
  readonly failure: Failure;
  /** How many attempts in a row failed at this destination within this visit, this one included. */
  readonly attempt: number;
  /** Attempts that a destination gets per visit. */
  readonly maxAttempts: number;
  readonly payloadBytes: number;
  /** How much of the body had left. */
  readonly sent: BodySent;
  /** True where sending the same payload twice leaves one copy. */
  readonly idempotent: boolean;
  /** True where what was sent is not lost. */
  readonly resumable: boolean;
  /** The longest wait (ms) for one host while another could be asked. */
  readonly patienceMs: number;
}

/** What a kind of failure calls for. `temporary` may go away by itself, at this destination. */
const rules: Record<FailureKind, 'temporary' | 'cut' | 'next' | 'network' | 'stop'> = {
  offline: 'network',
  dns: 'next',
  tls: 'next',
  proxy: 'next',
  timeout: 'temporary',
  stalled: 'temporary',
  connection: 'temporary',
  'cut-while-sending': 'cut',
  'rate-limited': 'temporary',
  server: 'temporary',
  quota: 'next',
  auth: 'next',
  forbidden: 'next',
  'not-found': 'next',
  'bad-request': 'next',
  'too-large': 'next',
  'type-refused': 'next',
  'empty-refused': 'next',
  'content-blocked': 'next',
  'name-taken': 'next',
  'bad-answer': 'next',
  'bad-proof': 'next',
  'clock-skew': 'next',
  'host-identity': 'next',
  'source-changed': 'stop',
  'source-unreadable': 'stop',
  'disk-full': 'stop',
  'settings-invalid': 'next',
  'secret-unavailable': 'next',
  'consent-refused': 'stop',
  cancelled: 'stop',
  bug: 'next',
};

/**
 * A host that refuses a body by closing looks like a cut line most of the time, so a large body is not sent into the
 * same wall twice.
 */
const largestBodyRetriedAfterCut = 8 * 1024 * 1024;

/** How long a host that limits its rate and names no time is left alone, ms. */
export const unnamedPauseMs = 30_000;

/** What to do after a failed attempt. `random` gives numbers in [0, 1). */
export function decide(failed: Failed, random: () => number): Decision {
  const { failure, attempt } = failed;
  switch (rules[failure.kind]) {
    case 'network':
      return { act: 'wait', what: 'network' };
    case 'stop':
      return { act: 'stop' };
    case 'next':
      return { act: 'next' };
    case 'cut':
      if (!failed.resumable && failed.payloadBytes > largestBodyRetriedAfterCut) return { act: 'next' };
      break;
    case 'temporary':
      // The host took everything and fell silent: it may well have a copy, and would get a second one as slowly. One
      // that hung up instead has mostly not kept it, and is asked again.
      if (failure.kind === 'timeout' && failed.sent === 'all' && !failed.idempotent) return { act: 'next' };
      break;
  }
  if (attempt >= failed.maxAttempts) return { act: 'next' };
  const asked = askedPauseMs(failure);
  if (asked === null) return { act: 'retry', afterMs: backOffMs(attempt, random), asked: false };
  return asked > failed.patienceMs ? { act: 'next' } : { act: 'retry', afterMs: asked, asked: true };
}

/** How long the host wants to be left alone, ms; null where it says nothing about it. */
export function askedPauseMs(failure: Failure): number | null {
  const named = 'retryAfterMs' in failure ? failure.retryAfterMs : null;
  return named ?? (failure.kind === 'rate-limited' ? unnamedPauseMs : null);
}

/** True where the host may have kept a copy although the attempt failed: the whole body had left, or its link was bad. */
export function mayHaveLeftCopy(failure: Failure, sent: BodySent): boolean {
  return sent === 'all' || failure.kind === 'bad-proof';
}
