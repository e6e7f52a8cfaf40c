/** A secret: how it is kept, and a field for another one. What is kept is never shown. */
import { X } from 'lucide-react';
import { type ChangeEvent, useEffect, useRef, useState } from 'react';
import { formatDay, plainName } from '../../../shared/messages/index.ts';
import type { SecretView } from '../../../shared/model.ts';
import type { GivenSecret } from '../../state/destinations-slice.ts';
import { ask } from '../../state/requests.ts';
import { describedBy, Field } from '../../ui/field.tsx';
import { destinationWords, tongue } from '../../ui/words.ts';
import './own-storage.css';

interface Props {
  secret: SecretView;
  provider: string;
  /** What was typed, or the file that was chosen, and is not saved; null where the field is closed. */
  given: GivenSecret | null;
  onGive: (given: GivenSecret | null) => void;
  /** Removes what is kept; resolves once that is shown. */
  onClear: () => Promise<void>;
  /** Stores what was taken just now and not sealed; null where there is no such thing. */
  onStoreWeak: (() => void) | null;
}

export function SecretField({ secret, provider, given, onGive, onClear, onStoreWeak }: Props) {
  const { field, title, description: help, required, multiline, sealing } = secret;
  const say = destinationWords.secrets;
  const id = `secret-${field}`;
  const isOpen = given !== null || sealing === 'none';
  const file = given !== null && typeof given !== 'string' ? given : null;
  const replaceRef = useRef<HTMLButtonElement>(null);
  const inputRef = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
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
    onGive(value);
    setMoved(true);
  };
  const chooseFile = async () => {
    const answer = await ask('secrets.chooseFile', { provider, field });
    if (answer?.value) onGive(answer.value);
  };
  const input = {
    ref: inputRef,
    id,
    className: 'input',
    autoComplete: 'off',
    value: typeof given === 'string' ? given : '',
    'aria-describedby': describedBy(id, help, null),
    onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => onGive(event.target.value),
  };
  return (
    <Field
      id={id}
      title={required ? title : `${title} (${say.optional})`}
      help={help}
      problem={null}
      isGroup={!isOpen || file !== null}
    >
      {isOpen && (
        <div className={multiline ? 'secret-row kept' : 'secret-row'}>
          {file ? (
            <bdi className="state">{say.fromFile(plainName(file.name))}</bdi>
          ) : multiline ? (
            <textarea {...input} rows={4} spellCheck={false} />
          ) : (
            <input {...input} type="password" />
          )}
          {multiline && (
            <button
              type="button"
              className="btn small"
              aria-label={say.chooseFileName(title)}
              onClick={() => void chooseFile()}
            >
              {say.chooseFile}
            </button>
          )}
          {file && (
            <button type="button" className="btn small bare" onClick={() => change('')}>
              {say.typeInstead}
            </button>
          )}
          {sealing !== 'none' && (
            <button type="button" className="btn small" onClick={() => change(null)}>
              {say.keep}
            </button>
          )}
        </div>
      )}
      {!isOpen && (
        <div className="secret-row kept-box">
          <span className={sealing === 'sealed' ? 'state' : 'state weak'} title={say.states[sealing]}>
            {keptLine(secret)}
          </span>
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
            className="icon"
            title={say.remove}
            aria-label={say.removeName(title)}
            onClick={() => void clear()}
          >
            <X className="i" aria-hidden />
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

/** "Saved 3 Nov"; more where it is not as safe as it could be. */
function keptLine({ sealing, savedAt }: SecretView): string {
  const say = destinationWords.secrets;
  if (savedAt === null || (sealing !== 'sealed' && sealing !== 'weak')) return say.states[sealing];
  const day = formatDay(savedAt, Date.now(), tongue);
  return sealing === 'sealed' ? say.savedOn(day) : say.weakSince(day);
}
