/** Signing in and out, and agreeing to a server, as asked of the main process; its answers stand in the sheet. */
import type { DestinationSheet } from '../../shared/destination-setup.ts';
import type { Failure } from '../../shared/failure.ts';
import type { DestinationId } from '../../shared/ids.ts';
import { failureMessage, plainName } from '../../shared/messages/index.ts';
import { destinationWords, tongue } from '../ui/words.ts';
import { loadDestinations } from './destination-requests.ts';
import { ask } from './requests.ts';
import { useStore } from './store.ts';

function sentenceOf(failure: Failure, id: DestinationId): string {
  const label = useStore.getState().setup?.destinations.find((one) => one.id === id)?.label ?? '';
  return failureMessage(failure, { destination: plainName(label) }, tongue).sentence;
}

export async function beginSignIn(id: DestinationId): Promise<void> {
  const { putSignIn } = useStore.getState();
  putSignIn(id, { state: 'asking' });
  const result = await window.droprelay.call('destinations.signIn', { id });
  if (result.ok) putSignIn(id, { state: 'code', ...result.value });
  else {
    const field = result.failure.kind === 'settings-invalid' ? result.failure.field : '';
    putSignIn(id, { state: 'failed', sentence: sentenceOf(result.failure, id), field });
  }
}

/** Null once the user is signed in, else what is wrong in a sentence. */
export async function finishSignIn(id: DestinationId, label: string, code: string): Promise<string | null> {
  const say = destinationWords.signIn;
  const result = await window.droprelay.call('destinations.finishSignIn', { id, code });
  if (!result.ok) {
    const { failure } = result;
    if (failure.kind === 'auth') return say.wrongCode;
    return failure.kind === 'settings-invalid' && failure.field === 'code' ? say.over : sentenceOf(failure, id);
  }
  const { putSignIn, putUnsealed, announce } = useStore.getState();
  await loadDestinations();
  putUnsealed(result.value.unsealed);
  putSignIn(id, null);
  announce(say.done(label));
  return null;
}

/** Forgets every secret of the destination. */
export async function signOut({ id, secrets }: DestinationSheet): Promise<void> {
  for (const { field, sealing } of secrets) {
    if (sealing !== 'none') await ask('secrets.clear', { destination: id, field });
  }
  useStore.getState().putUnsealed([]);
  await loadDestinations();
}

export async function askIdentity(id: DestinationId): Promise<void> {
  const { putLook } = useStore.getState();
  putLook(id, { state: 'asking' });
  const result = await window.droprelay.call('destinations.askIdentity', { id });
  if (result.ok) putLook(id, { state: 'shown', ...result.value });
  else putLook(id, { state: 'failed', sentence: sentenceOf(result.failure, id) });
}

export async function trustIdentity(id: DestinationId, token: string): Promise<void> {
  const { putLook, announce } = useStore.getState();
  const result = await window.droprelay.call('destinations.trust', { token });
  if (!result.ok) return putLook(id, { state: 'failed', sentence: sentenceOf(result.failure, id) });
  await loadDestinations();
  putLook(id, null);
  announce(destinationWords.identity.trusted);
}
