/** What is done with uploads of the history; how it went is told at the foot of the view. */
import type { CallOutput } from '../../shared/contract.ts';
import type { LongAct } from '../../shared/history.ts';
import type { DestinationId, UploadId } from '../../shared/ids.ts';
import type { UploadView } from '../../shared/model.ts';
import { historyWords as say } from '../ui/words.ts';
import { useHistory } from './history-store.ts';
import { ask, deleteOnHost } from './requests.ts';
import { useStore } from './store.ts';

function tell(text: string, tone: 'quiet' | 'bad' = 'quiet', chooseAgain = false): void {
  useHistory.getState().put({ told: { kind: 'outcome', text, tone, chooseAgain } });
}

export async function sendAgain(ids: readonly UploadId[]): Promise<void> {
  const answer = await ask('history.again', { ids: [...ids] });
  if (answer) tellSent(answer.value, say.sent(answer.value.sent));
}

/** The old and new links are shown as the files get there. */
export async function moveTo(ids: readonly UploadId[], to: DestinationId): Promise<void> {
  const answer = await ask('history.moveTo', { ids: [...ids], to });
  if (answer === null) return;
  const { batch, sent } = answer.value;
  const label = useStore.getState().destinations.find((one) => one.id === to)?.label ?? '';
  tellSent(answer.value, say.sentTo(sent, label));
  if (batch === null) return;
  if (answer.value.leftOut.length === 0) useHistory.getState().put({ told: null });
  useStore.getState().showDetails(null);
  useHistory.getState().put({ movedShown: { batch, to: label }, opened: null });
}

/** What has no link yet gets it there; what has one is sent once more. */
export async function sendElsewhere({ id, state }: UploadView, to: DestinationId): Promise<void> {
  if (state.name === 'done') await moveTo([id], to);
  else await ask('uploads.sendTo', { id, to });
}

function tellSent({ sent, leftOut }: CallOutput<'history.again'>, done: string): void {
  const gone = leftOut.filter(({ why }) => why !== 'unfinished').length;
  const parts = [...(sent > 0 ? [done] : []), ...(gone > 0 ? [say.sourceGone(gone)] : [])];
  if (leftOut.length > gone) parts.push(say.stillGoing(leftOut.length - gone));
  tell(parts.join(' '), sent === 0 ? 'bad' : 'quiet', gone > 0);
}

export async function checkLinks(ids: readonly UploadId[]): Promise<void> {
  const { put } = useHistory.getState();
  put({ told: { kind: 'work', act: 'check', done: 0, total: ids.length } });
  const answer = await ask('history.check', { ids: [...ids] });
  if (answer === null) return put({ told: null });
  const { open, gone, unreachable, notCheckable } = answer.value;
  tell(say.checkDone(open, gone, unreachable + notCheckable));
}

/** After the user agreed to it. */
export async function deleteAll(ids: readonly UploadId[]): Promise<void> {
  const { put } = useHistory.getState();
  const [only] = ids;
  if (only !== undefined && ids.length === 1) return deleteOnHost(only);
  put({ told: { kind: 'work', act: 'delete', done: 0, total: ids.length } });
  const answer = await ask('history.deleteOnHost', { ids: [...ids] });
  if (answer === null) return put({ told: null });
  const { deleted, failed, impossible } = answer.value;
  tell(say.deletedMany(deleted, failed, impossible), failed > 0 ? 'bad' : 'quiet');
}

export async function stop(act: LongAct): Promise<void> {
  await ask('history.stop', { act });
}

/** Asks nothing: it can be taken back for a while. */
export async function remove(ids: readonly UploadId[]): Promise<void> {
  const answer = await ask('history.clear', { ids: [...ids] });
  if (answer) tellRemoved(answer.value, say.removed(answer.value.count));
}

/** Everything that was found. */
export async function clearFound(isAll: boolean): Promise<void> {
  const { found } = useHistory.getState();
  const answer = found && (await ask('history.clear', { list: found.list }));
  if (answer) tellRemoved(answer.value, isAll ? say.cleared : say.removed(answer.value.count));
}

function tellRemoved({ token, stayed, undeletable, undoMs }: CallOutput<'history.clear'>, text: string): void {
  const { put, choose } = useHistory.getState();
  choose(new Map());
  const more = [
    ...(stayed > 0 ? [say.stayed(stayed)] : []),
    ...(undeletable > 0 ? [say.undeletable(undeletable)] : []),
  ];
  const said = [`${text}.`, ...more].join(' ');
  if (token === null) tell(more.join(' '));
  else put({ told: { kind: 'removed', token, text: said, until: Date.now() + undoMs } });
}

export async function undoRemoval(token: string): Promise<void> {
  const answer = await ask('history.undoClear', { token });
  if (answer?.value.restored) useStore.getState().announce(say.restored);
  useHistory.getState().put({ told: null });
  if (answer && !answer.value.restored) tell(say.tooLate);
}

export async function exportFound(as: 'csv' | 'json'): Promise<void> {
  const { found } = useHistory.getState();
  const answer = found && (await ask('history.export', { list: found.list, as }));
  if (answer) tellSaved(answer.value);
}

export async function exportChosen(ids: readonly UploadId[], as: 'csv' | 'json'): Promise<void> {
  const answer = await ask('history.export', { ids: [...ids], as });
  if (answer) tellSaved(answer.value);
}

export function tellSaved({ end, count }: CallOutput<'history.export'>): void {
  if (end === 'saved') tell(say.exported(count));
  else if (end === 'refused') tell(say.notSaved, 'bad');
}
