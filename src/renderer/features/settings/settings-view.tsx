/** Where files go, on which network this computer shares, and which version this is. */
import { appVersion } from '../../../shared/app.ts';
import type { SettingsView as Settings } from '../../../shared/contract.ts';
import { ask } from '../../state/requests.ts';
import { useStore } from '../../state/store.ts';
import { RadioCards } from '../../ui/radio-cards.tsx';
import { words } from '../../ui/words.ts';
import { Answers } from '../intake/answers.tsx';
import { chainChoices } from '../setup/chain-choices.ts';
import { ChainHealth } from './chain-health.tsx';
import { CopyFormatSection } from './copy-format.tsx';
import { GuardSection } from './guard-section.tsx';
import { PresenceSection } from './presence-section.tsx';
import { ShortcutSection } from './shortcut-section.tsx';
import { StartUpSection } from './start-up-section.tsx';
import './settings.css';

const loopback = 'loopback';

export function SettingsView() {
  const settings = useStore((state) => state.settings);
  const say = words.settings;
  if (settings === null) return null;
  return (
    <section className="view settings-view" aria-label={say.title}>
      <div className="scroll">
        <div className="sheet">
          <h1>{say.title}</h1>
          <Answers />
          <section>
            <h2>{say.whereFilesGo}</h2>
            <RadioCards
              name={say.whereFilesGo}
              cards={chainChoices(settings.publicChain, settings.ownChain)}
              chosen={settings.choice}
              onChoose={(choice) => void ask('setup.choose', { choice })}
            />
            <ChainHealth />
          </section>
          <CopyFormatSection />
          <GuardSection />
          <Sharing settings={settings} />
          <PresenceSection />
          <ShortcutSection />
          <StartUpSection />
          <section>
            <h2>{say.about}</h2>
            <p className="quiet selectable">{say.version(appVersion)}</p>
          </section>
        </div>
      </div>
    </section>
  );
}

function Sharing({ settings }: { settings: Settings }) {
  const say = words.settings;
  const cards = settings.shareInterfaces.map(({ id, label }) =>
    id === loopback
      ? { value: id, title: say.loopback, more: say.loopbackMore }
      : { value: id, title: label, more: say.networkMore },
  );
  const gone = !cards.some(({ value }) => value === settings.shareOn);
  return (
    <section>
      <h2>{say.sharing}</h2>
      <p className="quiet">{gone ? say.networkGone : say.sharingMore}</p>
      <RadioCards
        name={say.sharing}
        cards={cards}
        chosen={settings.shareOn}
        onChoose={(id) => void ask('setup.shareOn', { interface: id })}
      />
    </section>
  );
}
