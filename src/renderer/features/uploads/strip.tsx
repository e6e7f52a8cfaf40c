/** The drop area while there is work: a strip that stays a target. */
import { ArrowDownToLine } from 'lucide-react';
import { useStore } from '../../state/store.ts';
import { words } from '../../ui/words.ts';
import { ChooseButton, PasteButton } from '../intake/intake-buttons.tsx';
import { landingWords } from '../intake/landing-words.ts';
import { DropEdge } from './drop-edge.tsx';

export function Strip() {
  const held = useStore((state) => state.held);
  const stops = useStore((state) => state.stops);
  const way = stops.map(({ label }) => label).join(' → ');
  return (
    <section className={held === null ? 'drop strip' : 'drop strip is-over'} aria-label={words.drop.region}>
      <DropEdge />
      <ArrowDownToLine className="i big" aria-hidden />
      <div className="say">
        <b>{held === null ? words.drop.more : words.drop.letGo(held)}</b>
        <div className="quiet clip">{held === null ? way : landingWords(stops)}</div>
      </div>
      <PasteButton className="only-wide" />
      <ChooseButton />
    </section>
  );
}
