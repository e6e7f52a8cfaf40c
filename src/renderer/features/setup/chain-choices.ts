/** The three places where files may go, as the first screen and the settings offer them. */
import type { ChainChoice, DestinationView } from '../../../shared/model.ts';
import type { RadioCard } from '../../ui/radio-cards.tsx';
import { words } from '../../ui/words.ts';

/** Where files would go is named before anyone chooses it; own storage can be chosen once there is some. */
export function chainChoices(
  publicChain: readonly DestinationView[],
  ownChain: readonly DestinationView[],
): RadioCard<ChainChoice>[] {
  const say = words.setup;
  const inOrder = (chain: readonly DestinationView[]) => say.chain(chain.map(({ label }) => label).join(', '));
  const named = publicChain.length === 0 ? '' : ` ${inOrder(publicChain)}`;
  const none = ownChain.length === 0;
  return [
    { value: 'public', title: say.publicHosts, more: `${say.publicHostsMore}${named}` },
    { value: 'own', title: say.own, more: none ? say.ownMore : inOrder(ownChain), disabled: none },
    { value: 'this-computer', title: say.here, more: say.hereMore },
  ];
}
