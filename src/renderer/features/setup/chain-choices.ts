/** The three places where files may go, as the first screen and the settings offer them. */
import type { ChainChoice, DestinationView } from '../../../shared/model.ts';
import type { RadioCard } from '../../ui/radio-cards.tsx';
import { words } from '../../ui/words.ts';

/**
 * Where files would go is named before anyone chooses it.
 * @param mayAdd whether own storage can be chosen while there is none, since it is added next
 */
export function chainChoices(
  publicChain: readonly DestinationView[],
  ownChain: readonly DestinationView[],
  mayAdd = false,
): RadioCard<ChainChoice>[] {
  const say = words.setup;
  const inOrder = (chain: readonly DestinationView[]) => say.chain(chain.map(({ label }) => label).join(', '));
  const named = publicChain.length === 0 ? '' : ` ${inOrder(publicChain)}`;
  const none = ownChain.length === 0;
  return [
    { value: 'public', title: say.publicHosts, more: `${say.publicHostsMore}${named}` },
    {
      value: 'own',
      title: say.own,
      more: none ? (mayAdd ? say.ownNext : say.ownMore) : inOrder(ownChain),
      disabled: none && !mayAdd,
    },
    { value: 'this-computer', title: say.here, more: say.hereMore },
  ];
}
