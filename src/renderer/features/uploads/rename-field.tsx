/** Another name, typed in the row: Enter or leaving it gives the name, Esc leaves it as it was. */
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { plainName } from '../../../shared/messages/index.ts';
import type { UploadView } from '../../../shared/model.ts';
import type { NameProblem } from '../../../shared/sending.ts';
import { extensionOf, nameProblem, tidyName } from '../../../shared/upload-name.ts';
import { giveName } from '../../state/sending-requests.ts';
import { useStore } from '../../state/store.ts';
import { sendingWords } from '../../ui/words.ts';
import { detailsButtonId } from '../details/details-button.ts';
import './rename-field.css';

const say = sendingWords.rename;

export function RenameField({ upload: { id, name } }: { upload: UploadView }) {
  const [text, setText] = useState(name);
  const [problem, setProblem] = useState<NameProblem | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const leaving = useRef(false);
  const hint = useId();
  useEffect(() => {
    const stem = name.length - extensionOf(name).length;
    field.current?.focus();
    field.current?.setSelectionRange(0, stem);
  }, [name]);

  const leave = (byKey: boolean) => {
    leaving.current = true;
    useStore.getState().rename(null);
    if (byKey) document.getElementById(detailsButtonId(id))?.focus();
  };
  const give = async (byKey: boolean) => {
    const wished = tidyName(text);
    if (wished === name) return leave(byKey);
    const found = nameProblem(wished) ?? (await giveName(id, wished));
    if (found === null) leave(byKey);
    else if (byKey) setProblem(found);
    else leave(false);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') leave(true);
    else void give(true);
  };
  return (
    <div className="rename">
      <input
        ref={field}
        type="text"
        dir="auto"
        value={text}
        maxLength={500}
        spellCheck={false}
        aria-label={say.field(plainName(name))}
        aria-describedby={hint}
        aria-invalid={problem !== null}
        onChange={({ currentTarget }) => {
          setText(currentTarget.value);
          setProblem(null);
        }}
        onKeyDown={onKey}
        onBlur={() => {
          if (!leaving.current) void give(false);
        }}
      />
      <div id={hint} className={problem === null ? 'line' : 'line bad'} role={problem === null ? undefined : 'alert'}>
        {problem === null ? (extensionLine(name, text) ?? say.hint) : say.problems[problem]}
      </div>
    </div>
  );
}

/** What becomes of the ending; null where it stays. */
function extensionLine(name: string, wished: string): string | null {
  const from = extensionOf(name);
  const to = extensionOf(tidyName(wished));
  if (from.toLowerCase() === to.toLowerCase()) return null;
  if (to === '') return say.extensionGone(from);
  return from === '' ? say.extensionNew(to) : say.extension(from, to);
}
