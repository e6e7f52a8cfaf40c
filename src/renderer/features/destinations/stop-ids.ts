/** Where the focus goes back to in the list. */
import type { DestinationId } from '../../../shared/ids.ts';

export const listTitleId = 'destinations-title';

export function stopButtonId(id: DestinationId): string {
  return `stop-${id}`;
}

export function gripId(id: DestinationId): string {
  return `grip-${id}`;
}

/** The destination's card, or the list's title where there is none. */
export function focusStop(id: DestinationId | null): void {
  const card = id === null ? null : document.getElementById(stopButtonId(id));
  (card ?? document.getElementById(listTitleId))?.focus();
}
