/** Puts uploads down while the computer sleeps, and goes on with them when it wakes. */
import type { Engine } from '../engine/engine.ts';

/** Electron's `powerMonitor`, as far as it is needed here. */
export interface PowerEvents {
  on(event: 'suspend' | 'resume', listener: () => void): unknown;
  off(event: 'suspend' | 'resume', listener: () => void): unknown;
}

/** A computer that is still awake after this time did not fall asleep after all, ms. */
const awakeAfterMs = 30_000;

/** Where the system tells nothing of its sleep (Linux without logind), nothing is done. */
export function createPower(events: PowerEvents, engine: Pick<Engine, 'rest' | 'wake'>): Disposable {
  let timer: NodeJS.Timeout | undefined;
  const resume = (): void => {
    clearTimeout(timer);
    engine.wake();
  };
  const suspend = (): void => {
    clearTimeout(timer);
    engine.rest();
    timer = setTimeout(resume, awakeAfterMs);
    timer.unref();
  };
  events.on('suspend', suspend);
  events.on('resume', resume);
  return {
    [Symbol.dispose]() {
      clearTimeout(timer);
      events.off('suspend', suspend);
      events.off('resume', resume);
    },
  };
}
