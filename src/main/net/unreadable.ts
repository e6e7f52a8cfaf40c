/** Why a source can not be read, from what the system says. */
import { type UnreadableReason, UploadFailure } from '../../shared/failure.ts';

const reasons: Readonly<Record<string, UnreadableReason>> = {
  ENOENT: 'missing',
  ENOTDIR: 'missing',
  /** A path that can name nothing: a zero byte in it. */
  ERR_INVALID_ARG_VALUE: 'missing',
  EACCES: 'no-permission',
  EPERM: 'no-permission',
  EISDIR: 'not-a-file',
  /** A socket, or a device without a driver. */
  ENXIO: 'not-a-file',
  ENODEV: 'not-a-file',
  EBUSY: 'locked',
  ETXTBSY: 'locked',
  EAGAIN: 'locked',
};

/** The failure that stands for an error of the file system met while reading a source. */
export function unreadable(cause: unknown): UploadFailure {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return new UploadFailure({ kind: 'source-unreadable', why: reasons[code] ?? 'read-error' }, { cause });
}
