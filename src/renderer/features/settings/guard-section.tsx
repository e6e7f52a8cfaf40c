/** What happens before a file goes: where it was taken is left out, secrets are asked about, and it can be taken back. */
import type { LocationRemoval, Preferences } from '../../../shared/preferences.ts';
import { useStore } from '../../state/store.ts';
import { guardWords } from '../../ui/words.ts';
import { PreferenceChoice } from './preference-choice.tsx';
import { PreferenceSwitch } from './preference-switch.tsx';

const say = guardWords.settings;
const removals: readonly LocationRemoval[] = ['public', 'always', 'never'];
const undoChoices: readonly number[] = [0, 5, 10, 30];

export function GuardSection() {
  const preferences = useStore((state) => state.settings?.preferences);
  if (!preferences) return null;
  return (
    <section>
      <h2>{say.title}</h2>
      <PreferenceChoice
        title={say.location}
        more={say.locationMore}
        items={removals.map((value) => ({ value, title: say.removal[value] }))}
        chosen={preferences.removeLocation}
        change={(removeLocation) => ({ removeLocation })}
      />
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

/** A time that was set by hand in the settings file stands beside the usual ones. */
function UndoTime({ chosen }: { chosen: Preferences['undoSeconds'] }) {
  const times = [...new Set([...undoChoices, chosen])].toSorted((a, b) => a - b);
  return (
    <PreferenceChoice
      title={say.undo}
      more={say.undoMore}
      items={times.map((time) => ({ value: `${time}`, title: time === 0 ? say.undoOff : say.undoSeconds(time) }))}
      chosen={`${chosen}`}
      change={(time) => ({ undoSeconds: Number(time) })}
    />
  );
}
