/** Says in plain words why the data folder, or the database in it, can not be used. */
import { toFailure } from '../shared/failure.ts';
import { type Catalogue, plainName, spoken } from '../shared/messages/index.ts';
import { homeFolder } from './store/home.ts';

type Why = keyof Catalogue['dataFolder']['why'];

/** What the system's error codes and SQLite's primary result codes, or its full ones, say about the data folder. */
const reasons: Readonly<Record<string, Why>> = {
  EACCES: 'notWritable',
  EPERM: 'notWritable',
  EROFS: 'readOnly',
  ENOTDIR: 'noFolder',
  EEXIST: 'noFolder',
  ENOSPC: 'diskFull',
  EDQUOT: 'diskFull',
  EIO: 'diskFault',
  /** SQLITE_BUSY, _READONLY, _IOERR, _FULL, _CANTOPEN */
  5: 'locked',
  8: 'readOnly',
  10: 'diskFault',
  13: 'diskFull',
  14: 'notWritable',
  /** SQLITE_IOERR_SHMSIZE: no room for the file that programs share. */
  4874: 'diskFull',
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

/** Null where it is not known what the error says. */
function reasonOf(error: unknown): string | null {
  const why = whyOf(error);
  return why === null ? null : spoken().words.dataFolder.why[why];
}

function whyOf(error: unknown): Why | null {
  if (!(error instanceof Error)) return null;
  if (isOfDatabase(error)) return toFailure(error).kind === 'disk-full' ? 'diskFull' : 'damaged';
  const sqlite = 'errcode' in error ? Number(error.errcode) : null;
  if (sqlite !== null) return reasons[sqlite] ?? reasons[sqlite & 0xff] ?? null;
  return reasons['code' in error ? String(error.code) : ''] ?? null;
}

function sentence(reason: string): string {
  return spoken().words.dataFolder.unusable(homeFolder(), plainName(reason).replace(/\.$/, ''));
}
