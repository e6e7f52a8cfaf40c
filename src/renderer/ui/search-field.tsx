/** The field that a view is searched with: keys lead there, Esc and its cross empty it. */
import { Search, X } from 'lucide-react';
import { type KeyboardEvent, useRef } from 'react';
import './search-field.css';
import { useSearchKey } from './search-key.ts';

interface Props {
  /** The accessible name. */
  name: string;
  placeholder: string;
  clear: string;
  value: string;
  onChange: (value: string) => void;
  /** Leaves downwards, to what was found. */
  onLeave: () => void;
}

export function SearchField({ name, placeholder, clear, value, onChange, onLeave }: Props) {
  const inputRef = useRef<HTMLInputElement>(null);
  const { caps, shortcut } = useSearchKey(inputRef);
  const empty = () => {
    onChange('');
    inputRef.current?.focus();
  };
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
        ref={inputRef}
        type="search"
        aria-label={name}
        aria-keyshortcuts={shortcut}
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
        <button type="button" className="icon" aria-label={clear} onClick={empty}>
          <X className="i" aria-hidden />
        </button>
      ) : (
        <span className="combo only-wide" aria-hidden>
          {caps.map((key) => (
            <kbd key={key}>{key}</kbd>
          ))}
        </span>
      )}
    </label>
  );
}
