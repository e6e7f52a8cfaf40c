/** Live figures that people can read: smoothed, and renewed once a second. */

export interface Pace {
  readonly sentBytes: number;
  /** Epoch ms when bytes last moved. */
  readonly movedAt: number;
  /** Running mean over about 3 s; null until the host has taken something. */
  readonly mean: number | null;
  /** What is written beside the row, renewed at most once a second. */
  readonly shown: { readonly bytesPerSecond: number; readonly msLeft: number } | null;
  readonly shownAt: number;
}

export interface Step {
  readonly sentBytes: number;
  readonly bytesPerSecond: number | null;
  readonly msLeft: number | null;
}

const smoothingMs = 3000;
const renewalMs = 1000;

/** The pace after one more report. The time left follows the smoothed pace, so that both tell the same story. */
export function pacedBy(before: Pace | undefined, step: Step, now: number): Pace {
  const movedAt = !before || step.sentBytes !== before.sentBytes ? now : before.movedAt;
  const mean = nextMean(before, step, now);
  const due = !before?.shown || now - before.shownAt >= renewalMs;
  const shown = due ? figures(step, mean) : before.shown;
  return { sentBytes: step.sentBytes, movedAt, mean, shown, shownAt: due ? now : (before?.shownAt ?? now) };
}

function nextMean(before: Pace | undefined, { bytesPerSecond }: Step, now: number): number | null {
  if (bytesPerSecond === null) return before?.mean ?? null;
  if (!before || before.mean === null) return bytesPerSecond;
  const weight = 1 - Math.exp(-Math.max(50, now - before.movedAt) / smoothingMs);
  return before.mean + (bytesPerSecond - before.mean) * weight;
}

function figures({ bytesPerSecond, msLeft }: Step, mean: number | null): Pace['shown'] {
  if (mean === null || mean <= 0 || bytesPerSecond === null || msLeft === null) return null;
  return { bytesPerSecond: mean, msLeft: (msLeft * bytesPerSecond) / mean };
}
