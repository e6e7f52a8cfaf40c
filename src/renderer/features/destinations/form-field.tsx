/** One field of a generated form, by its kind. */
import { ChevronDown } from 'lucide-react';
import type { FormField } from '../../../shared/destination-setup.ts';
import { describedBy, Field } from '../../ui/field.tsx';
import { Segments } from '../../ui/segments.tsx';
import { Switch } from '../../ui/switch.tsx';
import { isSegmented } from './form-rows.ts';

interface Props {
  id: string;
  field: FormField;
  value: string | boolean;
  problem: string | null;
  onChange: (value: string | boolean) => void;
}

export function FormFieldRow({ id, field, value, problem, onChange }: Props) {
  const { title, description: help } = field;
  const described = describedBy(id, help, problem);
  const frame = { id, title, help, problem };
  if (field.kind === 'switch') {
    return (
      <Field {...frame} isGroup className="is-switch">
        <Switch name={title} on={value === true} onChange={onChange} {...(described && { describedBy: described })} />
      </Field>
    );
  }
  const text = typeof value === 'string' ? value : '';
  // A folder has a row of its own.
  if (field.kind === 'folder') return null;
  if (field.kind === 'choice') return <Choice {...{ frame, field, text, described, onChange }} />;
  const isNumber = field.kind === 'number';
  return (
    <Field {...frame}>
      <input
        id={id}
        className="input"
        type="text"
        inputMode={isNumber ? 'decimal' : field.kind === 'url' ? 'url' : 'text'}
        autoComplete="off"
        value={text}
        placeholder={field.default === null ? '' : String(field.default)}
        aria-invalid={problem !== null}
        aria-describedby={described}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  );
}

interface ChoiceProps {
  frame: { id: string; title: string; help: string; problem: string | null };
  field: Extract<FormField, { kind: 'choice' }>;
  text: string;
  described: string | undefined;
  onChange: (value: string) => void;
}

function Choice({ frame, field, text, described, onChange }: ChoiceProps) {
  const { choices } = field;
  if (isSegmented(field)) {
    return (
      <Field {...frame} isGroup>
        <Segments
          name={frame.title}
          items={choices}
          chosen={text}
          onChoose={onChange}
          {...(described && { describedBy: described })}
        />
      </Field>
    );
  }
  return (
    <Field {...frame}>
      <Pick id={frame.id} items={choices} chosen={text} described={described} onChoose={onChange} />
    </Field>
  );
}

interface PickProps<T extends string> {
  id: string;
  items: readonly { readonly value: T; readonly title: string }[];
  chosen: T;
  described: string | undefined;
  onChoose: (value: T) => void;
}

/** One choice out of more than fit side by side. */
export function Pick<T extends string>({ id, items, chosen, described, onChoose }: PickProps<T>) {
  const choose = (value: string) => {
    const item = items.find((one) => one.value === value);
    if (item) onChoose(item.value);
  };
  return (
    <span className="drop-down">
      <select
        id={id}
        className="input"
        value={chosen}
        aria-describedby={described}
        onChange={(event) => choose(event.target.value)}
      >
        {items.map(({ value, title }) => (
          <option key={value} value={value}>
            {title}
          </option>
        ))}
      </select>
      <ChevronDown className="i" aria-hidden />
    </span>
  );
}
