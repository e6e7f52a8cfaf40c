/**
 * Speaks to the main process as soon as the page begins: it answers while the page’s own code is loaded. What it tells
 * meanwhile is kept.
 */
import type { CallResult, Door, EventName, EventPayload, Snapshot } from '../../shared/contract.ts';

/** What is done with each event. */
export type Hearers = { readonly [N in EventName]?: (payload: EventPayload<N>) => void };

export interface Contact {
  readonly snapshot: Promise<CallResult<Snapshot>>;
  /** Hands on what was told since the beginning, in its order, and all that is told from now on. */
  hearBy(hearers: Hearers): void;
}

/** Each is listened to from the first moment on; history has its own listener where it is shown. */
const heard: readonly EventName[] = [
  'uploads.changed',
  'uploads.progress',
  'uploads.removed',
  'settings.changed',
  'check.step',
  'quit.asked',
  'intake.answered',
  'tray.goesOn',
  'packing.changed',
  'notice.raised',
];

export function makeContact(door: Door): Contact {
  let early: (() => void)[] | null = [];
  let hearers: Hearers = {};
  const listen = <N extends EventName>(name: N): void => {
    const hear = (payload: EventPayload<N>): void => hearers[name]?.(payload);
    door.on(name, (payload) => {
      if (early) early.push(() => hear(payload));
      else hear(payload);
    });
  };
  for (const name of heard) listen(name);
  return {
    snapshot: door.call('app.snapshot', undefined),
    hearBy(all) {
      hearers = all;
      const told = early ?? [];
      early = null;
      for (const hear of told) hear();
    },
  };
}
