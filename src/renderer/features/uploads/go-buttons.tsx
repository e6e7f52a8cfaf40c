/** What holds a batch back before it goes: the time to take it back, and what the guard asks about several of it. */
import type { BatchId, UploadId } from '../../../shared/ids.ts';
import { formatDuration } from '../../../shared/messages/index.ts';
import type { GuardQuestion } from '../../../shared/model.ts';
import { useSeconds } from '../../state/now.ts';
import { ask } from '../../state/requests.ts';
import { useStore } from '../../state/store.ts';
import { guardWords as say, tongue, words } from '../../ui/words.ts';
import { factsOf, type Held } from './batch-facts.ts';

const questions: readonly GuardQuestion[] = ['secret-file', 'location'];

function useHeld(batch: BatchId): Held {
  return useStore((state) => factsOf(state, batch).held);
}

/** "3 go in 4 s": once for the whole batch. */
export function Countdown({ batch }: { batch: BatchId }) {
  const { undoable, until } = useHeld(batch);
  return until === null ? null : <Counting count={undoable.length} until={until} />;
}

function Counting({ count, until }: { count: number; until: number }) {
  const left = until - useSeconds();
  return <> · {left > 0 ? say.goIn(count, formatDuration(left, tongue)) : say.goNow(count)}</>;
}

export function GoButtons({ batch }: { batch: BatchId }) {
  const { undoable, asking } = useHeld(batch);
  return (
    <>
      {questions.map((question) => (
        <AnswerAll key={question} question={question} ids={asking[question]} />
      ))}
      {undoable.length > 0 && (
        <>
          <Go name={say.sendNow} onPress={() => void ask('uploads.sendNow', { ids: [...undoable] })} />
          <Go name={words.list.undo} onPress={() => void ask('uploads.cancelAll', { ids: [...undoable] })} />
        </>
      )}
    </>
  );
}

/** One answer for all that wait for it; for a single one, its row has it. */
function AnswerAll({ question, ids }: { question: GuardQuestion; ids: readonly UploadId[] }) {
  if (ids.length < 2) return null;
  return <Go name={say.sendAll[question](ids.length)} onPress={() => void ask('uploads.sendNow', { ids: [...ids] })} />;
}

function Go({ name, onPress }: { name: string; onPress: () => void }) {
  return (
    <button type="button" className="btn small" onClick={onPress}>
      {name}
    </button>
  );
}
