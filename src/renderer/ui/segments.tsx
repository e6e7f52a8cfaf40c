/** One choice out of a few words or signs, side by side. */
import type { LucideIcon } from 'lucide-react';
import { useId } from 'react';
import './segments.css';

interface Props<T extends string> {
  name: string;
  /** With an icon the title is only read out. */
  items: readonly { readonly value: T; readonly title: string; readonly icon?: LucideIcon }[];
  chosen: T;
  onChoose: (value: T) => void;
  describedBy?: string;
}

export function Segments<T extends string>({ name, items, chosen, onChoose, describedBy }: Props<T>) {
  const group = useId();
  return (
    <div className="segments" role="radiogroup" aria-label={name} aria-describedby={describedBy}>
      {items.map(({ value, title, icon: Icon }) => (
        <label key={value} title={Icon && title}>
          <input
            type="radio"
            name={group}
            value={value}
            checked={chosen === value}
            aria-label={Icon && title}
            onChange={() => onChoose(value)}
          />
          <span>{Icon ? <Icon className="i" aria-hidden /> : title}</span>
        </label>
      ))}
    </div>
  );
}
