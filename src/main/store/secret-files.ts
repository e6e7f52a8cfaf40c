/** The files in which secrets are kept, one each: their bytes are sealed before they come here. */
import { createHash, randomUUID } from 'node:crypto';
import {
  chmodSync,
  closeSync,
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
  /** Throws what the file system throws. */
  read(place: SecretPlace): Buffer;
  /** Replaces the file as a whole; durable when it returns. Throws what the file system throws. */
  write(place: SecretPlace, sealed: Uint8Array): void;
  /** What is not there counts as removed; durable when it returns. */
  remove(place: SecretPlace): void;
  removeAll(destination: DestinationId): void;
}

const ending = '.secret';
const headBytes = 3;

/**
 * Opens the folder. A file that can not be read is left as it is, and found to be so by `read`.
 * @param report told of a folder that can not be looked into
 */
export function openSecretFiles(folder: string, report: (error: unknown) => void): SecretFiles {
  const heads = findHeads(folder, report);
  const fileOf = (place: SecretPlace): string => join(folder, nameOf(place));
  const removeNamed = (names: readonly string[]): void => {
    for (const name of names) {
      rmSync(join(folder, name), { force: true });
      heads.delete(name);
    }
    if (names.length > 0) syncFolderOf(join(folder, ending));
  };
  return {
    head: (place) => heads.get(nameOf(place)) ?? null,
    read: (place) => readFileSync(fileOf(place)),
    write(place, sealed) {
      makeFolder(folder);
      const path = fileOf(place);
      const draft = join(folder, `${randomUUID()}.draft`);
      try {
        writeDraft(draft, sealed);
        renameSync(draft, path);
      } catch (error) {
        rmSync(draft, { force: true });
        throw error;
      }
      syncFolderOf(path);
      heads.set(nameOf(place), headOf(sealed));
    },
    remove(place) {
      const name = nameOf(place);
      removeNamed(heads.has(name) ? [name] : []);
    },
    removeAll(destination) {
      const own = `${hash(destination)}.`;
      removeNamed([...heads.keys()].filter((name) => name.startsWith(own)));
    },
  };
}

/** The name tells nothing, and fits every file system, whatever the destination is called. */
function nameOf({ destination, provider, field }: SecretPlace): string {
  return `${hash(destination)}.${hash(`${provider}\n${field}`)}${ending}`;
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

function writeDraft(draft: string, sealed: Uint8Array): void {
  const file = openSync(draft, 'wx', 0o600);
  try {
    writeFileSync(file, sealed);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** The heads of all files by their names. Drafts that a kill left behind are removed. */
function findHeads(folder: string, report: (error: unknown) => void): Map<string, string> {
  const heads = new Map<string, string>();
  try {
    for (const name of readdirSync(folder)) {
      if (name.endsWith('.draft')) rmSync(join(folder, name), { force: true });
      if (name.endsWith(ending)) heads.set(name, readHead(join(folder, name)));
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) report(error);
  }
  return heads;
}

/** Empty where the file can not be read. */
function readHead(path: string): string {
  const bytes = Buffer.alloc(headBytes);
  try {
    const file = openSync(path, 'r');
    try {
      return headOf(bytes.subarray(0, readSync(file, bytes, 0, headBytes, 0)));
    } finally {
      closeSync(file);
    }
  } catch {
    return '';
  }
}
