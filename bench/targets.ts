/** The speed and memory that are to be reached, held against what was measured. */
import { disturbedAbove } from './calm.ts';
import type { Outcome } from './figures.ts';
import type { Result } from './run.ts';

export interface Target {
  readonly what: string;
  readonly wanted: string;
  readonly measured: string;
  readonly met: boolean;
}

/** Those that something was measured for. */
export function targetsOf({
  outcomes,
  app,
  window,
  history,
  historyView,
}: Pick<Result, 'outcomes' | 'app' | 'window' | 'history' | 'historyView'>): Target[] {
  const byId = new Map(outcomes.map((outcome) => [outcome.id, outcome]));
  const targets: Target[] = [];
  const atLeast = (what: string, least: number, outcome: Outcome | undefined): void => {
    if (!outcome || outcome.ratio === null) return;
    const disturbed = (outcome.us.othersBusy ?? 0) > disturbedAbove ? ' (machine not calm)' : '';
    const measured = `${outcome.ratio.toFixed(2)}${disturbed}`;
    targets.push({ what, wanted: `at least ${least}`, measured, met: outcome.ratio >= least });
  };
  const atMost = (what: string, most: number, unit: string, value: number | undefined): void => {
    if (value === undefined) return;
    const measured = `${value.toFixed(unit === 'MB' ? 0 : 2)} ${unit}`.trim();
    targets.push({ what, wanted: `at most ${most} ${unit}`.trim(), measured, met: value <= most });
  };

  const form = byId.get('form-1');
  const large = byId.get('form-8');
  atLeast('1 GiB as a form, times curl -F', 1, form);
  atMost('1 GiB as a form, CPU for each GiB', 0.65, 's', form?.us.cpuPerGiB);
  atMost('1 GiB as a form, peak memory', 110, 'MB', form && form.us.peakBytes / 1e6);
  if (form && large) {
    atMost('8 GiB as a form, peak memory by that at 1 GiB', 1.1, '', large.us.peakBytes / form.us.peakBytes);
  }
  atLeast('1 GiB as a form over TLS, times curl -F', 0.8, byId.get('form-1-tls'));
  atLeast('10,000 small files, ledger on, no verification, times curl -Z', 0.4, byId.get('small'));
  const peakOf = (...ours: (Outcome | undefined)[]): number | undefined => {
    const peaks = ours.flatMap((outcome) => outcome?.us.peakBytes ?? []);
    return peaks.length === 0 ? undefined : Math.max(...peaks) / 1e6;
  };
  const [rclone, aws] = [byId.get('s3-1-rclone'), byId.get('s3-1-aws')];
  atLeast('1 GiB to S3, times rclone copyto', 1, rclone);
  atLeast('1 GiB to S3, times aws s3 cp', 1, aws);
  atMost('1 GiB to S3, peak memory', 160, 'MB', peakOf(rclone, aws));
  atMost('1 GiB through the app, p99 of main’s event-loop delay', 20, 'ms', app?.eventLoopDelayMs.p99);
  atMost('The window’s first picture, times that of an empty window', 1.3, '', window?.start.ratio);
  atMost('2,000 files dropped, longest silence of the page beyond Chromium’s own', 100, 'ms', window?.drop.onTopMs);
  atMost('2,000 files dropped, longest silence of main', 100, 'ms', window?.drop.mainMs);
  const slowest = history && Math.max(...history.searches.map(({ ms }) => ms));
  atMost('100,000 uploads, the history opened', 200, 'ms', history?.openMs);
  atMost('100,000 uploads, the slowest search', 50, 'ms', slowest ?? undefined);
  atMost('100,000 uploads, the view opened', 200, 'ms', historyView?.openMs);
  atMost('100,000 uploads, scrolling, frame times by those of an empty list', 1.2, '', historyView?.scroll.ratio);
  return targets;
}
