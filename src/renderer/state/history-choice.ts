/** Which rows are chosen: one by one, from one to another, or all that were found. */
import { mostChosen } from '../../shared/choices.ts';
import type { UploadId } from '../../shared/ids.ts';
import { historyWords } from '../ui/words.ts';
import { useHistory } from './history-store.ts';
import { ask } from './requests.ts';
import { useStore } from './store.ts';

/** Where a choice over several rows begins; null until something was looked at. */
let anchor: number | null = null;

export function chooseNone(): void {
  const { chosen, choose } = useHistory.getState();
  if (chosen.size > 0) choose(new Map());
}

export function toggle(id: UploadId, place: number): void {
  const { chosen, choose } = useHistory.getState();
  const next = new Map(chosen);
  if (!next.delete(id)) next.set(id, place);
  if (next.size > mostChosen) {
    tellTooMany();
    return;
  }
  anchor = place;
  choose(next);
}

/** A choice over several rows begins here. */
export function setAnchor(place: number | null): void {
  anchor = place;
}

/** The rows moved by so many places. */
export function moveAnchor(by: number): void {
  if (anchor !== null) anchor += by;
}

let asked = 0;

/** From where the choice began, or else from `from`, to `place`, and nothing else. */
export async function chooseUpTo(place: number, from: number): Promise<void> {
  anchor ??= from;
  await choosePlaces(Math.min(anchor, place), Math.abs(place - anchor) + 1);
}

export async function chooseAll(): Promise<void> {
  const { found } = useHistory.getState();
  if (found === null || found.matching === 0) return;
  await choosePlaces(0, found.matching);
}

async function choosePlaces(offset: number, count: number): Promise<void> {
  const { found, choose } = useHistory.getState();
  if (found === null) return;
  const mine = ++asked;
  const answer = await ask('history.ids', { list: found.list, offset, limit: Math.min(count, mostChosen) });
  if (answer === null || mine !== asked) return;
  choose(new Map(answer.value.ids.map((id, at) => [id, offset + at])));
  useStore.getState().announce(historyWords.chosen(answer.value.ids.length));
  if (count > mostChosen) tellTooMany();
}

function tellTooMany(): void {
  useHistory.getState().put({
    told: { kind: 'outcome', tone: 'quiet', chooseAgain: false, text: historyWords.tooMany(mostChosen) },
  });
}

/** In the order of the list. */
export function chosenIds(): UploadId[] {
  return [...useHistory.getState().chosen].sort(([, one], [, other]) => one - other).map(([id]) => id);
}
