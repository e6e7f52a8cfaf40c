/** The hosts that have a stand-in: the only list. */
import type { HostScript } from '../host-script.ts';
import { catbox } from './catbox.ts';
import { litterbox } from './litterbox.ts';
import { x0at } from './x0at.ts';

export const hosts = { catbox, litterbox, x0at } satisfies Record<string, HostScript>;
export type HostId = keyof typeof hosts;
