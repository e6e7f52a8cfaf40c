/** What the window asks of the main process; what does not work is answered in words, in place. */
import type { CallInput, CallOutput, CallResult, IntakeResult, PageCall } from '../../shared/contract.ts';
import type { UploadId } from '../../shared/ids.ts';
import { failureMessage } from '../../shared/messages/index.ts';
import { tongue, words } from '../ui/words.ts';
import { useStore } from './store.ts';

/** Calls main; a refusal is shown as a sentence. Null where it did not work. */
export async function ask<N extends PageCall>(name: N, input: CallInput<N>): Promise<{ value: CallOutput<N> } | null> {
  const result = await window.droprelay.call(name, input);
  if (result.ok) return { value: result.value };
  const { give } = useStore.getState();
  give({ kind: 'note', tone: 'bad', text: failureMessage(result.failure).sentence });
  return null;
}

/** Copies the links in the order given; says so aloud. False where the clipboard did not take them. */
export async function copyLinks(ids: readonly UploadId[]): Promise<boolean> {
  const { announce, give } = useStore.getState();
  const answer = await ask('links.copy', { ids: [...ids] });
  if (answer === null) return false;
  if (answer.value.copied) announce(words.announce.copied(ids.length));
  else give({ kind: 'note', tone: 'bad', text: words.announce.notCopied });
  return answer.value.copied;
}

/** Deletes at the host what it was given: the row tells how that goes, and this what became of the clipboard. */
export async function deleteOnHost(id: UploadId): Promise<void> {
  const answer = await ask('uploads.deleteOnHost', { id });
  const { takenBack } = tongue.words.deletion;
  if (answer?.value.takenBack) useStore.getState().give({ kind: 'note', tone: 'quiet', text: takenBack });
}

export function handIn(files: readonly File[], from: 'drop' | 'picker'): void {
  void answerIntake(window.droprelay.uploadFiles(files, from));
}

/** To be called within the user's own gesture: the preload asks for one. */
export function handInClipboard(): void {
  void answerIntake(window.droprelay.uploadClipboard());
}

async function answerIntake(pending: Promise<CallResult<IntakeResult>>): Promise<void> {
  const { give, goTo } = useStore.getState();
  const result = await pending;
  const note = (text: string) => give({ kind: 'note', tone: 'quiet', text });
  const say = words.intake;
  if (!result.ok) {
    if (result.failure.kind === 'forbidden') return note(say.pasteByHand);
    return give({ kind: 'note', tone: 'bad', text: failureMessage(result.failure).sentence });
  }
  switch (result.value.kind) {
    case 'accepted':
      give(null);
      return goTo('uploads');
    case 'confirm':
      give(result.value);
      return goTo('uploads');
    case 'choose-first':
      return note(say.chooseFirst);
    case 'nothing':
      return note(nothingThere(result.value.what));
  }
}

function nothingThere(what: Extract<IntakeResult, { kind: 'nothing' }>['what']): string {
  const say = words.intake;
  switch (what) {
    case 'empty-clipboard':
      return say.emptyClipboard;
    case 'text':
      return say.textOnClipboard;
    case 'unknown':
      return say.unknownOnClipboard;
    case 'no-files':
      return say.noFiles;
  }
}
