/** The drop area while there is work: a strip that stays a target. */
import { ArrowDownToLine } from 'lucide-react';
import type { DestinationView } from '../../../shared/model.ts';
import { useNextStops } from '../../state/next-stops.ts';
import { useStore } from '../../state/store.ts';
import { words } from '../../ui/words.ts';
import { ChooseButton, PasteButton } from '../intake/intake-buttons.tsx';
import { landingWords, letGoWords } from '../intake/landing-words.ts';
import { NextChoice } from '../intake/next-choice.tsx';
import { DropEdge } from './drop-edge.tsx';
import { StopName } from './stop-name.tsx';

/** Stops that are named before the rest is counted. */
const mostNamed = 3;

export function Strip() {
  const held = useStore((state) => state.held);
  const picks = useStore((state) => state.picksOnDrop);
  const stops = useNextStops();
  const named = stops.length > mostNamed + 1 ? stops.slice(0, mostNamed) : stops;
  return (
    <section className={held === null ? 'drop strip' : 'drop strip is-over'} aria-label={words.drop.region}>
      <DropEdge />
      <ArrowDownToLine className="i big" aria-hidden />
      <div className="say">
        <b>{held === null ? words.drop.more : letGoWords(held, picks)}</b>
        <div className="quiet clip">
          {held === null
            ? named.map((stop, index) => <Step key={stop.id} stop={stop} first={index === 0} />)
            : picks
              ? null
              : landingWords(stops)}
          {held === null && stops.length > named.length && ` → ${words.drop.moreStops(stops.length - named.length)}`}
        </div>
      </div>
      <NextChoice isSmall />
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
