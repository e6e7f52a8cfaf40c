/** Asks before what hosts were given is deleted there: that can not be undone. */
import { deleteAll } from '../../state/history-acts.ts';
import { useHistory } from '../../state/history-store.ts';
import { Question } from '../../ui/question.tsx';
import { historyWords, tongue } from '../../ui/words.ts';
import { useLast } from './use-last.ts';

export function DeleteManyQuestion() {
  const asked = useHistory((state) => state.deleting);
  const shown = useLast(asked);
  if (shown === null) return null;
  const say = historyWords;
  return (
    <Question
      open={asked !== null}
      title={say.deleteQuestion(shown.length)}
      more={say.deleteMore(shown.length)}
      yes={tongue.words.deletion.yes}
      no={tongue.words.deletion.no}
      onAnswer={(yes) => {
        useHistory.getState().put({ deleting: null });
        if (yes) void deleteAll(shown);
      }}
      focusAfter={() => document.querySelector<HTMLElement>('.records .record[tabindex="0"]')}
    />
  );
}
