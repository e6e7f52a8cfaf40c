/** The breaker and the statistics of one destination, as functions of what is kept, what happened, and the time. */
import type { Failure } from '../../shared/failure.ts';
import type { HealthRecord } from '../store/health-store.ts';
import type { Reported } from './health.ts';
import { says } from './health-book-table.ts';
import { askedPauseMs } from './policy.ts';

type Breaker = HealthRecord['breaker'];

const failuresToOpen = 3;
const firstRestMs = 30_000;
const longestRestMs = 600_000;
/** A rest is this share longer or shorter, so that several programs do not probe in step. */
const jitter = 0.2;
/** Hosts' answers are not to be trusted: whatever they ask, they are asked again after a day, ms. */
const longestPauseMs = 24 * 3_600_000;
const recentAttempts = 20;
/** How much a new measurement counts in a smoothed one. */
const smoothing = 0.3;
/** Less than this (bytes) goes out in one gulp, and says nothing about throughput. */
const smallestMeasuredBytes = 256 * 1024;

export const newRecord: HealthRecord = {
  breaker: { kind: 'closed', failuresInARow: 0 },
  pause: null,
  recent: [],
  latencyMs: null,
  bytesPerSecond: null,
  lastFailure: null,
};

/** What is kept after an attempt ended; null where it says nothing and all stays as it is. Times are epoch ms. */
export function afterEnd(
  before: HealthRecord,
  reported: Reported,
  now: number,
  random: () => number,
): HealthRecord | null {
  switch (reported.kind) {
    case 'silent':
      return null;
    case 'delivered':
      return afterDelivery(before, reported);
    case 'failed':
      return afterFailure(before, reported.failure, now, random);
  }
}

/** Any delivery closes the breaker, whichever attempt it was: the host works. A pause that the host asked for stays. */
function afterDelivery(before: HealthRecord, sent: Extract<Reported, { kind: 'delivered' }>): HealthRecord {
  const { sentBytes, sendingMs, answeredMs } = sent;
  const throughput = sentBytes < smallestMeasuredBytes ? null : (sentBytes / Math.max(1, sendingMs)) * 1_000;
  return {
    ...before,
    breaker: newRecord.breaker,
    recent: [...before.recent, true].slice(-recentAttempts),
    latencyMs: smoothed(before.latencyMs, answeredMs),
    bytesPerSecond: smoothed(before.bytesPerSecond, throughput),
  };
}

function afterFailure(before: HealthRecord, failure: Failure, now: number, random: () => number): HealthRecord | null {
  const told = says[failure.kind];
  if (told === 'nothing') return null;
  const noted = { ...before, lastFailure: { failure, at: now }, pause: laterPause(before, failure, now) };
  if (told !== 'against') return noted;
  return {
    ...noted,
    breaker: strained(before.breaker, now, random),
    recent: [...before.recent, false].slice(-recentAttempts),
  };
}

/**
 * One more failure. While the destination rests, failures of attempts that were under way, or that had no other
 * destination left, do not make it rest longer; when it has rested, any failure does.
 */
function strained(breaker: Breaker, now: number, random: () => number): Breaker {
  if (breaker.kind === 'open') {
    return restsUntil(breaker, now) === null ? opened(breaker.rests + 1, now, random) : breaker;
  }
  const failuresInARow = breaker.failuresInARow + 1;
  return failuresInARow < failuresToOpen ? { kind: 'closed', failuresInARow } : opened(1, now, random);
}

function opened(rests: number, now: number, random: () => number): Breaker {
  const plain = Math.min(longestRestMs, firstRestMs * 2 ** Math.min(rests - 1, 10));
  const restMs = Math.round(plain * (1 - jitter + 2 * jitter * random()));
  return { kind: 'open', until: now + restMs, rests };
}

/** Until when an open breaker lets nothing through; null where a probe is due. */
export function restsUntil(breaker: Extract<Breaker, { kind: 'open' }>, now: number): number | null {
  return isAhead(breaker.until, now, longestRestMs * (1 + jitter)) ? breaker.until : null;
}

/** The pause that the host asked for, while it lasts. */
export function pauseOf({ pause }: HealthRecord, now: number): HealthRecord['pause'] {
  return pause && isAhead(pause.until, now, longestPauseMs) ? pause : null;
}

/** `Retry-After` counts with whatever answer it came; of two pauses the one that ends later holds. */
function laterPause(before: HealthRecord, failure: Failure, now: number): HealthRecord['pause'] {
  const current = pauseOf(before, now);
  const until = now + Math.ceil(Math.min(askedPauseMs(failure) ?? 0, longestPauseMs));
  return until > (current?.until ?? now) ? { until, failure } : current;
}

/** A time further ahead than we ever set one was written under a clock that has been put right since. */
function isAhead(until: number, now: number, longestMs: number): boolean {
  return until > now && until - now <= longestMs;
}

/** A measurement that can not be (a clock that was set back) is left out. */
function smoothed(before: number | null, measured: number | null): number | null {
  if (measured === null || !Number.isFinite(measured) || measured < 0) return before;
  return before === null ? measured : before + smoothing * (measured - before);
}
