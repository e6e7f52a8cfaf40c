/** Says in plain words why the data folder, or the database in it, can not be used. */
import { toFailure } from '../shared/failure.ts';
import { plainName } from '../shared/messages/index.ts';
import { homeFolder } from './store/home.ts';

const why = {
  notWritable: 'this account may not write there',
  readOnly: 'it can only be read',
  noFolder: 'it is not a folder',
  diskFull: 'the disk is full',
  diskFault: 'the disk can not be read or written',
  locked: 'another program keeps its database locked',
  damaged: 'the history in it is damaged, and will be set aside at the next start',
};

/** What the system's error codes and SQLite's primary result codes, or its full ones, say about the data folder. */
const reasons: Readonly<Record<string, string>> = {
  EACCES: why.notWritable,
  EPERM: why.notWritable,
  EROFS: why.readOnly,
  ENOTDIR: why.noFolder,
  EEXIST: why.noFolder,
  ENOSPC: why.diskFull,
  EDQUOT: why.diskFull,
  EIO: why.diskFault,
  /** SQLITE_BUSY, _READONLY, _IOERR, _FULL, _CANTOPEN */
  5: why.locked,
  8: why.readOnly,
  10: why.diskFault,
  13: why.diskFull,
  14: why.notWritable,
  /** SQLITE_IOERR_SHMSIZE: no room for the file that programs share. */
  4874: why.diskFull,
};

/** The sentence for an error that kept the data folder from being opened. */
export function unusableFolder(error: unknown): string {
  return sentence(reasonOf(error) ?? (error instanceof Error ? error.message : String(error)));
}

/** Why the program can not start, where it is the data folder; null for all else. */
export function startTrouble(error: unknown): string | null {
  const reason = reasonOf(error);
  return reason === null ? null : sentence(reason);
}

/** The sentence for an error of the database under way, such as a full disk; null for any other error. */
export function folderTrouble(error: unknown): string | null {
  const isOurs = error instanceof Error && ('errcode' in error || isOfDatabase(error));
  const reason = isOurs ? reasonOf(error) : null;
  if (reason !== null) return sentence(reason);
  // A program that ends over one such error may meet the next one on its way out.
  if (error instanceof SuppressedError) return folderTrouble(error.suppressed) ?? folderTrouble(error.error);
  return isOurs ? sentence(error.message) : null;
}

function isOfDatabase(error: unknown): boolean {
  const failure = toFailure(error);
  return failure.kind === 'disk-full' || (failure.kind === 'settings-invalid' && failure.field === 'damaged-history');
}

function reasonOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if (isOfDatabase(error)) return toFailure(error).kind === 'disk-full' ? why.diskFull : why.damaged;
  const sqlite = 'errcode' in error ? Number(error.errcode) : null;
  if (sqlite !== null) return reasons[sqlite] ?? reasons[sqlite & 0xff] ?? null;
  return reasons['code' in error ? String(error.code) : ''] ?? null;
}

function sentence(reason: string): string {
  return `The data folder ${homeFolder()} can not be used: ${plainName(reason).replace(/\.$/, '')}.`;
}
