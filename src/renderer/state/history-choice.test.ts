import { beforeEach, expect, test } from 'vitest';
import { mostChosen } from '../../shared/choices.ts';
import { UploadId } from '../../shared/ids.ts';
import { chosenIds, toggle } from './history-choice.ts';
import { useHistory } from './history-store.ts';

const idOf = (place: number): UploadId => UploadId.parse(`u${place}`);

beforeEach(() => {
  useHistory.getState().choose(new Map());
  useHistory.getState().put({ told: null });
});

test('rows are chosen and let go of one by one, and keep the order of the list', () => {
  for (const place of [3, 1, 2, 3]) toggle(idOf(place), place);
  expect(chosenIds()).toEqual([idOf(1), idOf(2)]);
});

test('no more are chosen than one act takes, and that is said', () => {
  useHistory.getState().choose(new Map(Array.from({ length: mostChosen }, (_, place) => [idOf(place), place])));
  toggle(idOf(mostChosen), mostChosen);
  expect(chosenIds()).toHaveLength(mostChosen);
  expect(useHistory.getState().told).toMatchObject({ text: 'Up to 10,000 can be chosen at once.' });
  toggle(idOf(0), 0);
  toggle(idOf(mostChosen), mostChosen);
  expect(chosenIds().at(-1)).toBe(idOf(mostChosen));
});
