/** A preference with a few values: what it is called, what it means, and the values in words. */
import { useId } from 'react';
import type { PreferencesChange } from '../../../shared/preferences.ts';
import { ask } from '../../state/requests.ts';
import { Segments } from '../../ui/segments.tsx';
import './preference-choice.css';

interface Props<T extends string> {
  title: string;
  more: string;
  items: readonly { readonly value: T; readonly title: string }[];
  chosen: T;
  /** What the choice of this value changes. */
  change: (value: T) => PreferencesChange;
}

export function PreferenceChoice<T extends string>({ title, more, items, chosen, change }: Props<T>) {
  const id = useId();
  return (
    <div className="preference-choice">
      <div aria-hidden>{title}</div>
      <p className="quiet" id={id}>
        {more}
      </p>
      <Segments
        name={title}
        items={items}
        chosen={chosen}
        describedBy={id}
        onChoose={(value) => void ask('preferences.set', { change: change(value) })}
      />
    </div>
  );
}
