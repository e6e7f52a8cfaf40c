/** Destinations: the chain in its order, what is beside it, and the one that is open. */
import { memo, useEffect } from 'react';
import type { ChainName, DestinationSheet, DestinationsView as Setup } from '../../../shared/destination-setup.ts';
import { plainName } from '../../../shared/messages/index.ts';
import { isWider } from '../../../shared/scope.ts';
import { loadDestinations, setChain } from '../../state/destination-requests.ts';
import { begunProviders, chainInView, keyOf } from '../../state/destinations-slice.ts';
import { ask } from '../../state/requests.ts';
import { useStore } from '../../state/store.ts';
import { Segments } from '../../ui/segments.tsx';
import { Switch } from '../../ui/switch.tsx';
import { destinationWords } from '../../ui/words.ts';
import { Answers } from '../intake/answers.tsx';
import { AddMenu } from './add-menu.tsx';
import { isSetUp, isThisComputer, takeIn } from './chain-acts.ts';
import { ChainList } from './chain-list.tsx';
import './destinations-view.css';
import { SheetPane } from './sheet-pane.tsx';
import { StopCard } from './stop-card.tsx';
import { listTitleId, stopButtonId } from './stop-ids.ts';
import { TransferMenu } from './transfer-menu.tsx';

export function DestinationsView() {
  const setup = useStore((state) => state.setup);
  const settings = useStore((state) => state.settings);
  const isOpen = useStore((state) => state.opened !== null);
  // Whatever changes in main comes with the settings.
  useEffect(() => {
    if (settings !== null) void loadDestinations();
  }, [settings]);
  return (
    <section className="view destinations-view" aria-label={destinationWords.title} data-open={isOpen}>
      <div className={isOpen ? 'list-pane is-beside scroll' : 'list-pane is-alone scroll'}>
        <header>
          <h1 id={listTitleId} tabIndex={-1}>
            {destinationWords.title}
          </h1>
          {setup && <AddMenu providers={setup.providers} />}
          <TransferMenu />
        </header>
        <Answers />
        {setup && <Lists setup={setup} />}
      </div>
      <SheetPane />
    </section>
  );
}

/** Opening one of them changes that card alone. */
const Lists = memo(function Lists({ setup }: { setup: Setup }) {
  const chain = useStore(chainInView);
  const say = destinationWords.chains;
  const offBecause = (sheet: DestinationSheet) => {
    const provider = setup.providers.find(({ id }) => id === sheet.provider);
    return provider && !isSetUp(sheet, provider) ? provider.offBecause : null;
  };
  const { order } = setup.chains[chain];
  const inChain = order.flatMap((id) => setup.destinations.find((one) => one.id === id) ?? []);
  const beside = setup.destinations.filter((one) => !order.includes(one.id) && !isThisComputer(one));
  // One's own storage is looked for where it belongs.
  const isPublic = ({ view }: DestinationSheet) => view.scope === 'public';
  const others = chain === 'own' ? [...beside.filter((one) => !isPublic(one)), ...beside.filter(isPublic)] : beside;
  const here = setup.destinations.filter(isThisComputer);
  return (
    <>
      <ChainHead chain={chain} inChain={inChain} />
      <Begun setup={setup} />
      <ChainList chain={chain} sheets={inChain} offBecause={offBecause} />
      <Widening chain={chain} setup={setup} inChain={inChain} />
      {others.length > 0 && (
        <section>
          <h2>{say.others}</h2>
          <ul className="beside">
            {others.map((sheet) => (
              <li key={sheet.id}>
                <StopCard sheet={sheet} offBecause={offBecause(sheet)} isBeside>
                  <button
                    type="button"
                    className="btn small"
                    aria-label={destinationWords.stop.takeInThis(plainName(sheet.label))}
                    onClick={() => void takeIn(sheet, chain)}
                  >
                    {destinationWords.stop.takeIn}
                  </button>
                </StopCard>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <h2>{say.apart}</h2>
        <ul className="beside">
          {here.map((sheet) => (
            <li key={sheet.id}>
              <StopCard sheet={sheet} offBecause={null} />
            </li>
          ))}
        </ul>
      </section>
    </>
  );
});

/** What was begun and neither added nor discarded. */
function Begun({ setup }: { setup: Setup }) {
  const begun = useStore(begunProviders);
  const opened = useStore((state) => state.opened);
  const open = useStore((state) => state.open);
  const say = destinationWords;
  const ids = begun.split(' ');
  const all = setup.providers.filter(({ id }) => ids.includes(id));
  if (all.length === 0) return null;
  return (
    <ul className="beside begun">
      {all.map(({ id, name }) => {
        const key = keyOf({ kind: 'new', provider: id });
        const isOpen = opened !== null && keyOf(opened) === key;
        return (
          <li key={id} className={isOpen ? 'stop-card is-open' : 'stop-card'}>
            <button
              id={stopButtonId(key)}
              type="button"
              className="stop-open"
              aria-expanded={isOpen}
              onClick={() => open({ kind: 'new', provider: id })}
            >
              <bdi className="label">{say.sheet.newOne(name)}</bdi>
              <span className="quiet is-wait">{say.stop.unsaved}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** Which chain this is, and whether files go that way. */
function ChainHead({ chain, inChain }: { chain: ChainName; inChain: readonly DestinationSheet[] }) {
  const choice = useStore((state) => state.settings?.choice);
  const showChain = useStore((state) => state.showChain);
  const say = destinationWords.chains;
  const isEmpty = inChain.length === 0;
  const allOff = !inChain.some(({ enabled }) => enabled);
  const used = choice === chain;
  return (
    <div className="chain-head">
      <Segments
        name={say.name}
        items={[
          { value: 'public', title: say.public },
          { value: 'own', title: say.own },
        ]}
        chosen={chain}
        onChoose={showChain}
      />
      <p className={used && allOff ? 'quiet is-bad' : 'quiet'}>
        {isEmpty ? say.emptyOwn : allOff ? say.allOff : used ? say.used : say.unused}
      </p>
      {!used && !allOff && (
        <button type="button" className="btn small" onClick={() => void ask('setup.choose', { choice: chain })}>
          {say.use}
        </button>
      )}
    </div>
  );
}

/** Offered where a later destination lets in more people than the chain agrees to. */
function Widening({ chain, setup, inChain }: { chain: ChainName; setup: Setup; inChain: readonly DestinationSheet[] }) {
  const sheet = setup.chains[chain];
  const say = destinationWords.chains;
  const [first] = inChain;
  const agreed = chain === 'own' ? 'account' : first?.view.scope;
  if (!first || !agreed || (!sheet.mayWiden && !inChain.some(({ view }) => isWider(view.scope, agreed)))) return null;
  return (
    <div className="widening">
      <div>
        {say.widen}
        <p className="quiet" id="widen-more">
          {isWider(first.view.scope, agreed) ? say.widenMoreOwn : say.widenMore(plainName(first.label))}
        </p>
      </div>
      <Switch
        name={say.widen}
        on={sheet.mayWiden}
        onChange={(on) => void setChain(chain, { ...sheet, mayWiden: on }, '')}
        describedBy="widen-more"
      />
    </div>
  );
}
