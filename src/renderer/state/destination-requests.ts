/** What the Destinations view asks of the main process; its answers stand where the user looks. */
import type { ChainName, ChainSheet } from '../../shared/destination-setup.ts';
import type { DestinationId } from '../../shared/ids.ts';
import { failureMessage } from '../../shared/messages/index.ts';
import { destinationWords } from '../ui/words.ts';
import type { Draft, GivenSecret, Opened } from './destinations-slice.ts';
import { inOwnWords } from './provided-words.ts';
import { ask } from './requests.ts';
import { useStore } from './store.ts';

let asked = 0;
let chainsUnderWay = 0;

/** Brings the view up to date; the last question's answer counts, unless a chain is on its way to main: it is asked anew. */
export async function loadDestinations(): Promise<void> {
  const turn = ++asked;
  const answer = await ask('destinations.setup', undefined);
  if (answer !== null && turn === asked && chainsUnderWay === 0) useStore.getState().putSetup(inOwnWords(answer.value));
}

export type Saved =
  | { readonly kind: 'saved'; readonly id: DestinationId; readonly secretsRemoved: boolean }
  /** A field of the form: `label`, or `values.<name>`. */
  | { readonly kind: 'misfit'; readonly field: string }
  /** It was said why. */
  | { readonly kind: 'failed' };

/** Saves the draft. `values` are the form's, as the contract wants them. */
export async function saveDestination(
  opened: Opened,
  draft: Draft,
  values: Record<string, string | number | boolean>,
  chain: ChainName,
): Promise<Saved> {
  const { give, announce } = useStore.getState();
  const at = opened.kind === 'known' ? opened : ({ ...opened, chain } as const);
  const { label, scope, consent } = draft;
  const folders = Object.fromEntries(Object.entries(draft.folders).map(([field, { token }]) => [field, token]));
  const result = await window.droprelay.call('destinations.save', {
    at,
    draft: { label, values, folders, scope, consent },
  });
  if (result.ok) {
    announce(destinationWords.saved(label));
    return { kind: 'saved', ...result.value };
  }
  const { failure } = result;
  const field = failure.kind === 'settings-invalid' ? failure.field : '';
  if (field === 'label' || field.startsWith('values.')) return { kind: 'misfit', field };
  const text = field === 'destinations' ? destinationWords.problems.tooMany : failureMessage(failure).sentence;
  give({ kind: 'note', tone: 'bad', text });
  return { kind: 'failed' };
}

/** Shown at once, then as main has it. */
export async function setChain(chain: ChainName, sheet: ChainSheet, said: string): Promise<void> {
  const { putChain, announce } = useStore.getState();
  putChain(chain, sheet);
  chainsUnderWay += 1;
  try {
    if (await ask('chains.set', { chain, ...sheet })) announce(said);
  } finally {
    chainsUnderWay -= 1;
  }
  await loadDestinations();
}

/** Saves secrets by field; gives back those that are kept for this run only. */
export async function saveSecrets(
  destination: DestinationId,
  given: Readonly<Record<string, GivenSecret>>,
): Promise<string[]> {
  const unsealed: string[] = [];
  for (const [field, value] of Object.entries(given)) {
    const at = { destination, field };
    const answer =
      typeof value === 'string'
        ? await ask('secrets.set', { ...at, value, storeWeak: false })
        : await ask('secrets.setChosen', { ...at, token: value.token });
    if (answer?.value.sealing === 'kept-for-run') unsealed.push(field);
  }
  return unsealed;
}

/** Stores weakly what was not sealed. */
export async function storeWeakly(destination: DestinationId, fields: readonly string[]): Promise<void> {
  const { unsealed, putUnsealed } = useStore.getState();
  const stored = new Set<string>();
  for (const field of fields) if (await ask('secrets.storeWeak', { destination, field })) stored.add(field);
  putUnsealed(unsealed.filter((field) => !stored.has(field)));
  await loadDestinations();
}

/** Runs a check to its end; its steps come as events. */
export async function checkDestination(id: DestinationId): Promise<void> {
  const { putCheck } = useStore.getState();
  putCheck(id, { steps: [], report: null });
  const answer = await ask('destinations.check', { id });
  putCheck(id, answer === null ? null : { steps: answer.value.steps, report: answer.value });
  await loadDestinations();
}

export async function exportSettings(): Promise<void> {
  const { give } = useStore.getState();
  const answer = await ask('settings.export', undefined);
  if (answer?.value.end === 'saved') give({ kind: 'note', tone: 'quiet', text: destinationWords.exported });
  if (answer?.value.end === 'refused') give({ kind: 'note', tone: 'bad', text: destinationWords.exportRefused });
}
