/**
 * What a start of the program asks for, as a file of its own in the data folder, until a program has seen to it.
 *
 * Not in the message between the two: what is too long for that costs the running program its life in Electron 42
 * (github.com/electron/electron/issues/52020), and nobody knows whether a program that is about to end still heard it.
 */
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Act } from './arguments.ts';

const Words = z.object({
  files: z.array(z.string().min(1)),
  act: z.enum(['upload-clipboard', 'upload-files']).nullable(),
  /** Somebody waits for the window. */
  shows: z.boolean(),
});

export interface Letter {
  /** Absolute paths, in the order given. */
  readonly files: readonly string[];
  readonly act: Act | null;
  readonly shows: boolean;
}

export interface TakenLetter extends Letter {
  readonly name: string;
  /** When it was left, epoch ms. */
  readonly at: number;
  /** False for one that was taken before, and not seen to. */
  readonly isNew: boolean;
}

const letterName = /^(\d+)-[\da-f-]+\.json(\.taken)?$/;
const taken = '.taken';

/** Leaves a letter; it is there whole or not at all. Gives its name. */
export function leaveLetter(folder: string, { files, act, shows }: Letter, now: number): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const name = `${now}-${randomUUID()}.json`;
  const draft = join(folder, `${name}.draft`);
  writeFileSync(draft, JSON.stringify({ files, act, shows }), { mode: 0o600, flag: 'wx' });
  renameSync(draft, join(folder, name));
  return name;
}

/** True once a program has taken it, and will see to it. */
export function isTaken(folder: string, name: string): boolean {
  return !existsSync(join(folder, name));
}

/**
 * Takes all letters, the oldest first, with those that were taken before and are still there: whoever left them can go.
 * What is no letter is removed and told.
 */
export function takeLetters(folder: string, report: (error: unknown) => void): TakenLetter[] {
  return namesIn(folder).flatMap((found) => {
    const name = found.replace(taken, '');
    const file = join(folder, name + taken);
    try {
      if (found === name) renameSync(join(folder, name), file);
      const words = wordsOf(readFileSync(file, 'utf8'));
      if (words) return [{ ...words, name, at: Number.parseInt(name, 10), isNew: found === name }];
      report(new Error(`${name} in ${folder} is no list of files.`));
      rmSync(file);
    } catch (error) {
      report(error);
    }
    return [];
  });
}

/** It was seen to. */
export function removeLetter(folder: string, name: string): void {
  rmSync(join(folder, name + taken), { force: true });
}

function wordsOf(text: string): Letter | null {
  try {
    return Words.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => letterName.test(name))
      .sort();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
