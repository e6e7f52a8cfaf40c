/** Asks before the program quits with work under way: what is not finished goes on at the next start. */
import { isFinal } from '../../../shared/states.ts';
import { ask } from '../../state/requests.ts';
import { useStore } from '../../state/store.ts';
import { Question } from '../../ui/question.tsx';
import { words } from '../../ui/words.ts';

export function QuitQuestion() {
  const asked = useStore((state) => state.quitAsked !== null);
  const say = words.quit;
  return (
    <Question open={asked} title={say.title} more={<Unfinished />} yes={say.quit} no={say.stay} onAnswer={answer} />
  );
}

/** What was finished since the question came counts no longer. */
function Unfinished() {
  const count = useStore(({ quitAsked, uploads }) => {
    const open = Object.values(uploads).filter(({ state }) => !isFinal(state)).length;
    return Math.min(quitAsked ?? 0, open);
  });
  const say = words.quit;
  return count === 0 ? say.allFinished : say.unfinished(count);
}

function answer(go: boolean): void {
  useStore.getState().askToQuit(null);
  void ask('app.quit', { go });
}
