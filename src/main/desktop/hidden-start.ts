/** A start at login: no window where the program can be reached in the tray, else one that is out of the way. */
import { setTimeout as sleep } from 'node:timers/promises';

/** At login the panel may come later than the program, ms. */
const panelMs = 10_000;
const lookMs = 250;

/**
 * Resolves once the program can be reached.
 * @param isInTray the program can be reached in the tray
 * @param wait resolves after so many ms
 */
export async function startHidden(
  isInTray: () => boolean,
  openMinimized: () => void,
  wait: (ms: number) => Promise<unknown> = sleep,
): Promise<void> {
  for (let waited = 0; waited < panelMs; waited += lookMs) {
    if (isInTray()) return;
    await wait(lookMs);
  }
  openMinimized();
}
