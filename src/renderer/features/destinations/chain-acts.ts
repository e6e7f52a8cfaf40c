/** What the list does with a chain: order, membership, on and off. */
import type { ChainName, DestinationSheet, ProviderView } from '../../../shared/destination-setup.ts';
import type { DestinationId } from '../../../shared/ids.ts';
import { plainName } from '../../../shared/messages/index.ts';
import { loadDestinations, setChain } from '../../state/destination-requests.ts';
import { ask } from '../../state/requests.ts';
import { useStore } from '../../state/store.ts';
import { destinationWords } from '../../ui/words.ts';
import { focusStop } from './stop-ids.ts';

/** It stands apart from all chains. */
export function isThisComputer({ provider }: Pick<DestinationSheet, 'provider'>): boolean {
  return provider === 'this-computer';
}

/** It needed settings or a secret, and has them: what its service says of itself is no news. */
export function isSetUp({ misfit, missingSecret }: DestinationSheet, { needsSetUp }: ProviderView): boolean {
  return needsSetUp && misfit === null && missingSecret === null;
}

/** The order with `id` at another place, counted without it. */
export function moved(order: readonly DestinationId[], id: DestinationId, to: number): DestinationId[] {
  const others = order.filter((other) => other !== id);
  const at = Math.max(0, Math.min(others.length, to));
  return [...others.slice(0, at), id, ...others.slice(at)];
}

export async function moveStop({ id, label }: DestinationSheet, chain: ChainName, to: number): Promise<void> {
  const sheet = useStore.getState().setup?.chains[chain];
  if (!sheet) return;
  const order = moved(sheet.order, id, to);
  const place = order.indexOf(id) + 1;
  const said = destinationWords.moved(plainName(label), place, order.length);
  if (sheet.order.indexOf(id) + 1 === place) return useStore.getState().announce(said);
  await setChain(chain, { ...sheet, order }, said);
}

/** Into the chain, at its end, and in use. */
export async function takeIn({ id, label, enabled }: DestinationSheet, chain: ChainName): Promise<void> {
  const sheet = useStore.getState().setup?.chains[chain];
  if (!sheet) return;
  if (!enabled) await ask('destinations.switch', { id, on: true });
  const order = [...sheet.order.filter((other) => other !== id), id];
  await setChain(chain, { ...sheet, order }, destinationWords.joined(plainName(label)));
  // The button that was pressed is gone.
  if (document.activeElement === document.body) focusStop(id);
}

export async function takeOut({ id, label }: DestinationSheet, chain: ChainName): Promise<void> {
  const sheet = useStore.getState().setup?.chains[chain];
  if (!sheet) return;
  const order = sheet.order.filter((other) => other !== id);
  await setChain(chain, { ...sheet, order }, destinationWords.left(plainName(label)));
}

export async function switchStop({ id, label }: DestinationSheet, on: boolean): Promise<void> {
  const { switchedOn, switchedOff } = destinationWords;
  const answer = await ask('destinations.switch', { id, on });
  if (answer) useStore.getState().announce((on ? switchedOn : switchedOff)(plainName(label)));
  await loadDestinations();
}
