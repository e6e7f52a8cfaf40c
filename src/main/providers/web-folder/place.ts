/** Places within the user's folder: nothing outside it is touched, and what the disk says is told as a failure. */
import { mkdir, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { type BodySent, type Failure, UploadFailure } from '../../../shared/failure.ts';
import { shortenedName } from '../names.ts';

/** Bytes; what file systems take as one name. */
export const longestName = 255;

/** The folder as it is on the disk. Fails with `settings-invalid` where it is not there: it is never made. */
export async function baseOf(folder: string): Promise<string> {
  try {
    const base = await realpath(folder);
    if ((await stat(base)).isDirectory()) return base;
  } catch (error) {
    if (!['ENOENT', 'ENOTDIR', 'ELOOP'].includes(codeOf(error))) throw error;
  }
  throw new UploadFailure({ kind: 'settings-invalid', field: 'folder' });
}

/** The folder of `segments` within `base`, made where it is missing. Fails with `forbidden` where a link leads out. */
export async function subfolder(base: string, segments: readonly string[]): Promise<string> {
  let folder = base;
  for (const segment of segments) {
    const next = join(folder, segment);
    await mkdir(next).catch((error: unknown) => {
      if (codeOf(error) !== 'EEXIST') throw error;
    });
    folder = await within(base, next);
  }
  return folder;
}

/** Where this really is. Fails with `forbidden` where that is not within `base`. */
export async function within(base: string, path: string): Promise<string> {
  const real = await realpath(path);
  const way = relative(base, real);
  if (way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)) {
    throw new UploadFailure({ kind: 'forbidden', host: '', detail: 'a link leads out of the folder' });
  }
  return real;
}

/** The segments of a key that lead to something within a folder; null for any other text. */
export function segmentsOf(key: string, platform: NodeJS.Platform = process.platform): string[] | null {
  const segments = key.split('/');
  const isPlain = (segment: string): boolean =>
    !/^\.{0,2}$/.test(segment) && !segment.includes('\0') && segment === fileName(segment, platform);
  return segments.every(isPlain) ? segments : null;
}

/** Device names of Windows, with whatever extension. */
const device = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;

/** The name as this system's disks take it. */
export function fileName(name: string, platform: NodeJS.Platform = process.platform): string {
  if (platform !== 'win32') return name;
  // A colon would name a stream of another file.
  const tame = name.replaceAll(/[<>:"|?*\\]/g, '_').replace(/[. ]$/, '_');
  return device.test(tame) ? shortenedName(`_${tame}`, longestName) : tame;
}

/** @param host of the public address */
export function diskFailure(error: unknown, host: string, sent: BodySent): unknown {
  if (error instanceof UploadFailure) return new UploadFailure(error.failure, { cause: error.cause, sent });
  const failure = failureOf(codeOf(error), host);
  return failure ? new UploadFailure(failure, { cause: error, sent }) : error;
}

function failureOf(code: string, host: string): Failure | null {
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      // That of the folder, not of this program's data: another destination may have room.
      return { kind: 'quota', host };
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return { kind: 'forbidden', host, detail: code };
    case 'EFBIG':
      return { kind: 'bad-request', host, status: 0, detail: code };
    case 'ENAMETOOLONG':
      return { kind: 'settings-invalid', field: 'keyTemplate' };
    case 'ENOENT':
      return { kind: 'settings-invalid', field: 'folder' };
    case '':
      return null;
    // A disk behind a network, or one that fails.
    default:
      return { kind: 'connection', host, detail: code };
  }
}

/** '' for what is no error of the system. */
export function codeOf(error: unknown): string {
  const isSystems = error instanceof Error && 'code' in error && 'syscall' in error;
  return isSystems && typeof error.code === 'string' ? error.code : '';
}
