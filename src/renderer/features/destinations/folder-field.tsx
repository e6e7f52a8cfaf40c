/** A folder of this computer: main's dialog chooses it, and only its own name is known here. */
import { Folder } from 'lucide-react';
import type { Chosen, FormField } from '../../../shared/destination-setup.ts';
import { plainName } from '../../../shared/messages/index.ts';
import { ask } from '../../state/requests.ts';
import { describedBy, Field } from '../../ui/field.tsx';
import { destinationWords } from '../../ui/words.ts';
import './own-storage.css';

interface Props {
  id: string;
  provider: string;
  field: Extract<FormField, { kind: 'folder' }>;
  /** '' for none. */
  name: string;
  problem: string | null;
  onChoose: (chosen: Chosen) => void;
}

export function FolderField({ id, provider, field, name, problem, onChoose }: Props) {
  const { title, description: help } = field;
  const say = destinationWords.folder;
  const choose = async () => {
    const answer = await ask('destinations.chooseFolder', { provider, field: field.name });
    if (answer?.value) onChoose(answer.value);
  };
  return (
    <Field id={id} title={title} help={help} problem={problem} isGroup>
      <div className="chosen-row">
        <Folder className="i" aria-hidden />
        <bdi className={name === '' ? 'quiet name' : 'name'} id={`${id}-name`}>
          {name === '' ? say.none : plainName(name)}
        </bdi>
        <button
          id={id}
          type="button"
          className="btn small"
          aria-label={say.chooseName(title)}
          aria-invalid={problem !== null}
          aria-describedby={[`${id}-name`, describedBy(id, help, problem)].filter(Boolean).join(' ')}
          onClick={() => void choose()}
        >
          {say.choose}
        </button>
      </div>
    </Field>
  );
}
