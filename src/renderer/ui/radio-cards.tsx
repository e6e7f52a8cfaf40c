/** One choice out of a few that each need a line of words. */
import { type ReactNode, useId } from 'react';
import './radio-cards.css';

export interface RadioCard<T extends string> {
  readonly value: T;
  readonly title: string;
  readonly more: ReactNode;
  readonly disabled?: boolean;
}

interface Props<T extends string> {
  name: string;
  cards: readonly RadioCard<T>[];
  chosen: T | null;
  onChoose: (value: T) => void;
}

export function RadioCards<T extends string>({ name, cards, chosen, onChoose }: Props<T>) {
  const group = useId();
  return (
    <div className="radio-cards" role="radiogroup" aria-label={name}>
      {cards.map(({ value, title, more, disabled = false }) => (
        <label key={value} className="radio-card">
          <input
            type="radio"
            name={group}
            value={value}
            checked={chosen === value}
            disabled={disabled}
            aria-labelledby={`${group}-${value}`}
            aria-describedby={`${group}-${value}-more`}
            onChange={() => onChoose(value)}
          />
          <span className="dot" aria-hidden />
          <span className="what">
            <b id={`${group}-${value}`}>{title}</b>
            <span className="quiet" id={`${group}-${value}-more`}>
              {more}
            </span>
          </span>
        </label>
      ))}
    </div>
  );
}
