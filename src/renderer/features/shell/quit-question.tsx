/** Asks before the program quits with work under way: uploads go on at the next start, what is being packed does not. */
import { useShallow } from 'zustand/react/shallow';
import { isAllFinished } from '../../../shared/states.ts';
import { leftAtQuit } from '../../state/left-at-quit.ts';
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

function Unfinished() {
  const left = useStore(useShallow(leftAtQuit));
  const say = words.quit;
  if (isAllFinished(left)) return say.allFinished;
  const { uploads, packings } = left;
  return [uploads > 0 && say.unfinished(uploads), packings > 0 && say.packing(packings)].filter(Boolean).join(' ');
}

function answer(go: boolean): void {
  useStore.getState().askToQuit(null);
  void ask('app.quit', { go });
}
