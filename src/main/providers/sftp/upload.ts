/** Sends a file to an SFTP server: under a temporary name, which it loses only when all of it is there. */
import { posix } from 'node:path';
import type { Stats } from 'ssh2';
import { type BodySent, UploadFailure } from '../../../shared/failure.ts';
import type { Payload, PayloadReader } from '../../net/payload.ts';
import type { Use } from '../http-host.ts';
import { handleAt, keyOf, publicLink, unlike } from '../own-storage.ts';
import type { Delivery, UploadRun } from '../provider.ts';
import { inTurn } from '../turns.ts';
import { freeBytes, syncFile } from './abilities.ts';
import { failureOfUpload, generalFailure, isGone, permissionDenied, RefusedRequest } from './failures.ts';
import { newPart, type Saved, savedPart, unlink } from './part-file.ts';
import { sendPieces, windowBytes } from './sender.ts';
import { openSession, type Session } from './session.ts';
import { baseFolder, below, placeOf, type Settings, serverOf } from './settings.ts';

/** How often another name is tried where one is taken; each has 82 random bits more. */
const mostNames = 3;

export async function upload(payload: Payload, run: UploadRun, use: Use<Settings>): Promise<Delivery> {
  const progress: Progress = { sent: 'nothing', bytes: 0 };
  try {
    if (run.signal.aborted) throw new UploadFailure({ kind: 'cancelled' });
    await using reader = await payload.open();
    using session = await openSession(use, run.signal);
    const saved = await deliver(reader, { payload, run, use, session, progress });
    return {
      link: publicLink(use.settings.publicUrl, saved.key),
      deleteHandle: handleAt(placeOf(use.settings), saved.path),
      expiresAt: null,
      proof: { kind: 'size', by: 'host' },
    };
  } catch (error) {
    const { host } = serverOf(use.settings);
    throw failureOfUpload(error, { host, sent: progress.sent, sentBytes: progress.bytes });
  }
}

interface Progress {
  /** `all` only while the file may have got its name: before, nobody can see it. */
  sent: BodySent;
  bytes: number;
}

interface Work {
  readonly payload: Payload;
  readonly run: UploadRun;
  readonly use: Use<Settings>;
  readonly session: Session;
  readonly progress: Progress;
}

async function deliver(reader: PayloadReader, work: Work): Promise<Saved> {
  const { payload, run, use, session, progress } = work;
  const earlier = savedPart(run.resumeFrom, use.settings, payload);
  const { saved, handle, start } = (earlier && (await reopened(earlier, work))) ?? (await begun(work));
  if (!handle) return saved;
  progress.bytes = start;
  await sendPieces(reader, start, {
    session,
    handle,
    signal: run.signal,
    onLeave: () => {
      progress.sent = 'part';
    },
    onConfirmed: (bytes) => {
      progress.bytes = bytes;
      if (bytes < payload.size) run.onProgress(bytes);
    },
  }).catch(async (error: unknown) => {
    throw await whyNotWritten(error, work);
  });
  await expectWhole(handle, saved, work);
  run.onProgress(payload.size);
  return await named(saved, work);
}

interface Opened {
  readonly saved: Saved;
  /** Null where all was done by the run before, which was not told. */
  readonly handle: Buffer | null;
  /** Where to go on, bytes. */
  readonly start: number;
}

async function begun({ payload, run, use: { settings, services }, session }: Work): Promise<Opened> {
  const saved = newPart(settings, keyOf(settings.keyTemplate, { name: payload.name, at: services.clock() }), payload);
  run.checkpoint(JSON.stringify(saved));
  const open = () => session.ask<Buffer>((sftp, done) => sftp.open(saved.part, 'wx', done));
  const handle = await open().catch(async (error: unknown) => {
    if (!isGone(error)) throw error;
    await makeFolder(posix.dirname(saved.part), session);
    return await open();
  });
  return { saved, handle, start: 0 };
}

/** What an earlier run wrote, to go on with; null where there is nothing of use. */
async function reopened(saved: Saved, { payload, session }: Work): Promise<Opened | null> {
  try {
    const handle = await session.ask<Buffer>((sftp, done) => sftp.open(saved.part, 'r+', done));
    const { size } = await session.ask<Stats>((sftp, done) => sftp.fstat(handle, done));
    if (size <= payload.size) return { saved, handle, start: Math.max(0, size - windowBytes) };
    await unlink(saved.part, session);
    return null;
  } catch (error) {
    if (!(error instanceof RefusedRequest)) throw error;
    // Where the part is gone because it got its name, there is nothing left to do.
    const there = saved.renaming && isGone(error) ? await statOf(saved.path, session) : null;
    return there?.isFile() && there.size === payload.size ? { saved, handle: null, start: payload.size } : null;
  }
}

/** Has the server write all to its disk and compares the sizes. Fails with `bad-proof`, and then leaves nothing there. */
async function expectWhole(handle: Buffer, { part }: Saved, { payload, run, session }: Work): Promise<void> {
  await syncFile(session, handle, payload.size);
  const { size } = await session.ask<Stats>((sftp, done) => sftp.fstat(handle, done));
  await session.ask((sftp, done) => sftp.close(handle, done));
  if (size === payload.size) return;
  await unlink(part, session);
  run.checkpoint(null);
  throw new UploadFailure({ kind: 'bad-proof', why: 'size' });
}

/** Gives the part its name, or one that no file has yet, and tells which. */
async function named(begun: Saved, work: Work): Promise<Saved> {
  const { run, use, session, progress } = work;
  for (let saved = begun, names = 1; ; names++) {
    const now = saved;
    const { path } = now;
    // Some servers would write over what has the name; OpenSSH's refuses.
    const refusal = await inTurn(`${placeOf(use.settings)} ${path}`, run.signal, async () => {
      if ((await statOf(path, session)) !== null) return 'taken';
      run.checkpoint(JSON.stringify({ ...now, renaming: true }));
      progress.sent = 'all';
      return await rename(now, session);
    });
    if (refusal === null) return saved;
    if (refusal !== 'taken') progress.sent = 'part';
    const isLast = names >= mostNames;
    if (refusal !== 'taken' && (isLast || (await statOf(path, session)) === null)) throw refusal;
    if (isLast) throw new UploadFailure({ kind: 'name-taken', name: saved.key });
    const key = unlike(begun.key);
    saved = { ...begun, key, path: below(use.settings, key) };
    run.checkpoint(JSON.stringify(saved));
  }
}

/** Null where the part got its name; else how the server refused. */
async function rename({ part, path }: Saved, session: Session): Promise<RefusedRequest | null> {
  const attempt = (): Promise<RefusedRequest | null> =>
    session
      .ask((sftp, done) => sftp.rename(part, path, done))
      .then(
        () => null,
        (error: unknown) => {
          if (error instanceof RefusedRequest) return error;
          throw error;
        },
      );
  const refusal = await attempt();
  if (!isGone(refusal)) return refusal;
  await makeFolder(posix.dirname(path), session);
  return await attempt();
}

/** What has this name, links not followed; null where nothing has. */
async function statOf(path: string, session: Session): Promise<Stats | null> {
  return await session
    .ask<Stats>((sftp, done) => sftp.lstat(path, done))
    .catch((error: unknown) => {
      if (isGone(error)) return null;
      throw error;
    });
}

/** Makes the folder and those above it, as far as they are missing. */
async function makeFolder(path: string, session: Session): Promise<void> {
  const levels = path.split('/').map((_, at, names) => names.slice(0, at + 1).join('/'));
  const refusals: RefusedRequest[] = [];
  for (const level of levels.filter((name) => name !== '')) {
    await session
      .ask((sftp, done) => sftp.mkdir(level, done))
      .catch((error: unknown) => {
        // What is there already is refused with no code of its own: what counts is what is there at the end.
        if (!(error instanceof RefusedRequest)) throw error;
        refusals.push(error);
      });
  }
  if ((await statOf(`${path}/.`, session))?.isDirectory()) return;
  const refusal = refusals.find(({ code }) => code === permissionDenied) ?? refusals.at(-1);
  if (refusal && (await statOf(path, session)) === null) throw refusal;
  // Something else has that name.
  throw new UploadFailure({ kind: 'settings-invalid', field: 'folder' });
}

/** A full disk is a general failure to SFTP: then the server is asked how much room it has. */
async function whyNotWritten(error: unknown, { use, session }: Work): Promise<unknown> {
  if (!(error instanceof RefusedRequest) || error.code !== generalFailure) return error;
  const free = await freeBytes(session, baseFolder(use.settings));
  return free !== null && free < windowBytes
    ? new UploadFailure({ kind: 'quota', host: serverOf(use.settings).host })
    : error;
}
