/** Nothing is going on: the drop area fills the view, the chain and its first stop's terms stand under it. */
import { useNextStops, useStopsInTurn } from '../../state/next-stops.ts';
import { useStore } from '../../state/store.ts';
import { sendingWords, words } from '../../ui/words.ts';
import { Answers } from '../intake/answers.tsx';
import { ChooseButton, PasteButton } from '../intake/intake-buttons.tsx';
import { landingWords, letGoWords } from '../intake/landing-words.ts';
import { NextChoice } from '../intake/next-choice.tsx';
import { ChainLine } from './chain-line.tsx';
import { DropEdge } from './drop-edge.tsx';
import { Glyph } from './glyph.tsx';
import './idle.css';
import { StopFacts } from './stop-facts.tsx';

export function Idle() {
  const held = useStore((state) => state.held);
  const goTo = useStore((state) => state.goTo);
  return (
    <section className="view idle" aria-label={words.places.uploads}>
      <section className={held === null ? 'drop' : 'drop is-over'} aria-label={words.drop.region}>
        <DropEdge />
        <Rest />
        <Landing held={held ?? 0} />
        <Hint />
        <Answers />
      </section>
      <div className="route">
        <ChainLine most={3} className="only-wide" />
        <ChainLine most={1} className="only-narrow" />
        <NextChoice className="end" />
        <button
          type="button"
          className="btn bare small change"
          aria-label={words.drop.changeWhere}
          onClick={() => goTo('settings')}
        >
          {words.drop.change}
        </button>
      </div>
      <StopFacts />
    </section>
  );
}

/** How a drop is taken elsewhere than usual. */
function Hint() {
  const [before, after] = sendingWords.drop.hint;
  const onMac = useStore((state) => state.platform === 'darwin');
  return (
    <div className="hint quiet only-wide">
      {before} <kbd>{onMac ? '⌥' : 'Alt'}</kbd> {after}
    </div>
  );
}

function Rest() {
  const stops = useNextStops();
  const [first] = useStopsInTurn();
  const say = words.drop;
  return (
    <div className="call rest">
      <Glyph />
      <h1>{say.title}</h1>
      {first && (
        <p>
          {first.scope === 'local'
            ? say.stayHere
            : stops.length === 1
              ? say.goOnlyTo(first.label)
              : say.goTo(first.label)}
        </p>
      )}
      <div className="starts">
        <ChooseButton main />
        <PasteButton />
      </div>
    </div>
  );
}

function Landing({ held }: { held: number }) {
  const picks = useStore((state) => state.picksOnDrop);
  const stops = useNextStops();
  return (
    <div className="call land" aria-hidden>
      <Glyph landing />
      <h1>{letGoWords(held, picks)}</h1>
      <p>{picks ? null : landingWords(stops)}</p>
    </div>
  );
}
