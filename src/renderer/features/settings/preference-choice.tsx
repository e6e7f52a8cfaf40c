/** A preference with a few values: what it is called, what it means, and the values in words. */
import type { ReactNode } from 'react';
import type { PreferencesChange } from '../../../shared/preferences.ts';
import { ask } from '../../state/requests.ts';
import { Segments } from '../../ui/segments.tsx';
import { Setting } from './setting.tsx';

interface Props<T extends string> {
  title: string;
  more: string;
  find?: readonly string[];
  items: readonly { readonly value: T; readonly title: string }[];
  chosen: T;
  /** What the choice of this value changes. */
  change: (value: T) => PreferencesChange;
  children?: ReactNode;
}

export function PreferenceChoice<T extends string>({
  title,
  more,
  find = [],
  items,
  chosen,
  change,
  children,
}: Props<T>) {
  return (
    <Setting
      title={title}
      more={more}
      find={[...items.map((item) => item.title), ...find]}
      control={(describedBy) => (
        <Segments
          name={title}
          items={items}
          chosen={chosen}
          describedBy={describedBy}
          onChoose={(value) => void ask('preferences.set', { change: change(value) })}
        />
      )}
    >
      {children}
    </Setting>
  );
}

/** A number of a few usual ones; another one, set by hand in the settings file, stands beside them. */
export function usualNumbers(usual: readonly number[], chosen: number, title: (value: number) => string) {
  const all = [...new Set([...usual, chosen])].toSorted((a, b) => a - b);
  return all.map((value) => ({ value: `${value}`, title: title(value) }));
}
