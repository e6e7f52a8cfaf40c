/**
 * Lists of files that another start of the program hands over, each in a file of its own in the data folder.
 *
 * Not in the message between the two: what is too long for that costs the running program its life in Electron 42
 * (github.com/electron/electron/issues/52020), and a list outlives a program that is about to end.
 */
import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const List = z.array(z.string().min(1).max(32_768)).max(100_000);
const listName = /^\d+-[\da-f-]+\.json$/;

/** What one start handed over. */
export interface HandedList {
  readonly name: string;
  readonly files: string[];
}

/** Leaves a list; it is there whole or not at all. Gives its name. */
export function leaveList(folder: string, files: readonly string[], now: number): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const name = `${now}-${randomUUID()}.json`;
  const draft = join(folder, `${name}.draft`);
  writeFileSync(draft, JSON.stringify(files), { mode: 0o600, flag: 'wx' });
  renameSync(draft, join(folder, name));
  return name;
}

/** All lists, the oldest first. One that can not be read is removed and told. */
export function findLists(folder: string, report: (error: unknown) => void): HandedList[] {
  return namesIn(folder).flatMap((name) => {
    try {
      return [{ name, files: List.parse(JSON.parse(readFileSync(join(folder, name), 'utf8'))) }];
    } catch (error) {
      report(error);
      removeList(folder, name);
      return [];
    }
  });
}

export function removeList(folder: string, name: string): void {
  rmSync(join(folder, name), { force: true });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => listName.test(name))
      .sort();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
