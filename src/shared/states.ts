/** What a state means for what may happen next; without a schema, so that the page can use it. */
import type { State, Wait } from './model.ts';

/** True where nothing happens any more unless the user asks for it. */
export function isFinal(state: State): boolean {
  return state.name === 'done' || state.name === 'failed' || state.name === 'cancelled';
}

/** True where only an answer of the user's, or something of theirs that is mended, ends the wait. */
export function isForTheUser({ what }: Wait): boolean {
  return what === 'consent' || what === 'already-online' || what === 'sign-in';
}
