/** What a server can beyond the draft: larger requests, a file brought to its disk, the room that is left. */
import type { SFTPWrapper } from 'ssh2';
import { z } from 'zod';
import { answerLimit } from '../../net/time-limits.ts';
import { isUnsupported } from './failures.ts';
import type { Session } from './session.ts';

/** What every server takes in one request, bytes (draft-ietf-secsh-filexfer-02, section 3); and what we give at most. */
const usualWrite = 30 * 1024;
const largestWrite = 256 * 1024;

/** What the library knows of the server and its types do not tell. */
const Told = z.object({ _maxWriteLen: z.int().positive(), _extensions: z.record(z.string(), z.string()) });
const Room = z.object({ f_bavail: z.number(), f_frsize: z.number() });

/** The most bytes that the server takes in one request: the library splits more in two that wait for each other. */
export function mostWritten({ sftp }: Session): number {
  return Math.min(Told.safeParse(sftp).data?._maxWriteLen ?? usualWrite, largestWrite);
}

function offers(sftp: SFTPWrapper, extension: string): boolean {
  return Told.safeParse(sftp).data?._extensions[extension] !== undefined;
}

/** Has the server bring an open file of so many bytes to its disk, where it can. */
export async function syncFile(session: Session, handle: Buffer, bytes: number): Promise<void> {
  if (!offers(session.sftp, 'fsync@openssh.com')) return;
  await session
    .ask((sftp, done) => sftp.ext_openssh_fsync(handle, done), answerLimit(bytes))
    .catch((error: unknown) => {
      // Not every file system knows of it.
      if (!isUnsupported(error)) throw error;
    });
}

/** Bytes that are free where the path is; null where the server does not tell. */
export async function freeBytes(session: Session, path: string): Promise<number | null> {
  if (!offers(session.sftp, 'statvfs@openssh.com')) return null;
  const { data } = Room.safeParse(await session.ask<unknown>((sftp, done) => sftp.ext_openssh_statvfs(path, done)));
  return data ? data.f_bavail * data.f_frsize : null;
}
