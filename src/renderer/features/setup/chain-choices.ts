/** The three places where files may go, as the first screen and the settings offer them. */
import type { ChainChoice, DestinationView } from '../../../shared/model.ts';
import type { RadioCard } from '../../ui/radio-cards.tsx';
import { words } from '../../ui/words.ts';

/** The public hosts are named before anyone chooses them; own storage comes with a later version. */
export function chainChoices(publicChain: readonly DestinationView[]): RadioCard<ChainChoice>[] {
  const say = words.setup;
  const hosts = publicChain.map(({ label }) => label);
  const named = hosts.length === 0 ? '' : ` ${say.publicHostsChain(hosts.join(', '))}`;
  return [
    { value: 'public', title: say.publicHosts, more: `${say.publicHostsMore}${named}` },
    { value: 'own', title: say.own, more: say.ownMore, disabled: true },
    { value: 'this-computer', title: say.here, more: say.hereMore },
  ];
}
