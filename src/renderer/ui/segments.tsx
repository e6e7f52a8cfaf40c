/** One choice out of a few words, side by side. */
import { useId } from 'react';
import './segments.css';

interface Props<T extends string> {
  name: string;
  items: readonly { readonly value: T; readonly title: string }[];
  chosen: T;
  onChoose: (value: T) => void;
  describedBy?: string;
}

export function Segments<T extends string>({ name, items, chosen, onChoose, describedBy }: Props<T>) {
  const group = useId();
  return (
    <div className="segments" role="radiogroup" aria-label={name} aria-describedby={describedBy}>
      {items.map(({ value, title }) => (
        <label key={value}>
          <input type="radio" name={group} value={value} checked={chosen === value} onChange={() => onChoose(value)} />
          <span>{title}</span>
        </label>
      ))}
    </div>
  );
}
