/** A field to search in: Esc and its cross empty it. */
import { Search, X } from 'lucide-react';
import type { KeyboardEvent, RefObject } from 'react';
import './search-field.css';

interface Props {
  ref: RefObject<HTMLInputElement | null>;
  /** The accessible name. */
  name: string;
  placeholder: string;
  clear: string;
  value: string;
  /** The keys that lead here, as they are written on them. */
  keys: readonly string[];
  keyShortcuts: string;
  onChange: (value: string) => void;
  /** Leaves downwards, to what was found. */
  onLeave: () => void;
}

export function SearchField({ ref, name, placeholder, clear, value, keys, keyShortcuts, onChange, onLeave }: Props) {
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && value !== '') {
      event.preventDefault();
      event.stopPropagation();
      onChange('');
    } else if (event.key === 'ArrowDown') {
      event.preventDefault();
      onLeave();
    }
  };
  return (
    <label className="search">
      <Search className="i" aria-hidden />
      <input
        ref={ref}
        type="search"
        aria-label={name}
        aria-keyshortcuts={keyShortcuts}
        placeholder={placeholder}
        value={value}
        maxLength={200}
        spellCheck={false}
        autoComplete="off"
        dir="auto"
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
        onKeyDown={onKey}
      />
      {value !== '' ? (
        <button type="button" className="icon" aria-label={clear} onClick={() => emptied(ref, onChange)}>
          <X className="i" aria-hidden />
        </button>
      ) : (
        <span className="combo only-wide" aria-hidden>
          {keys.map((key) => (
            <kbd key={key}>{key}</kbd>
          ))}
        </span>
      )}
    </label>
  );
}

function emptied(ref: Props['ref'], onChange: Props['onChange']): void {
  onChange('');
  ref.current?.focus();
}
