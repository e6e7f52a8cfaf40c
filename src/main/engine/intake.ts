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

/** A folder that was handed in, with the files below it. */
export interface IntakeFolder {
  readonly kind: 'folder';
  readonly path: string;
  readonly name: string;
  readonly files: readonly PathFile[];
}

export type PathFile = Extract<IntakeFile, { kind: 'path' }>;

/** More files than this are counted and confirmed before anything is queued. */
export const confirmAbove = 50;

/**
 * What was dropped, in order. Folders are walked in name order; links inside them are not followed. A path that can not
 * be looked at stays as it is: its upload will tell why.
 */
export async function gather(paths: readonly string[]): Promise<(IntakeFile | IntakeFolder)[]> {
  const gathered: (IntakeFile | IntakeFolder)[] = [];
  for (const path of paths) {
    const isFolder = await stat(path).then(
      (found) => found.isDirectory(),
      () => false,
    );
    if (!isFolder) {
      gathered.push(fileAt(path));
      continue;
    }
    const files: PathFile[] = [];
    const name = basename(path) || path;
    const kind = (await walk(path, files)) ? 'folder' : 'empty-folder';
    gathered.push(kind === 'folder' ? { kind, path, name, files } : { kind, path, name });
  }
  return gathered;
}

/** The same, each folder as its files. */
export function filesOf(gathered: readonly (IntakeFile | IntakeFolder)[]): IntakeFile[] {
  return gathered.flatMap((each): readonly IntakeFile[] => (each.kind === 'folder' ? each.files : [each]));
}

/** The files behind dropped paths, in order. */
export async function expandPaths(paths: readonly string[]): Promise<IntakeFile[]> {
  return filesOf(await gather(paths));
}

/** A file of the user's, under its own name. */
export function fileAt(path: string): PathFile {
  return { kind: 'path', path, name: basename(path) };
}

/**
 * The row that a file begins as; one without a path has failed already.
 * @param rename gives the name that it is uploaded under
 */
export function uploadOf(file: IntakeFile, rename = (name: string): string => name): NewUpload {
  const id = UploadId.parse(newId());
  if (file.kind === 'path') return { id, path: file.path, name: rename(file.name), state: { name: 'preparing' } };
  const why = file.kind === 'pathless' ? 'no-path' : 'empty-folder';
  const state: State = { name: 'failed', failure: { kind: 'source-unreadable', why }, at: null };
  return { id, path: null, name: file.name, state };
}

/** Adds the files below `folder`; false if there were none. */
async function walk(folder: string, files: PathFile[]): Promise<boolean> {
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

/** Files that are looked at at the same time. */
const lookedAtTogether = 64;

/** The size of each file in bytes; 0 where it can not be looked at. */
export async function sizesOf(files: readonly IntakeFile[]): Promise<number[]> {
  const sizes: number[] = [];
  for (let first = 0; first < files.length; first += lookedAtTogether) {
    const some = files.slice(first, first + lookedAtTogether);
    sizes.push(...(await Promise.all(some.map(sizeOf))));
  }
  return sizes;
}

/** Bytes of all files together, as far as they can be looked at. */
export async function totalBytes(files: readonly IntakeFile[]): Promise<number> {
  return (await sizesOf(files)).reduce((sum, size) => sum + size, 0);
}

function sizeOf(file: IntakeFile): Promise<number> | number {
  if (file.kind !== 'path') return 0;
  return stat(file.path).then(
    (found) => found.size,
    () => 0,
  );
}

/** Files that wait for a yes, by token. A yes that never comes is forgotten with the oldest ones. */
export interface Held<T> {
  hold(files: T): string;
  /** What is held, which stays so. */
  look(token: string): T | null;
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
    look: (token) => held.get(token) ?? null,
    take(token) {
      const files = held.get(token) ?? null;
      held.delete(token);
      return files;
    },
  };
}
