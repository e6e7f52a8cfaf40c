/** The files in which secrets are kept, one each: their bytes are sealed before they come here. */
import { createHash, randomUUID } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { DestinationId } from '../../shared/ids.ts';
import type { SecretPlace } from './secrets.ts';
import { syncFolderOf } from './settings.ts';

export interface SecretFiles {
  /** The first bytes of the place's file, which tell how it is sealed; null where there is none. */
  head(place: SecretPlace): string | null;
  /** When the place's file was written, epoch ms; null where there is none, or it can not be read. */
  savedAt(place: SecretPlace): number | null;
  /** Throws what the file system throws. */
  read(place: SecretPlace): Buffer;
  /** Replaces the file as a whole; durable when it returns. Throws what the file system throws. */
  write(place: SecretPlace, sealed: Uint8Array): void;
  /** What is not there counts as removed; durable when it returns. */
  remove(place: SecretPlace): void;
  removeAll(destination: DestinationId): void;
}

/** What is known of a file without reading it whole. */
interface Found {
  readonly head: string;
  readonly savedAt: number | null;
}

const ending = '.secret';
const headBytes = 3;

/**
 * Opens the folder. A file that can not be read is left as it is, and found to be so by `read`.
 * @param report told of a folder that can not be looked into
 */
export function openSecretFiles(folder: string, report: (error: unknown) => void): SecretFiles {
  const found = findFiles(folder, report);
  const fileOf = (place: SecretPlace): string => join(folder, nameOf(place));
  const removeNamed = (names: readonly string[]): void => {
    for (const name of names) {
      rmSync(join(folder, name), { force: true });
      found.delete(name);
    }
    if (names.length > 0) syncFolderOf(join(folder, ending));
  };
  return {
    head: (place) => found.get(nameOf(place))?.head ?? null,
    savedAt: (place) => found.get(nameOf(place))?.savedAt ?? null,
    read: (place) => readFileSync(fileOf(place)),
    write(place, sealed) {
      makeFolder(folder);
      const path = fileOf(place);
      const draft = join(folder, `${randomUUID()}.draft`);
      let savedAt: number;
      try {
        savedAt = writeDraft(draft, sealed);
        renameSync(draft, path);
      } catch (error) {
        rmSync(draft, { force: true });
        throw error;
      }
      syncFolderOf(path);
      found.set(nameOf(place), { head: headOf(sealed), savedAt });
    },
    remove(place) {
      const name = nameOf(place);
      removeNamed(found.has(name) ? [name] : []);
    },
    removeAll(destination) {
      const own = filePrefixOf(destination);
      removeNamed([...found.keys()].filter((name) => name.startsWith(own)));
    },
  };
}

/** What the names of all files of a destination begin with. */
export function filePrefixOf(destination: DestinationId): string {
  return `${hash(destination)}.`;
}

/** The name tells nothing, and fits every file system, whatever the destination is called. */
function nameOf({ destination, provider, field }: SecretPlace): string {
  return `${filePrefixOf(destination)}${hash(`${provider}\n${field}`)}${ending}`;
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

function headOf(sealed: Uint8Array): string {
  return Buffer.from(sealed.subarray(0, headBytes)).toString('latin1');
}

function makeFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // One that was there before may be open to others.
  if (process.platform !== 'win32') chmodSync(folder, 0o700);
}

/** Gives when it was written, epoch ms. */
function writeDraft(draft: string, sealed: Uint8Array): number {
  const file = openSync(draft, 'wx', 0o600);
  try {
    writeFileSync(file, sealed);
    fsyncSync(file);
    return Math.max(0, Math.round(fstatSync(file).mtimeMs));
  } finally {
    closeSync(file);
  }
}

/** All files by their names. Drafts that a kill left behind are removed. */
function findFiles(folder: string, report: (error: unknown) => void): Map<string, Found> {
  const found = new Map<string, Found>();
  try {
    for (const name of readdirSync(folder)) {
      if (name.endsWith('.draft')) rmSync(join(folder, name), { force: true });
      if (name.endsWith(ending)) found.set(name, lookInto(join(folder, name)));
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) report(error);
  }
  return found;
}

/** The head is empty where the file can not be read. */
function lookInto(path: string): Found {
  const bytes = Buffer.alloc(headBytes);
  try {
    const file = openSync(path, 'r');
    try {
      const head = headOf(bytes.subarray(0, readSync(file, bytes, 0, headBytes, 0)));
      return { head, savedAt: Math.max(0, Math.round(fstatSync(file).mtimeMs)) };
    } finally {
      closeSync(file);
    }
  } catch {
    return { head: '', savedAt: null };
  }
}
