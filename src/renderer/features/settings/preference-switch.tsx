/** A preference that is on or off: what it is called, what it means, and its switch. */
import { useId } from 'react';
import type { PreferencesChange } from '../../../shared/preferences.ts';
import { ask } from '../../state/requests.ts';
import { Switch } from '../../ui/switch.tsx';
import './preference-switch.css';

interface Props {
  title: string;
  more: string;
  on: boolean;
  /** What a switch to this value changes. */
  change: (on: boolean) => PreferencesChange;
}

export function PreferenceSwitch({ title, more, on, change }: Props) {
  const id = useId();
  return (
    <div className="preference">
      <div>
        <div aria-hidden>{title}</div>
        <p className="quiet" id={id}>
          {more}
        </p>
      </div>
      <Switch
        name={title}
        on={on}
        describedBy={id}
        onChange={(now) => void ask('preferences.set', { change: change(now) })}
      />
    </div>
  );
}
