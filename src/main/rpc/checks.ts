/** Checks of destinations as the window runs them: one at a time of each, its steps told live, its report kept. */
import type { CheckReport, LiveCheckStep } from '../../shared/check.ts';
import { UploadFailure } from '../../shared/failure.ts';
import type { DestinationId } from '../../shared/ids.ts';
import { checkReportText } from '../../shared/messages/check-report.ts';
import type { Check } from '../engine/check/check.ts';
import type { Send } from './feed.ts';
import type { CheckCalls } from './handlers.ts';

export interface CheckCallsDeps {
  readonly check: Check;
  readonly send: Send;
  /** True once the clipboard holds the text. */
  readonly copy: (text: string) => Promise<boolean>;
}

/** Disposed of, it ends the checks that run. */
export function createCheckCalls({ check, send, copy }: CheckCallsDeps): CheckCalls & Disposable {
  const running = new Map<DestinationId, AbortController>();
  const reports = new Map<DestinationId, CheckReport>();
  return {
    async 'destinations.check'({ id }) {
      if (running.has(id)) throw new UploadFailure({ kind: 'cancelled' });
      const ending = new AbortController();
      running.set(id, ending);
      try {
        const onStep = (step: LiveCheckStep): void => send('check.step', { id, step });
        const report = await check(id, { signal: ending.signal, onStep });
        reports.set(id, report);
        return report;
      } finally {
        running.delete(id);
      }
    },
    'destinations.stopCheck': ({ id }) => running.get(id)?.abort(),
    async 'destinations.copyReport'({ id }) {
      const report = reports.get(id);
      // Its texts were blackened when they were written down.
      return { copied: report !== undefined && (await copy(checkReportText(report, (text) => text))) };
    },
    [Symbol.dispose]() {
      for (const ending of running.values()) ending.abort();
    },
  };
}
