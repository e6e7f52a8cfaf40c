/** Takes files in: walks folders, counts, asks before many, and gives each file a place in the queue. */
import { randomUUID } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { UploadId } from '../../shared/ids.ts';
import type { State } from '../../shared/model.ts';
import { newId } from '../store/new-id.ts';
import type { NewUpload } from '../store/new-rows.ts';

/** A file that was handed in, or the reason why there is none. */
export type IntakeFile =
  | { readonly kind: 'path'; readonly path: string; readonly name: string }
  /** The system knew no path: a forged `File`, or one that is no file on disk. */
  | { readonly kind: 'pathless'; readonly name: string }
  | { readonly kind: 'empty-folder'; readonly path: string; readonly name: string };

/** More files than this are counted and confirmed before anything is queued. */
export const confirmAbove = 50;

/**
 * The files behind dropped paths, in order. Folders are walked in name order; links inside them are not followed.
 * A path that can not be looked at stays as it is: its upload will tell why.
 */
export async function expandPaths(paths: readonly string[]): Promise<IntakeFile[]> {
  const files: IntakeFile[] = [];
  for (const path of paths) {
    const isFolder = await stat(path).then(
      (found) => found.isDirectory(),
      () => false,
    );
    if (!isFolder) files.push(fileAt(path));
    else if (!(await walk(path, files))) files.push({ kind: 'empty-folder', path, name: basename(path) });
  }
  return files;
}

/** A file of the user's, under its own name. */
export function fileAt(path: string): IntakeFile {
  return { kind: 'path', path, name: basename(path) };
}

/** The row that a file begins as; one without a path has failed already. */
export function uploadOf(file: IntakeFile): NewUpload {
  const id = UploadId.parse(newId());
  if (file.kind === 'path') return { id, path: file.path, name: file.name, state: { name: 'preparing' } };
  const why = file.kind === 'pathless' ? 'no-path' : 'empty-folder';
  const state: State = { name: 'failed', failure: { kind: 'source-unreadable', why }, at: null };
  return { id, path: null, name: file.name, state };
}

/** Adds the files below `folder`; false if there were none. */
async function walk(folder: string, files: IntakeFile[]): Promise<boolean> {
  const before = files.length;
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => null);
  if (!entries) {
    files.push(fileAt(folder));
    return true;
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await walk(path, files);
    else if (!entry.isSymbolicLink()) files.push(fileAt(path));
  }
  return files.length > before;
}

/** Bytes of all files together, as far as they can be looked at. */
export async function totalBytes(files: readonly IntakeFile[]): Promise<number> {
  let bytes = 0;
  for (const file of files) {
    if (file.kind !== 'path') continue;
    bytes += await stat(file.path).then(
      (found) => found.size,
      () => 0,
    );
  }
  return bytes;
}

/** Files that wait for a yes, by token. A yes that never comes is forgotten with the oldest ones. */
export interface Held<T> {
  hold(files: T): string;
  /** Gives back what was held, once. */
  take(token: string): T | null;
}

export function createHeld<T>(most = 8): Held<T> {
  const held = new Map<string, T>();
  return {
    hold(files) {
      const token = randomUUID();
      held.set(token, files);
      for (const oldest of held.keys()) {
        if (held.size <= most) break;
        held.delete(oldest);
      }
      return token;
    },
    take(token) {
      const files = held.get(token) ?? null;
      held.delete(token);
      return files;
    },
  };
}
