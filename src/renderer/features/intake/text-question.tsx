/** The question before copied text becomes a file; the text itself stays out of it. */
import { useState } from 'react';
import { answerText } from '../../state/requests.ts';
import type { Answer } from '../../state/window-slice.ts';
import { clipboardWords } from '../../ui/words.ts';
import './text-question.css';

export function TextQuestion({ token, lines, characters }: Extract<Answer, { kind: 'confirm-text' }>) {
  const [always, setAlways] = useState(false);
  const say = clipboardWords;
  const answer = (go: boolean) => void answerText(token, go, go && always);
  return (
    <div className="answer question">
      <p>{say.textQuestion(lines, characters)}</p>
      <label className="always">
        <input type="checkbox" checked={always} onChange={({ currentTarget }) => setAlways(currentTarget.checked)} />
        {say.dontAskAgain}
      </label>
      <button type="button" className="btn main small" onClick={() => answer(true)}>
        {say.uploadText}
      </button>
      <button type="button" className="btn small" onClick={() => answer(false)}>
        {say.notNow}
      </button>
    </div>
  );
}
