/** Where new files go, and on which network this computer shares. */
import type { SettingsView } from '../../../shared/contract.ts';
import type { ChainChoice } from '../../../shared/model.ts';
import { ask } from '../../state/requests.ts';
import { useStore } from '../../state/store.ts';
import { RadioCards } from '../../ui/radio-cards.tsx';
import { settingsWords, words } from '../../ui/words.ts';
import { chainChoices } from '../setup/chain-choices.ts';
import { Section, Setting } from './setting.tsx';

const loopback = 'loopback';

export function WhereSection() {
  const settings = useStore((state) => state.settings);
  const goToAdd = useStore((state) => state.goToAdd);
  if (settings === null) return null;
  const say = settingsWords.where;
  const choose = (choice: ChainChoice) => {
    // Who has no storage yet adds some first.
    if (choice === 'own' && settings.ownChain.length === 0) goToAdd('own');
    else void ask('setup.choose', { choice });
  };
  return (
    <Section id="where">
      <Setting title={say.choice} more={say.choiceMore} find={[words.setup.publicHosts, words.setup.own]}>
        <RadioCards
          name={words.settings.whereFilesGo}
          cards={chainChoices(settings.publicChain, settings.ownChain, true)}
          chosen={settings.choice}
          onChoose={choose}
        />
      </Setting>
      <Sharing settings={settings} />
    </Section>
  );
}

function Sharing({ settings }: { settings: SettingsView }) {
  const say = words.settings;
  const cards = settings.shareInterfaces.map(({ id, label }) =>
    id === loopback
      ? { value: id, title: say.loopback, more: say.loopbackMore }
      : { value: id, title: label, more: say.networkMore },
  );
  const gone = !cards.some(({ value }) => value === settings.shareOn);
  return (
    <Setting title={say.sharing} more={gone ? say.networkGone : say.sharingMore}>
      <RadioCards
        name={say.sharing}
        cards={cards}
        chosen={settings.shareOn}
        onChoose={(id) => void ask('setup.shareOn', { interface: id })}
      />
    </Setting>
  );
}
