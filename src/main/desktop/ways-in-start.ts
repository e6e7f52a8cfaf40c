/** A start of the program: either it is the one that runs, or the one that runs takes what it was asked for. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Invocation } from './arguments.ts';
import { isTaken, leaveLetter } from './ways-in-letters.ts';

export interface StartDeps {
  readonly asked: Invocation;
  /** Where letters are left. */
  readonly folder: string;
  /** True where this program is the one that runs now; else that one was rung, and told whether it shall show itself. */
  readonly ring: (shows: boolean) => boolean;
  readonly clock: () => number;
  /** Resolves after so many ms. */
  readonly wait?: (ms: number) => Promise<unknown>;
}

export type StartEnd =
  /** It runs; `letter` is what it left itself, null where that could not be written. */
  | { readonly is: 'running'; readonly letter: string | null }
  /** Another program sees to it. */
  | { readonly is: 'heard' }
  /** Another program runs, and takes nothing. */
  | { readonly is: 'unheard' };

const pauseMs = 200;
const mostRings = 100;

/**
 * A program that is about to end may still be rung, and takes nothing any more. So the letter is left before, and the
 * start waits until it is taken, or until there is no other program.
 *
 * Throws where files, or what is to be done, can not be written down.
 */
export async function startOrHandOver(deps: StartDeps): Promise<StartEnd> {
  const { asked, folder, ring, wait = sleep } = deps;
  const shows = !asked.hidden && asked.act === null;
  const letter = leave(deps, shows);
  for (let rings = 1; ; rings += 1) {
    if (ring(letter === null && shows)) return { is: 'running', letter };
    if (letter === null || isTaken(folder, letter)) return { is: 'heard' };
    if (rings === mostRings) return { is: 'unheard' };
    await wait(pauseMs);
  }
}

function leave({ asked: { files, act }, folder, clock }: StartDeps, shows: boolean): string | null {
  try {
    return leaveLetter(folder, { files, act, shows }, clock());
  } catch (error) {
    // A full disk keeps nobody from looking at the window.
    if (files.length === 0 && act === null) return null;
    throw error;
  }
}
