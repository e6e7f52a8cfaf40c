/** A payload's way into a Dropbox: its bytes, its name there, what proves that they are the same, and its link. */
import type { Dropbox } from 'dropbox';
import { z } from 'zod';
import { type BodySent, UploadFailure } from '../../../shared/failure.ts';
import type { Payload } from '../../net/payload.ts';
import { stretchBody } from '../../net/raw-body.ts';
import { answerLimit } from '../../net/time-limits.ts';
import { pathSegment } from '../names.ts';
import { keyOf } from '../own-storage.ts';
import type { Delivery, UploadRun } from '../provider.ts';
import { tooLarge } from '../status.ts';
import { inTurn } from '../turns.ts';
import type { Account } from './account.ts';
import { noBytes } from './bodies.ts';
import { freshFor, type Saved, savedFor } from './checkpoint.ts';
import { call } from './client.ts';
import { beside, blockBytes, commitTo, handleOf, isSince, look, proofOf, StoredFile, tamePath } from './files.ts';
import { linkTo } from './links.ts';
import { isRefused } from './refusal.ts';
import { isLost, sendBySession } from './session.ts';

/** Up to this size (bytes) a file goes in one request. */
export const largestWhole = 8 * 1024 * 1024;
/** Bytes; what an upload session takes (2^41 − 2^22, hosts.md 1.13). */
export const maxBytes = 2 ** 41 - 2 ** 22;

const Kept = z.object({ upload_session_id: z.string().min(1).max(4096) });

/** An upload under way. */
interface Upload {
  readonly account: Account;
  readonly payload: Payload;
  readonly run: UploadRun;
  /** Dropbox's hash of the file as it is here, made beside the sending. */
  readonly hash: () => Promise<string>;
  /** Takes down what is known by now. */
  readonly note: (more: Partial<Saved>) => void;
}

export async function upload(payload: Payload, run: UploadRun, account: Account): Promise<Delivery> {
  const { signal } = run;
  if (signal.aborted) throw new UploadFailure({ kind: 'cancelled' });
  if (payload.size > maxBytes) throw new UploadFailure(tooLarge({ sizeBytes: payload.size, limitBytes: maxBytes }));
  const ending = new AbortController();
  let hashing: Promise<string> | undefined;
  const hash = (): Promise<string> => {
    const { services } = account;
    hashing ??= services.hash(payload, AbortSignal.any([signal, ending.signal]), { blockBytes });
    // Whoever waits for it is told.
    hashing.catch(() => {});
    return hashing;
  };
  let saved = savedFor(payload, run.resumeFrom) ?? freshFor(payload, pathFor(payload, account));
  const note = (more: Partial<Saved>): void => {
    saved = { ...saved, ...more };
    run.checkpoint(JSON.stringify(saved));
  };
  try {
    const one = { account, payload, run, hash, note };
    const file = (await leftBefore(one, saved)) ?? (await sent(one, saved));
    return await delivered(one, file);
  } finally {
    ending.abort();
  }

  /** The file that an earlier run has put there, without hearing of it or getting to its link. */
  async function leftBefore(one: Upload, before: Saved): Promise<StoredFile | null> {
    if (before.committing === null) return null;
    const there = await look(account, placeOf(before), signal).catch((error: unknown) => {
      throw asSent(error, 'nothing');
    });
    if (there === null) return null;
    const mayBeOurs = there !== 'other' && (before.fileId !== null || isSince(there, before.committing));
    if (mayBeOurs && proofOf(there, payload, await one.hash()).kind === 'hash') {
      run.onProgress(payload.size);
      return there;
    }
    note({ path: beside(before.path), fileId: null });
    return null;
  }

  function sent(one: Upload, from: Saved): Promise<StoredFile> {
    return payload.size > largestWhole ? inParts(one, { ...from, path: saved.path }) : whole(one, saved.path);
  }
}

/** A file that was moved is found by its id. */
function placeOf({ fileId, path }: Saved): string {
  return fileId === null ? path : `id:${fileId}`;
}

function pathFor({ name }: Payload, { settings, services }: Account): string {
  return tamePath(keyOf(settings.keyTemplate, { name, at: services.clock() }));
}

/** One request. Where the name is taken, Dropbox keeps the bytes, and they get another name without being sent again. */
async function whole(one: Upload, path: string): Promise<StoredFile> {
  const { account, payload, run, hash, note } = one;
  const { signal, onProgress } = run;
  const content_hash = await hash();
  const put = (at: string): Promise<StoredFile> => {
    note({ path: at, committing: account.services.clock() });
    const method = (sdk: Dropbox) =>
      sdk.filesUpload({ ...commitTo(at), content_hash, contents: stretchBody(payload, 0, payload.size) });
    return call(account, method, StoredFile, { signal, payload, onSent: onProgress });
  };
  // Dropbox locks an account while it writes there, and refuses others.
  return await inTurn(account.id, signal, async () => {
    try {
      return await put(path);
    } catch (error) {
      if (!isRefused(error, 'conflict')) throw error;
      const kept = error.details(Kept)?.upload_session_id;
      const other = beside(path);
      return kept === undefined ? await put(other) : await commit(one, kept, other);
    }
  });
}

async function inParts(one: Upload, saved: Saved): Promise<StoredFile> {
  const { account, payload, run, hash, note } = one;
  const { signal, onProgress } = run;
  void hash();
  const sending = { account, payload, signal, onProgress, save: (session: Saved['session']) => note({ session }) };
  const finish = (session: string): Promise<StoredFile> =>
    inTurn(account.id, signal, async () => {
      try {
        return await commit(one, session, saved.path);
      } catch (error) {
        if (!isRefused(error, 'conflict')) throw error;
        return await commit(one, session, beside(saved.path));
      }
    });
  const session = await sendBySession(sending, saved.session);
  try {
    return await finish(session);
  } catch (error) {
    // It held something else than its offset told, or Dropbox has dropped it.
    if (!isLost(error)) throw error;
    return await finish(await sendBySession(sending, null));
  }
}

/** Makes a file of a session that holds the whole payload. The name is saved first: no answer is no sign that it is not there. */
async function commit({ account, payload, run, note }: Upload, session: string, path: string): Promise<StoredFile> {
  note({ path, committing: account.services.clock() });
  const finish = { cursor: { session_id: session, offset: payload.size }, commit: commitTo(path), contents: noBytes };
  const method = (sdk: Dropbox) => sdk.filesUploadSessionFinish(finish);
  // Dropbox goes over the whole file, as with one that it was just sent.
  const answerTimeoutMs = answerLimit(payload.size);
  return await call(account, method, StoredFile, { signal: run.signal, payload, answerTimeoutMs });
}

/** Whatever becomes of this, the file is there. */
async function delivered({ account, payload, run, hash, note }: Upload, file: StoredFile): Promise<Delivery> {
  const id = file.id.slice('id:'.length);
  note({ fileId: id });
  try {
    const proof = proofOf(file, payload, await hash());
    if (proof.kind === 'contradiction') {
      // Nobody shall be led to what is not the file: only its owner, to where it lies.
      const place = new URL(`/home/${pathSegment(payload.name)}`, account.at.site);
      return { link: place.href, deleteHandle: handleOf(account, id), expiresAt: null, proof };
    }
    const { link, expiresAt } = await inTurn(account.id, run.signal, () => linkTo(account, file.id, run.signal));
    return { link, deleteHandle: handleOf(account, id), expiresAt, proof };
  } catch (error) {
    throw asSent(error, 'all');
  }
}

function asSent(error: unknown, sent: BodySent): unknown {
  return error instanceof UploadFailure ? new UploadFailure(error.failure, { cause: error.cause, sent }) : error;
}
