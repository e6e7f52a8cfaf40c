/** Where files land that are let go now, in a few words. */
import type { DestinationView } from '../../../shared/model.ts';
import { inTurn } from '../../state/conditions.ts';
import { sendingWords, words } from '../../ui/words.ts';

/** "Let go to upload 3 files", or to choose first where they go. */
export function letGoWords(held: number, picks: boolean): string {
  return picks ? sendingWords.drop.letGo(held) : words.drop.letGo(held);
}

export function landingWords(stops: readonly DestinationView[]): string {
  const [first] = inTurn(stops, Date.now());
  switch (first?.scope) {
    case undefined:
      return '';
    case 'public':
      return words.drop.letGoPublic(first.label);
    case 'account':
      return words.drop.letGoAccount(first.label);
    case 'local':
      return words.drop.letGoHere;
  }
}
