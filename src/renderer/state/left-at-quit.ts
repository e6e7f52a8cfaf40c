/** What a quit would still interrupt: what was finished since the question came counts no longer. */

import type { State } from '../../shared/model.ts';
import type { Unfinished } from '../../shared/sending.ts';
import { isFinal } from '../../shared/states.ts';

interface Known {
  readonly quitAsked: Unfinished | null;
  readonly uploads: Readonly<Record<string, { readonly state: State }>>;
  readonly packings: readonly unknown[];
}

export function leftAtQuit({ quitAsked, uploads, packings }: Known): Unfinished {
  if (quitAsked === null) return { uploads: 0, packings: 0 };
  const open = Object.values(uploads).filter(({ state }) => !isFinal(state)).length;
  const packed = packings.length < quitAsked.packings;
  return {
    // What was packed since became uploads, which the question did not count.
    uploads: packed ? open : Math.min(quitAsked.uploads, open),
    packings: packings.length,
  };
}
