/** A preference that is on or off. */
import type { PreferencesChange } from '../../../shared/preferences.ts';
import { ask } from '../../state/requests.ts';
import { Switch } from '../../ui/switch.tsx';
import { Setting } from './setting.tsx';

interface Props {
  title: string;
  more: string;
  on: boolean;
  /** What a switch to this value changes. */
  change: (on: boolean) => PreferencesChange;
}

export function PreferenceSwitch({ title, more, on, change }: Props) {
  return (
    <Setting
      title={title}
      more={more}
      isSmall
      control={(describedBy) => (
        <Switch
          name={title}
          on={on}
          describedBy={describedBy}
          onChange={(now) => void ask('preferences.set', { change: change(now) })}
        />
      )}
    />
  );
}
