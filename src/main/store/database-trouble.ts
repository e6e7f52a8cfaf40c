/** What can befall the database's files: a full disk, and damage that has to be set aside. */
import { closeSync, existsSync, openSync, readSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { toFailure, UploadFailure } from '../../shared/failure.ts';

const busyCode = 5; /* SQLITE_BUSY */
const fullCode = 13; /* SQLITE_FULL */
const noRoomToShare = 4874; /* SQLITE_IOERR_SHMSIZE: no room for the file that programs share */
const corruptCodes = new Set([11 /* SQLITE_CORRUPT */, 26 /* SQLITE_NOTADB */]);

/** SQLite's own result code; 0 where the error is none of SQLite's. */
function extendedCode(error: unknown): number {
  return error instanceof Error && 'errcode' in error ? Number(error.errcode) : 0;
}

export const isBusy = (error: unknown): boolean => (extendedCode(error) & 0xff) === busyCode;
const isCorrupt = (error: unknown): boolean => corruptCodes.has(extendedCode(error) & 0xff);
const isFull = (error: unknown): boolean =>
  (extendedCode(error) & 0xff) === fullCode || extendedCode(error) === noRoomToShare;

/** The sound parts of a damaged file can be read, but nothing in it can be relied on. */
export class DamagedDatabase extends Error {}

/** True for an error of `open` that tells of a damaged file. */
export function isDamage(error: unknown): boolean {
  return isCorrupt(error) || error instanceof DamagedDatabase;
}

/**
 * An error of a statement as a failure that every border can pass on: `disk-full`, or for damage `settings-invalid`
 * of the field `damaged-history`. Others stay as they are.
 */
export function asFailure(error: unknown, file: string): unknown {
  if (isFull(error)) return new UploadFailure({ kind: 'disk-full' }, { cause: error });
  if (!isCorrupt(error)) return error;
  rememberDamage(file);
  return new UploadFailure({ kind: 'settings-invalid', field: 'damaged-history' }, { cause: error });
}

/** True for what `asFailure` makes of a full disk. */
export function isDiskFull(error: unknown): boolean {
  return toFailure(error).kind === 'disk-full';
}

/** Larger files are not read through at the start, bytes: 23 MB take 41 ms (M). */
const checkedUpTo = 32 * 1024 * 1024;

/** Throws `DamagedDatabase` where the file turns out damaged. */
export function requireSound(handle: DatabaseSync, file: string): void {
  if (file === ':memory:') return;
  if (existsSync(damageMark(file))) throw new DamagedDatabase('damage was found while it was in use');
  if (statSync(file).size > checkedUpTo) return;
  const found = handle.prepare('PRAGMA quick_check(1)').get()?.quick_check;
  if (found !== 'ok') throw new DamagedDatabase(String(found));
}

/** Beside the file: damage that a running program came upon. The next start acts on it, when nothing is under way. */
const damageMark = (file: string): string => `${file}.damaged`;

function rememberDamage(file: string): void {
  if (file === ':memory:') return;
  try {
    writeFileSync(damageMark(file), '');
  } catch {
    // The next start finds it by itself, or this is found again.
  }
}

/** The file's inode, null where there is none. */
export function inodeOf(file: string): bigint | null {
  return statSync(file, { bigint: true, throwIfNoEntry: false })?.ino ?? null;
}

/**
 * Renames a damaged file and those beside it, and gives its new place. Null where it is another file by now than the
 * one that was found damaged: a second program was quicker.
 */
export function setDatabaseAside(file: string, found: bigint | null, now: number): string | null {
  if (found === null || inodeOf(file) !== found) return null;
  const place = `${file}.corrupt-${now}`;
  renameSync(file, place);
  for (const suffix of ['-wal', '-shm']) {
    if (existsSync(file + suffix)) renameSync(file + suffix, place + suffix);
  }
  rmSync(damageMark(file), { force: true });
  return place;
}

/** The first four bytes of every write-ahead log. */
const logMagics = new Set([0x377f0682, 0x377f0683]);

/** Renames a write-ahead log that is none, since SQLite would drop it without a word; its new place, or null. */
export function setLogAside(file: string, now: number): string | null {
  const log = `${file}-wal`;
  if (file === ':memory:' || !isForeignLog(log)) return null;
  const place = `${file}.corrupt-${now}-wal`;
  renameSync(log, place);
  return place;
}

function isForeignLog(log: string): boolean {
  const size = statSync(log, { throwIfNoEntry: false })?.size ?? 0;
  if (size === 0) return false;
  const start = Buffer.alloc(4);
  const handle = openSync(log, 'r');
  try {
    readSync(handle, start, 0, 4, 0);
  } finally {
    closeSync(handle);
  }
  // Zeros are what a kill leaves before the first write; there is nothing in it.
  return start.some((byte) => byte !== 0) && !logMagics.has(start.readUInt32BE());
}
