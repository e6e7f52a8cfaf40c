/** What a state means for what may happen next; without a schema, so that the page can use it. */
import type { State } from './model.ts';

/** True where nothing happens any more unless the user asks for it. */
export function isFinal(state: State): boolean {
  return state.name === 'done' || state.name === 'failed' || state.name === 'cancelled';
}
