/** The drop area while there is work: a strip that stays a target. */
import { ArrowDownToLine } from 'lucide-react';
import type { DestinationView } from '../../../shared/model.ts';
import { useStore } from '../../state/store.ts';
import { words } from '../../ui/words.ts';
import { ChooseButton, PasteButton } from '../intake/intake-buttons.tsx';
import { landingWords } from '../intake/landing-words.ts';
import { DropEdge } from './drop-edge.tsx';
import { StopName } from './stop-name.tsx';

export function Strip() {
  const held = useStore((state) => state.held);
  const stops = useStore((state) => state.stops);
  return (
    <section className={held === null ? 'drop strip' : 'drop strip is-over'} aria-label={words.drop.region}>
      <DropEdge />
      <ArrowDownToLine className="i big" aria-hidden />
      <div className="say">
        <b>{held === null ? words.drop.more : words.drop.letGo(held)}</b>
        <div className="quiet clip">
          {held === null
            ? stops.map((stop, index) => <Step key={stop.id} stop={stop} first={index === 0} />)
            : landingWords(stops)}
        </div>
      </div>
      <PasteButton className="only-wide" />
      <ChooseButton />
    </section>
  );
}

function Step({ stop, first }: { stop: DestinationView; first: boolean }) {
  return (
    <>
      {!first && ' → '}
      <StopName stop={stop} />
    </>
  );
}
