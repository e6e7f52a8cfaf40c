/** What the user can do about an upload now, and doing it. */
import { failureMessage, type Step } from '../../../shared/messages/index.ts';
import type { State, UploadView } from '../../../shared/model.ts';
import { awaitsGo } from '../../../shared/states.ts';
import { canChooseStop, canDelete, canPause, canRename, canShareHere, skipTarget } from '../../state/conditions.ts';
import { firstInLine } from '../../state/line.ts';
import { ask } from '../../state/requests.ts';
import { type Store, useStore } from '../../state/store.ts';
import { destinationWords, guardWords, sendingWords, steps, tongue, words } from '../../ui/words.ts';
import { openPicker } from '../intake/file-picker.tsx';
import { sendFirst } from './moves.ts';

export type ActKind =
  | 'skip'
  | 'consent'
  | 'use-link'
  | 'send-anyway'
  | 'send-now'
  | 'retry'
  | 'send-elsewhere'
  | 'rename'
  | 'share-here'
  | 'choose-again'
  | 'open-settings'
  | 'open-destination'
  | 'undo'
  | 'pause'
  | 'resume'
  | 'send-first'
  | 'delete';

export interface Act {
  readonly kind: ActKind;
  readonly label: string;
}

const shareHere: Act = { kind: 'share-here', label: steps.shareHere };

const elsewhere: Act = { kind: 'send-elsewhere', label: sendingWords.elsewhere };

const undo: Act = { kind: 'undo', label: words.list.undo };

type Known = Pick<Store, 'destinations' | 'settings'>;

/** The next steps that stand on the row itself: one, or one and sharing from this computer. */
export function nextActs({ state }: UploadView, known: Known): Act[] {
  switch (state.name) {
    case 'waiting':
      return waitingActs(state, known);
    case 'failed':
      return failedActs(state, known);
    case 'cancelled':
      return [{ kind: 'retry', label: steps.sendAgain }];
    case 'paused':
      return [{ kind: 'resume', label: words.list.resume }];
    case 'preparing':
    case 'queued':
    case 'running':
    case 'done':
      return [];
  }
}

function waitingActs(state: Extract<State, { name: 'waiting' }>, known: Known): Act[] {
  const to = skipTarget(state);
  if (to !== null) return [{ kind: 'skip', label: words.list.goTo(labelOf(to, known)) }];
  if (state.wait.what === 'already-online') return [{ kind: 'use-link', label: words.list.useLink }];
  if (state.wait.what === 'undo') return [{ kind: 'send-now', label: guardWords.sendNow }, undo];
  if (awaitsGo(state)) return [{ kind: 'send-now', label: guardWords.sendAnyway }];
  const here = mayShareHere(state, known) ? [shareHere] : [];
  if (state.wait.what === 'sign-in') return [{ kind: 'open-destination', label: steps.signIn }, ...here];
  if (state.wait.what !== 'consent') return here;
  return [{ kind: 'consent', label: words.list.use(labelOf(state.wait.to, known)) }, ...here];
}

function failedActs(state: Extract<State, { name: 'failed' }>, known: Known): Act[] {
  const { step } = failureMessage(state.failure);
  const first = step && (isOfDestination(state) ? openDestinations : actFor(step));
  const acts = first === null ? [] : [first];
  if (first?.kind !== 'share-here' && mayShareHere(state, known)) acts.push(shareHere);
  return acts;
}

const openDestinations: Act = { kind: 'open-destination', label: destinationWords.openIt };

/** A setting of a destination, or of the chain, does not hold what it should. */
function isOfDestination({ failure, at }: Extract<State, { name: 'failed' }>): boolean {
  if (failure.kind !== 'settings-invalid') return false;
  return failure.field === 'chain' || (at !== null && failure.field !== 'interface' && failure.field !== 'port');
}

/** The step as this window can do it. */
function actFor({ action, label }: Step): Act {
  switch (action) {
    case 'retry':
    case 'share-here':
    case 'choose-again':
    case 'open-settings':
      return { kind: action, label };
    case 'send-elsewhere':
      return { kind: 'send-elsewhere', label };
    case 'add-destination':
    case 'enter-key':
    case 'sign-in':
    case 'open-destination':
      return { kind: 'open-destination', label };
  }
}

/** All acts of the menu, the row's own ones first; a failed upload can always be tried again. */
export function menuActs(upload: UploadView, known: Known & Pick<Store, 'uploads'>): Act[] {
  const acts = nextActs(upload, known);
  const has = (kind: ActKind) => acts.some((act) => act.kind === kind);
  if (has('use-link')) acts.push({ kind: 'send-anyway', label: words.list.sendAnyway });
  if (upload.state.name === 'failed' && !has('retry')) acts.push({ kind: 'retry', label: steps.tryAgain });
  if (upload.state.name === 'queued' && firstInLine(known.uploads)?.id !== upload.id) {
    acts.push({ kind: 'send-first', label: words.list.sendFirst });
  }
  if (canPause(upload.state)) acts.push({ kind: 'pause', label: words.list.pause });
  if (!has('send-elsewhere') && canChooseStop(upload.state)) acts.push(elsewhere);
  if (!has('share-here') && mayShareHere(upload.state, known)) acts.push(shareHere);
  if (canRename(upload.state)) acts.push({ kind: 'rename', label: sendingWords.rename.item });
  if (upload.receipt && known.settings && canDelete(upload, known.settings.setups, Date.now())) {
    acts.push({ kind: 'delete', label: tongue.words.deletion.act(upload.receipt.destinationLabel) });
  }
  return acts;
}

function mayShareHere(state: State, { settings }: Known): boolean {
  return settings !== null && canShareHere(state, settings.thisComputer.id);
}

function labelOf(id: string, { destinations }: Known): string {
  return destinations.find((one) => one.id === id)?.label ?? id;
}

export function perform(kind: ActKind, upload: UploadView): void {
  const { id } = upload;
  switch (kind) {
    case 'skip':
      void ask('uploads.skip', { id });
      break;
    case 'consent':
      void ask('uploads.consent', { id });
      break;
    case 'use-link':
      void ask('uploads.useLink', { id });
      break;
    case 'send-anyway':
      void ask('uploads.sendAnyway', { id });
      break;
    case 'send-now':
      void ask('uploads.sendNow', { ids: [id] });
      break;
    case 'retry':
      void ask('uploads.retry', { id });
      break;
    case 'send-elsewhere':
      useStore.getState().choose({ kind: 'upload', id });
      break;
    case 'rename':
      useStore.getState().rename(id);
      break;
    case 'share-here':
      void ask('uploads.shareHere', { id });
      break;
    case 'undo':
      void ask('uploads.cancel', { id });
      break;
    case 'pause':
      void ask('uploads.pause', { ids: [id] });
      break;
    case 'resume':
      void ask('uploads.resume', { ids: [id] });
      break;
    case 'send-first':
      void sendFirst(upload);
      break;
    case 'delete':
      useStore.getState().askToDelete(id);
      break;
    case 'choose-again':
      openPicker();
      break;
    case 'open-destination':
      openDestination(upload.state);
      break;
    case 'open-settings':
      useStore.getState().goTo('settings');
  }
}

/** Shows the destinations, and the one that the state is about where it is about one. */
function openDestination(state: State): void {
  const { goTo, open } = useStore.getState();
  const at = state.name === 'failed' ? state.at : state.name === 'waiting' && 'at' in state.wait ? state.wait.at : null;
  goTo('destinations');
  open(at === null ? null : { kind: 'known', id: at });
}
