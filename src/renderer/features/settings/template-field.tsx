/** A text with words in braces, which buttons insert where the caret is. */
import { useId, useRef } from 'react';
import { describedBy, Field } from '../../ui/field.tsx';
import { settingsWords } from '../../ui/words.ts';
import './template-field.css';
import type { LateText } from './use-late-save.ts';

interface Props {
  title: string;
  help: string;
  problem: string | null;
  text: LateText;
  /** The words, without their braces. */
  insert: readonly string[];
  maxLength: number;
  /** Lines can be broken in it. */
  multiline?: boolean;
}

export function TemplateField({ title, help, problem, text, insert, maxLength, multiline = false }: Props) {
  const id = useId();
  const ref = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const input = {
    ref,
    id,
    className: 'input',
    spellCheck: false,
    autoComplete: 'off',
    maxLength,
    dir: 'ltr',
    value: text.value,
    'aria-invalid': problem !== null,
    'aria-describedby': describedBy(id, help, problem),
    onChange: (event: { target: { value: string } }) => text.onChange(event.target.value),
    onBlur: text.onBlur,
  };
  return (
    <div className="template-field">
      <Field id={id} title={title} help={help} problem={problem} className="is-mono">
        {multiline ? <textarea {...input} rows={2} /> : <input {...input} type="text" />}
      </Field>
      <fieldset className="insert" aria-label={settingsWords.copying.insert}>
        {insert.map((word) => (
          <button
            key={word}
            type="button"
            aria-label={settingsWords.copying.insertWord(`{${word}}`)}
            onClick={() => put(text, ref.current, `{${word}}`, maxLength)}
          >
            {`{${word}}`}
          </button>
        ))}
      </fieldset>
    </div>
  );
}

/** Written over what is selected; the caret stands behind it then. */
function put(text: LateText, field: HTMLInputElement | null, word: string, maxLength: number): void {
  if (!field) return;
  const { value, selectionStart, selectionEnd } = field;
  const start = selectionStart ?? value.length;
  const changed = value.slice(0, start) + word + value.slice(selectionEnd ?? start);
  if (changed.length > maxLength) return;
  text.onChange(changed);
  field.focus();
  // Once the new text is drawn.
  requestAnimationFrame(() => field.setSelectionRange(start + word.length, start + word.length));
}
