/** What a check comes to; without a schema, so that the page can use it. */
import type { CheckReport, CheckStep } from './check.ts';

export type FailedStep = Extract<CheckStep, { state: 'failed' }>;

/** The step that explains the rest; null where none failed. */
export function firstFailed(report: Pick<CheckReport, 'steps'>): FailedStep | null {
  return report.steps.find((step) => step.state === 'failed') ?? null;
}

/** `stopped`: nothing failed until the check was cancelled. */
export function verdictOf(report: Pick<CheckReport, 'steps'>): 'fine' | 'failed' | 'stopped' {
  if (firstFailed(report)) return 'failed';
  return report.steps.some((step) => step.state === 'skipped' && step.why === 'cancelled') ? 'stopped' : 'fine';
}
