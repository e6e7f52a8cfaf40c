/** What was done last: how far it got, what came of it, and Undo while there is time. */
import { CircleAlert, Undo2, X } from 'lucide-react';
import { useEffect } from 'react';
import { stop, undoRemoval } from '../../state/history-acts.ts';
import { type Told, useHistory } from '../../state/history-store.ts';
import { historyWords } from '../../ui/words.ts';
import { openPicker } from '../intake/file-picker.tsx';
import { focusList } from './focus-list.ts';

/** Long enough to be read; what went wrong stays. */
const outcomeMs = 8_000;

/** Always in the page, so that what appears in it is read out. */
export function ToldBar() {
  const told = useHistory((state) => state.told);
  useLeaving(told);
  return <div role="status">{told !== null && <Bar told={told} />}</div>;
}

function Bar({ told }: { told: Told }) {
  const say = historyWords;
  switch (told.kind) {
    case 'work':
      return (
        <div className="acts-bar is-told">
          <p className="num">{say.working[told.act](told.done, told.total)}</p>
          <button type="button" className="btn small" onClick={() => void stop(told.act)}>
            {say.stop}
          </button>
        </div>
      );
    case 'removed':
      return (
        <div className="acts-bar is-told">
          <p>{told.text}</p>
          <button
            type="button"
            className="btn soft small"
            onClick={() => {
              focusList();
              void undoRemoval(told.token);
            }}
          >
            <Undo2 className="i" aria-hidden />
            {say.undo}
          </button>
        </div>
      );
    case 'outcome':
      return (
        <div className={told.tone === 'bad' ? 'acts-bar is-told is-bad' : 'acts-bar is-told'}>
          {told.tone === 'bad' && <CircleAlert className="i" aria-hidden />}
          <p>
            <bdi>{told.text}</bdi>
          </p>
          {told.chooseAgain && (
            <button type="button" className="btn small" onClick={openPicker}>
              {say.chooseAgain}
            </button>
          )}
          <button type="button" className="icon" aria-label={say.dismiss} onClick={dismiss}>
            <X className="i" aria-hidden />
          </button>
        </div>
      );
  }
}

function dismiss(): void {
  focusList();
  useHistory.getState().put({ told: null });
}

function useLeaving(told: Told | null): void {
  useEffect(() => {
    if (told === null || told.kind === 'work' || (told.kind === 'outcome' && told.tone === 'bad')) return;
    const ms = told.kind === 'removed' ? told.until - Date.now() : outcomeMs;
    const timer = setTimeout(() => useHistory.getState().put({ told: null }), Math.max(0, ms));
    return () => clearTimeout(timer);
  }, [told]);
}
