/** What the window asks of the main process; what does not work is answered in words, in place. */
import type { CallInput, CallOutput, CallResult, IntakeAnswer, IntakeResult, PageCall } from '../../shared/contract.ts';
import type { UploadId } from '../../shared/ids.ts';
import { failureMessage, plainName } from '../../shared/messages/index.ts';
import type { CopyFormat } from '../../shared/preferences.ts';
import type { Where } from '../../shared/sending.ts';
import { clipboardWords, sendingWords, tongue, words } from '../ui/words.ts';
import { useStore } from './store.ts';

/** Calls main; a refusal is shown as a sentence. Null where it did not work. */
export async function ask<N extends PageCall>(name: N, input: CallInput<N>): Promise<{ value: CallOutput<N> } | null> {
  const result = await window.droprelay.call(name, input);
  if (result.ok) return { value: result.value };
  const { give } = useStore.getState();
  give({ kind: 'note', tone: 'bad', text: failureMessage(result.failure).sentence });
  return null;
}

/** A refusal is told beside the keys, with its reason. */
export async function setShortcut(shortcut: string | null): Promise<void> {
  const result = await window.droprelay.call('preferences.set', { change: { shortcut } });
  if (result.ok || result.failure.kind === 'settings-invalid') return;
  useStore.getState().give({ kind: 'note', tone: 'bad', text: failureMessage(result.failure).sentence });
}

/** Copies the links in the order given, in the usual format or in this one; says so aloud. False where the clipboard did not take them. */
export async function copyLinks(ids: readonly UploadId[], format?: CopyFormat): Promise<boolean> {
  const { announce, give } = useStore.getState();
  const answer = await ask('links.copy', { ids: [...ids], ...(format && { format }) });
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

/** `pick`: the user says first where they go. */
export function handIn(files: readonly File[], from: 'drop' | 'picker', pick = false): void {
  void answerIntake(window.droprelay.uploadFiles(files, from, { ...whereNext(), pick }));
}

/** What was chosen for the next files. */
function whereNext(): { where?: Where } {
  const { next } = useStore.getState();
  return next === null ? {} : { where: next };
}

/** To be called within the user's own gesture: the preload asks for one. */
export function handInClipboard(): void {
  void answerIntake(window.droprelay.uploadClipboard(whereNext().where));
}

export async function uploadSample(): Promise<void> {
  const answer = await ask('setup.sample', undefined);
  if (answer) showAnswer(answer.value);
}

async function answerIntake(pending: Promise<CallResult<IntakeResult>>): Promise<void> {
  const result = await pending;
  const taken = result.ok && result.value.kind !== 'nothing' && result.value.kind !== 'choose-first';
  if (taken) useStore.getState().setNext(null);
  showAnswer(result.ok ? result.value : { kind: 'failed', failure: result.failure });
}

/** The answer to the question before copied text is uploaded. */
export async function answerText(token: string, go: boolean, always: boolean): Promise<void> {
  useStore.getState().give(null);
  const answer = await ask('intake.confirmText', { token, go, always });
  if (answer?.value) showAnswer(answer.value);
}

/** Shows what became of files that were handed in. */
export function showAnswer(answer: IntakeAnswer): void {
  const { give, goTo, choose } = useStore.getState();
  if (answer.kind === 'failed' && answer.failure.kind !== 'forbidden') {
    give({ kind: 'note', tone: 'bad', text: failureMessage(answer.failure).sentence });
    return;
  }
  const isQuestion = answer.kind === 'confirm' || answer.kind === 'confirm-text' || answer.kind === 'folders';
  if (isQuestion) give(answer);
  else if (answer.kind !== 'nothing' && answer.kind !== 'choose-first') give(null);
  if (answer.kind === 'pick') choose({ kind: 'held', token: answer.token, count: answer.count });
  if (isQuestion || answer.kind === 'accepted' || answer.kind === 'packing') goTo('uploads');
  const text = noteOf(answer);
  if (text !== null) give({ kind: 'note', tone: 'quiet', text });
}

/** What is told in one quiet sentence. */
function noteOf(answer: IntakeAnswer): string | null {
  switch (answer.kind) {
    case 'failed':
      return words.intake.pasteByHand;
    case 'accepted':
      if (answer.unread) return unreadLine(answer.unread);
      return answer.leftOut === undefined ? null : clipboardWords.leftOut(answer.leftOut);
    case 'confirm':
    case 'confirm-text':
    case 'folders':
    case 'pick':
    case 'packing':
      return null;
    case 'choose-first':
      return words.intake.chooseFirst;
    case 'nothing':
      return nothingThere(answer.what);
  }
}

function unreadLine({ count, names }: { count: number; names: readonly string[] }): string {
  return sendingWords.packing.unread(names.map(plainName).join(', '), count - names.length);
}

function nothingThere(what: Extract<IntakeResult, { kind: 'nothing' }>['what']): string {
  const say = clipboardWords.nothing;
  switch (what) {
    case 'empty-clipboard':
      return say.empty;
    case 'remote-files':
      return say.remote;
    case 'no-files':
      return words.intake.noFiles;
    case 'no-answer':
      return say.noAnswer;
    case 'colour':
    case 'formatted':
    case 'unknown':
    case 'unseen':
      return say[what];
  }
}
