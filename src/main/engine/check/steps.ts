/** Takes the steps of a check one after another: each with its time limit, told as it begins and as it ends. */
import { setTimeout as delay } from 'node:timers/promises';
import {
  type CheckFact,
  CheckStep,
  type CheckStepName,
  type LiveCheckStep,
  type SkipReason,
} from '../../../shared/check.ts';
import { type Failure, toFailure, UploadFailure } from '../../../shared/failure.ts';
import { type Redact, redactWithin } from '../../net/redaction.ts';

/** What a step found, or why there was nothing to do. */
export type Found = readonly CheckFact[] | { readonly skip: SkipReason };

export type StepLimits = Readonly<Record<CheckStepName, number>>;

/** The longest that each step may take, ms. */
export const stepLimits: StepLimits = {
  settings: 15_000,
  dns: 10_000,
  proxy: 20_000,
  tls: 20_000,
  clock: 25_000,
  credentials: 20_000,
  put: 60_000,
  // A link that is slow to appear is asked again after 2 and 8 s, as after an upload.
  'read-back': 45_000,
  delete: 15_000,
};

/** How long a step may take to end by itself once it was told to, ms. */
const graceMs = 2_000;

export interface StepsDeps {
  /** Ends the check. */
  readonly signal: AbortSignal;
  readonly onStep: (step: LiveCheckStep) => void;
  readonly limitsMs: StepLimits;
  /** ms that only go forward. */
  readonly ticks: () => number;
  readonly redact: Redact;
  /** Told of defects of ours. */
  readonly report: (error: unknown) => void;
  /** The server that a step which takes too long is about. */
  readonly host: string;
}

export interface Steps {
  /** Those that are over, in order. */
  readonly taken: readonly CheckStep[];
  /**
   * Takes the step, unless an earlier one ended the check. Never fails: what `work` throws is the step's failure, and
   * ends the check, except where `endsCheck` says no.
   */
  take(name: CheckStepName, work: (signal: AbortSignal) => Promise<Found>): Promise<CheckStep>;
  /** Takes the step also after a failure and after the check was cancelled: it puts things in order. */
  takeAnyway(name: CheckStepName, work: (signal: AbortSignal) => Promise<Found>): Promise<CheckStep>;
}

/** @param endsCheck false for failures after which the next step is still worth taking */
export function createSteps(deps: StepsDeps, endsCheck: (failure: Failure) => boolean): Steps {
  const { signal, ticks } = deps;
  const taken: CheckStep[] = [];
  let ended: SkipReason | null = null;

  const enter = (step: CheckStep): CheckStep => {
    // A redaction only replaces texts; bounds of texts may be passed by the sign it leaves.
    const redacted = CheckStep.safeParse(redactWithin(step, deps.redact));
    const safe: CheckStep = redacted.success ? redacted.data : withoutTexts(step);
    taken.push(safe);
    deps.onStep(safe);
    return safe;
  };

  const run = async (
    name: CheckStepName,
    work: (signal: AbortSignal) => Promise<Found>,
    outer: AbortSignal | null,
  ): Promise<CheckStep> => {
    deps.onStep({ name, state: 'running' });
    const limitMs = deps.limitsMs[name];
    const limit = AbortSignal.timeout(limitMs);
    const within = outer ? AbortSignal.any([outer, limit]) : limit;
    const began = ticks();
    const ms = (): number => Math.max(0, ticks() - began);
    try {
      const found = await settled(work(within), within);
      if ('skip' in found) return enter({ name, state: 'skipped', ms: ms(), why: found.skip });
      return enter({ name, state: 'ok', ms: ms(), facts: [...found] });
    } catch (error) {
      if (outer?.aborted) {
        ended = 'cancelled';
        return enter({ name, state: 'skipped', ms: ms(), why: 'cancelled' });
      }
      const failure: Failure = limit.aborted
        ? { kind: 'timeout', host: deps.host, afterMs: limitMs }
        : toFailure(error);
      if (failure.kind === 'bug') deps.report(error);
      if (endsCheck(failure)) ended ??= 'not-reached';
      return enter({ name, state: 'failed', ms: ms(), failure });
    }
  };

  return {
    taken,
    async take(name, work) {
      if (signal.aborted) ended = 'cancelled';
      return ended ? enter({ name, state: 'skipped', ms: 0, why: ended }) : await run(name, work, signal);
    },
    takeAnyway: (name, work) => run(name, work, null),
  };
}

/** What the work gives; where it does not end although it was told to, it is left alone. */
async function settled<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const over = new AbortController();
  const givenUp = new Promise<never>((_, reject) => {
    const give = async (): Promise<void> => {
      await delay(graceMs, undefined, { signal: over.signal }).catch(() => {});
      reject(new UploadFailure({ kind: 'cancelled' }));
    };
    if (signal.aborted) void give();
    else signal.addEventListener('abort', () => void give(), { once: true, signal: over.signal });
  });
  givenUp.catch(() => {});
  try {
    return await Promise.race([work, givenUp]);
  } finally {
    over.abort();
  }
}

/** What is left of a step whose texts do not fit. */
function withoutTexts(step: CheckStep): CheckStep {
  if (step.state === 'ok') return { ...step, facts: [] };
  if (step.state === 'failed') return { ...step, failure: { kind: 'bug', detail: step.failure.kind } };
  return step;
}
