/** What happens before a file goes: where it was taken is left out, secrets are asked about, and it can be taken back. */
import type { LocationRemoval } from '../../../shared/preferences.ts';
import { useStore } from '../../state/store.ts';
import { clipboardWords, guardWords } from '../../ui/words.ts';
import { PreferenceChoice, usualNumbers } from './preference-choice.tsx';
import { PreferenceSwitch } from './preference-switch.tsx';
import { Section } from './setting.tsx';

const say = guardWords.settings;
const removals: readonly LocationRemoval[] = ['public', 'always', 'never'];
const undoTimes: readonly number[] = [0, 5, 10, 30];

export function GuardSection() {
  const preferences = useStore((state) => state.settings?.preferences);
  if (!preferences) return null;
  const { removeLocation, askForSecretFiles, undoSeconds, uploadText } = preferences;
  return (
    <Section id="privacy">
      <PreferenceChoice
        title={say.location}
        more={say.locationMore}
        items={removals.map((value) => ({ value, title: say.removal[value] }))}
        chosen={removeLocation}
        change={(value) => ({ removeLocation: value })}
      />
      <PreferenceSwitch
        title={say.secrets}
        more={say.secretsMore}
        on={askForSecretFiles}
        change={(on) => ({ askForSecretFiles: on })}
      />
      <PreferenceSwitch
        title={clipboardWords.settings.uploadText}
        more={clipboardWords.settings.uploadTextMore}
        on={uploadText}
        change={(on) => ({ uploadText: on })}
      />
      <PreferenceChoice
        title={say.undo}
        more={say.undoMore}
        items={usualNumbers(undoTimes, undoSeconds, (time) => (time === 0 ? say.undoOff : say.undoSeconds(time)))}
        chosen={`${undoSeconds}`}
        change={(time) => ({ undoSeconds: Number(time) })}
      />
    </Section>
  );
}
