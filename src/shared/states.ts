/** What a state means for what may happen next; without a schema, so that the page can use it. */
import type { Consent, GuardQuestion, State, Wait } from './model.ts';
import type { Unfinished } from './sending.ts';

/** True where nothing happens any more unless the user asks for it. */
export function isFinal(state: State): boolean {
  return state.name === 'done' || state.name === 'failed' || state.name === 'cancelled';
}

/** True where only an answer of the user's, or something of theirs that is mended, ends the wait. */
export function isForTheUser({ what }: Wait): boolean {
  return what === 'consent' || what === 'already-online' || what === 'sign-in';
}

/** What the guard asks before it lets a file go; null where it asks nothing. */
export function guardQuestionOf({ why }: Consent): GuardQuestion | null {
  return why === 'location' || why === 'secret-file' ? why : null;
}

/** True where "send it now" is an answer: it could be taken back until later, or the guard asks about it. */
export function awaitsGo(state: State): boolean {
  if (state.name !== 'waiting') return false;
  const { wait } = state;
  return wait.what === 'undo' || (wait.what === 'consent' && guardQuestionOf(wait) !== null);
}

/** Nothing is lost or held up by a quit. */
export function isAllFinished({ uploads, packings }: Unfinished): boolean {
  return uploads === 0 && packings === 0;
}
