/** All providers: the only list. */
import { catbox } from './catbox.ts';
import { litterbox } from './litterbox.ts';
import type { Provider } from './provider.ts';
import { thisComputer } from './this-computer/this-computer.ts';
import { x0at } from './x0at.ts';

export const providers: readonly Provider[] = [catbox, litterbox, x0at, thisComputer];

/** Keyless public hosts in the order in which they are tried (hosts.md, Decisions 1). */
export const publicChain: readonly string[] = ['catbox', 'litterbox', 'x0at'];

/** The provider of that id, null where there is none (any more). */
export function providerById(id: string): Provider | null {
  return providers.find((provider) => provider.id === id) ?? null;
}
