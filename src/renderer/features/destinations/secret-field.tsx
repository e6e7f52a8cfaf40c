/** A secret: how it is kept, and a field for another one. What is kept is never shown. */
import { useEffect, useRef, useState } from 'react';
import type { SecretView } from '../../../shared/model.ts';
import { describedBy, Field } from '../../ui/field.tsx';
import { destinationWords } from '../../ui/words.ts';

interface Props {
  secret: SecretView;
  /** What was typed and is not saved; null where the field is closed. */
  typed: string | null;
  onType: (value: string | null) => void;
  /** Removes what is kept; resolves once that is shown. */
  onClear: () => Promise<void>;
  /** Stores what was taken just now and not sealed; null where there is no such thing. */
  onStoreWeak: (() => void) | null;
}

export function SecretField({ secret, typed, onType, onClear, onStoreWeak }: Props) {
  const { field, title, description: help, required, sealing } = secret;
  const say = destinationWords.secrets;
  const id = `secret-${field}`;
  const isOpen = typed !== null || sealing === 'none';
  const replaceRef = useRef<HTMLButtonElement>(null);
  const inputRef = useRef<HTMLInputElement>(null);
  const [moved, setMoved] = useState(false);
  useEffect(() => {
    if (!moved) return;
    (inputRef.current ?? replaceRef.current)?.focus();
    setMoved(false);
  }, [moved]);
  const clear = async () => {
    await onClear();
    setMoved(true);
  };
  const change = (value: string | null) => {
    onType(value);
    setMoved(true);
  };
  return (
    <Field id={id} title={required ? title : `${title} (${say.optional})`} help={help} problem={null} isGroup={!isOpen}>
      {isOpen ? (
        <div className="secret-row">
          <input
            ref={inputRef}
            id={id}
            className="input"
            type="password"
            autoComplete="off"
            value={typed ?? ''}
            aria-describedby={describedBy(id, help, null)}
            onChange={(event) => onType(event.target.value)}
          />
          {sealing !== 'none' && (
            <button type="button" className="btn small" onClick={() => change(null)}>
              {say.keep}
            </button>
          )}
        </div>
      ) : (
        <div className="secret-row kept">
          <span className={sealing === 'sealed' ? 'state' : 'state weak'}>{say.states[sealing]}</span>
          <button
            ref={replaceRef}
            type="button"
            className="btn small"
            aria-label={say.replaceName(title)}
            onClick={() => change('')}
          >
            {say.replace}
          </button>
          <button
            type="button"
            className="btn small bare"
            aria-label={say.removeName(title)}
            onClick={() => void clear()}
          >
            {say.remove}
          </button>
        </div>
      )}
      {sealing === 'kept-for-run' && onStoreWeak !== null && (
        <div className="not-sealed" role="status">
          <p className="quiet">{say.notSealed}</p>
          <button type="button" className="btn small" onClick={onStoreWeak}>
            {say.storeWeak}
          </button>
        </div>
      )}
    </Field>
  );
}
