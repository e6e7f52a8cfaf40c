/** Says what letting go would do, over places that have no drop area. */
import { useStore } from '../../state/store.ts';
import { words } from '../../ui/words.ts';
import { landingWords } from '../intake/landing-words.ts';

export function HeldOver() {
  const held = useStore((state) => state.held);
  const stops = useStore((state) => state.stops);
  if (held === null) return null;
  return (
    <div className="held-over" aria-hidden>
      <h1>{words.drop.letGo(held)}</h1>
      <p className="quiet">{landingWords(stops)}</p>
    </div>
  );
}
