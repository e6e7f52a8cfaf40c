/** What the window asks before files are on their way: which destinations there are, and what the user chose. */
import type { UploadId } from '../../shared/ids.ts';
import type { NameProblem, StopOffer, Where } from '../../shared/sending.ts';
import { sendingWords } from '../ui/words.ts';
import { ask, showAnswer } from './requests.ts';
import type { Choosing } from './sending-slice.ts';
import { useStore } from './store.ts';

export async function offersFor(choosing: Choosing, keepAtLeastMs: number | null): Promise<readonly StopOffer[]> {
  const of = choosing.kind === 'held' ? ({ kind: 'held', token: choosing.token } as const) : choosing;
  return (await ask('stops.offered', { of, keepAtLeastMs }))?.value ?? [];
}

/** Where the files go that the choice was about. */
export async function decide(choosing: Choosing, { start, keepAtLeastMs }: Where): Promise<void> {
  const { choose, setNext } = useStore.getState();
  choose(null);
  if (choosing.kind === 'next') setNext({ start, keepAtLeastMs });
  else if (choosing.kind === 'held') await answerPick(choosing.token, { start, keepAtLeastMs });
  else if (start !== null) await ask('uploads.sendTo', { id: choosing.id, to: start });
}

/** Nothing is chosen: files that waited for it are let go of. */
export function leaveChoice(choosing: Choosing): void {
  useStore.getState().choose(null);
  if (choosing.kind === 'held') void answerPick(choosing.token, null);
}

async function answerPick(token: string, where: Where | null): Promise<void> {
  const answer = await ask('intake.confirmStop', { token, where });
  if (answer?.value) showAnswer(answer.value);
}

export async function answerFolders(token: string, as: 'files' | 'zips' | null): Promise<void> {
  useStore.getState().give(null);
  const answer = await ask('intake.confirmFolders', { token, as });
  if (answer?.value) showAnswer(answer.value);
}

/** Null once it has the name, or where that was told otherwise. */
export async function giveName(id: UploadId, name: string): Promise<NameProblem | null> {
  const answer = await ask('uploads.rename', { id, name });
  const problem = answer?.value.problem ?? null;
  if (answer && problem === null) useStore.getState().announce(sendingWords.rename.renamed(name));
  return problem;
}
