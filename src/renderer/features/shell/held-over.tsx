/** Says what letting go would do, over places that have no drop area. */
import { useNextStops } from '../../state/next-stops.ts';
import { useStore } from '../../state/store.ts';
import { landingWords, letGoWords } from '../intake/landing-words.ts';

export function HeldOver() {
  const held = useStore((state) => state.held);
  const picks = useStore((state) => state.picksOnDrop);
  const stops = useNextStops();
  if (held === null) return null;
  return (
    <div className="held-over" aria-hidden>
      <h1>{letGoWords(held, picks)}</h1>
      <p className="quiet">{picks ? null : landingWords(stops)}</p>
    </div>
  );
}
