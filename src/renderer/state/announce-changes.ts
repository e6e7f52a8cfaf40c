/** What a change of uploads is worth saying aloud: links that are there or deleted, and what did not work or asks. */
import type { UploadId } from '../../shared/ids.ts';
import { deletionLine, type KnownDestination, plainName, stateLine } from '../../shared/messages/index.ts';
import type { State, UploadView } from '../../shared/model.ts';
import { tongue, words } from '../ui/words.ts';

/** One text for all uploads that became done, failed, asking or deleted with this change, null where none did. */
export function announceChanges(
  before: Readonly<Record<UploadId, UploadView>>,
  changed: readonly UploadView[],
  destinations: readonly KnownDestination[],
): string | null {
  const say = words.announce;
  const turned = changed.filter((upload) => before[upload.id]?.state.name !== upload.state.name);
  const done = turned.filter((upload) => upload.state.name === 'done');
  const [first] = done;
  const parts = first && done.length === 1 ? [say.done(plainName(first.name))] : [];
  if (done.length > 1) parts.push(say.doneMany(done.length));
  for (const upload of turned.filter(({ state }) => needsTheUser(state)).slice(0, 3)) {
    parts.push(say.failed(plainName(upload.name), stateLine(upload, destinations, Date.now(), tongue)));
  }
  const spoken = changed.filter(({ id, receipt }) => {
    const was = before[id]?.receipt?.deletion.kind;
    return was !== undefined && was !== receipt?.deletion.kind;
  });
  for (const upload of spoken.slice(0, 3)) parts.push(...deletionWords(upload));
  return parts.length === 0 ? null : parts.join(' ');
}

/** It failed, or waits for a yes. */
function needsTheUser(state: State): boolean {
  return state.name === 'failed' || (state.name === 'waiting' && state.wait.what === 'consent');
}

function deletionWords({ name, receipt }: UploadView): string[] {
  if (receipt?.deletion.kind === 'deleted') {
    return [tongue.words.deletion.told(plainName(name), receipt.destinationLabel)];
  }
  const line = receipt?.deletion.kind === 'unconfirmed' ? deletionLine(receipt, tongue) : null;
  return line === null ? [] : [words.announce.failed(plainName(name), line)];
}
