/** The one calm screen of a new profile: where may files go? */
import { useState } from 'react';
import type { ChainChoice, DestinationView } from '../../../shared/model.ts';
import { ask, uploadSample } from '../../state/requests.ts';
import { useStore } from '../../state/store.ts';
import { RadioCards } from '../../ui/radio-cards.tsx';
import { words } from '../../ui/words.ts';
import { Answers } from '../intake/answers.tsx';
import { Mark } from '../shell/mark.tsx';
import { chainChoices } from './chain-choices.ts';
import './setup.css';

const noHosts: readonly DestinationView[] = [];

export function FirstStart() {
  const publicChain = useStore((state) => state.settings?.publicChain ?? noHosts);
  const ownChain = useStore((state) => state.settings?.ownChain ?? noHosts);
  const give = useStore((state) => state.give);
  const goToAdd = useStore((state) => state.goToAdd);
  const [choice, setChoice] = useState<ChainChoice | null>(null);
  const say = words.setup;
  const isToAdd = choice === 'own' && ownChain.length === 0;
  const choose = (picked: ChainChoice) => {
    setChoice(picked);
    give(null);
  };
  const start = async (): Promise<boolean> => {
    if (choice === null) give({ kind: 'note', tone: 'quiet', text: say.chooseOne });
    else if (isToAdd) goToAdd('own');
    else if (await ask('setup.choose', { choice })) {
      give(null);
      return true;
    }
    return false;
  };
  const tryIt = async () => {
    if (await start()) await uploadSample();
  };
  return (
    <main className="setup">
      <div className="column">
        <Mark />
        <h1>{say.title}</h1>
        <p className="lead">{say.lead}</p>
        <RadioCards
          name={say.group}
          cards={chainChoices(publicChain, ownChain, true)}
          chosen={choice}
          onChoose={choose}
        />
        <Answers />
        <h2>{say.whatHappens}</h2>
        <ol className="steps">
          {say.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        <div className="go">
          <button type="button" className="btn main start" onClick={() => void start()}>
            {isToAdd ? say.add : say.start}
          </button>
          {!isToAdd && (
            <button type="button" className="btn" title={say.trySampleMore} onClick={() => void tryIt()}>
              {say.trySample}
            </button>
          )}
        </div>
      </div>
    </main>
  );
}
