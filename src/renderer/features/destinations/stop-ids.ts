/** Where the focus goes back to in the list. */
import type { DestinationId } from '../../../shared/ids.ts';

export const listTitleId = 'destinations-title';
export const addButtonId = 'destinations-add';

/** @param key of what is open: a destination's id, or that of one that is not added yet */
export function stopButtonId(key: string): string {
  return `stop-${key}`;
}

export function gripId(id: DestinationId): string {
  return `grip-${id}`;
}

/** What was begun and is not added yet has no card once it is dropped: then to where it was begun. */
export function focusStop(key: string | null): void {
  const home = key === null ? listTitleId : stopButtonId(key);
  (document.getElementById(home) ?? document.getElementById(addButtonId))?.focus();
}
