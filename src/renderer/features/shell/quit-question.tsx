/** Asks before the program quits with work under way: what is not finished goes on at the next start. */
import { AlertDialog } from '@base-ui/react/alert-dialog';
import { useRef } from 'react';
import { isFinal } from '../../../shared/states.ts';
import { ask } from '../../state/requests.ts';
import { useStore } from '../../state/store.ts';
import { words } from '../../ui/words.ts';
import './quit-question.css';

export function QuitQuestion() {
  const asked = useStore((state) => state.quitAsked !== null);
  const stayRef = useRef<HTMLButtonElement>(null);
  const say = words.quit;
  return (
    <AlertDialog.Root open={asked} onOpenChange={(open) => !open && answer(false)}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="veil" />
        <AlertDialog.Popup className="question-box" initialFocus={stayRef}>
          <AlertDialog.Title>{say.title}</AlertDialog.Title>
          <Unfinished />
          <div className="choices">
            <button type="button" className="btn main" onClick={() => answer(true)}>
              {say.quit}
            </button>
            <button ref={stayRef} type="button" className="btn" onClick={() => answer(false)}>
              {say.stay}
            </button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

/** What was finished since the question came counts no longer. */
function Unfinished() {
  const count = useStore(({ quitAsked, uploads }) => {
    const open = Object.values(uploads).filter(({ state }) => !isFinal(state)).length;
    return Math.min(quitAsked ?? 0, open);
  });
  const say = words.quit;
  return <AlertDialog.Description>{count === 0 ? say.allFinished : say.unfinished(count)}</AlertDialog.Description>;
}

function answer(go: boolean): void {
  useStore.getState().askToQuit(null);
  void ask('app.quit', { go });
}
