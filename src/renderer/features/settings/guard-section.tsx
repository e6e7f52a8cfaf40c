/** What happens before a file goes: where it was taken is left out, secrets are asked about, and it can be taken back. */
import { useId } from 'react';
import type { LocationRemoval, Preferences } from '../../../shared/preferences.ts';
import { ask } from '../../state/requests.ts';
import { useStore } from '../../state/store.ts';
import { Segments } from '../../ui/segments.tsx';
import { guardWords } from '../../ui/words.ts';
import './guard-section.css';
import { PreferenceSwitch } from './preference-switch.tsx';

const say = guardWords.settings;
const removals: readonly LocationRemoval[] = ['public', 'always', 'never'];
const undoChoices: readonly number[] = [0, 5, 10, 30];

export function GuardSection() {
  const preferences = useStore((state) => state.settings?.preferences);
  if (!preferences) return null;
  return (
    <section className="guard-section">
      <h2>{say.title}</h2>
      <Location chosen={preferences.removeLocation} />
      <PreferenceSwitch
        title={say.secrets}
        more={say.secretsMore}
        on={preferences.askForSecretFiles}
        change={(askForSecretFiles) => ({ askForSecretFiles })}
      />
      <UndoTime chosen={preferences.undoSeconds} />
    </section>
  );
}

function Location({ chosen }: { chosen: LocationRemoval }) {
  const more = useId();
  return (
    <div className="choice">
      <div aria-hidden>{say.location}</div>
      <p className="quiet" id={more}>
        {say.locationMore}
      </p>
      <Segments
        name={say.location}
        items={removals.map((value) => ({ value, title: say.removal[value] }))}
        chosen={chosen}
        describedBy={more}
        onChoose={(removeLocation) => void ask('preferences.set', { change: { removeLocation } })}
      />
    </div>
  );
}

/** A time that was set by hand in the settings file stands beside the usual ones. */
function UndoTime({ chosen }: { chosen: Preferences['undoSeconds'] }) {
  const more = useId();
  const times = [...new Set([...undoChoices, chosen])].toSorted((a, b) => a - b);
  return (
    <div className="choice">
      <div aria-hidden>{say.undo}</div>
      <p className="quiet" id={more}>
        {say.undoMore}
      </p>
      <Segments
        name={say.undo}
        items={times.map((time) => ({ value: `${time}`, title: time === 0 ? say.undoOff : say.undoSeconds(time) }))}
        chosen={`${chosen}`}
        describedBy={more}
        onChoose={(time) => void ask('preferences.set', { change: { undoSeconds: Number(time) } })}
      />
    </div>
  );
}
