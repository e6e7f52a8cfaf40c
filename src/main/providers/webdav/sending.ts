/** Gets a file's bytes to the server, under a name that nobody is told: whole, in stretches, or in a Nextcloud's chunks. */
import { UploadFailure } from '../../../shared/failure.ts';
import type { Payload } from '../../net/payload.ts';
import { payloadProgress } from '../../net/payload-body.ts';
import { rawBody, stretchBody } from '../../net/raw-body.ts';
import { answerLimit } from '../../net/time-limits.ts';
import type { UploadRun } from '../provider.ts';
import { stretchFailure } from '../stretch-failure.ts';
import type { Saved } from './checkpoint.ts';
import { addressOf, chunksAt, type Dav, fileOf, temporaryName } from './place.ts';
import { davRequest, davStep, statOf } from './requests.ts';

const mebibyte = 1024 * 1024;
/** Above this size (bytes) a file is sent so that it can be resumed. */
export const largestWhole = 32 * mebibyte;
/** Bytes that are sent again at most, by a server that takes stretches of a file. */
const stretchBytes = 8 * mebibyte;
/** A Nextcloud takes 10,000 chunks of 5 MB to 5 GB ("Chunked file upload", developer manual); fewer are put together sooner. */
const leastChunkBytes = 10 * mebibyte;
const mostChunks = 1_000;

/** How servers say that they take no stretches: nginx and SabreDAV 501, others as of a bad request, or by stumbling. */
const noStretches = [400, 405, 411, 415, 416, 422, 500, 501];

/** How servers say that they know nothing of chunks, as ownCloud Infinite Scale. */
const noChunks = [400, 403, 404, 405, 409, 501];

/** What is sent, by which run, and how what is saved changes. */
export interface Sending {
  readonly payload: Payload;
  readonly run: UploadRun;
  /** Saves, and gives what was saved. */
  save(saved: Saved): Saved;
}

/** The way in which a payload is sent at first; a server that does not know it gets the file whole. */
export function wayFor(payload: Payload, { cloud }: Pick<Dav, 'cloud'>): Saved['way'] {
  if (payload.size <= largestWhole) return 'whole';
  return cloud ? 'chunks' : 'stretches';
}

/** Sends what the server does not have yet of the temporary file. */
export async function sendTemporary(dav: Dav, saved: Saved, sending: Sending): Promise<Saved> {
  switch (saved.way) {
    case 'whole':
      return sendWhole(dav, saved, sending);
    case 'stretches':
      return sendStretches(dav, saved, sending);
    case 'chunks':
      return sendChunks(dav, saved, sending);
  }
}

async function sendWhole(dav: Dav, saved: Saved, { payload, run, save }: Sending): Promise<Saved> {
  const begun = save({ ...saved, way: 'whole', sent: 0 });
  const body = rawBody(payload);
  const onSent = payloadProgress(body, payload, run.onProgress);
  const url = addressOf(dav, temporaryName(saved.id));
  await davRequest(dav, { method: 'PUT', url, body, signal: run.signal, onSent }, { payload });
  return { ...begun, sent: payload.size };
}

/**
 * PUTs with `Content-Range`, as mod_dav takes them. Other servers refuse them, or take each for the whole file (RFC 9110,
 * 14.5, warns of it): so two single bytes go first, and only a server that then has two gets the rest.
 */
async function sendStretches(dav: Dav, saved: Saved, sending: Sending): Promise<Saved> {
  const { payload, run, save } = sending;
  const url = addressOf(dav, temporaryName(saved.id));
  const put = (start: number, end: number, accepts: readonly number[] = []) => {
    const headers = { 'content-range': `bytes ${start}-${end - 1}/${payload.size}` };
    const onSent = (bytes: number): void => run.onProgress(start + bytes);
    const request = {
      method: 'PUT' as const,
      url,
      headers,
      body: stretchBody(payload, start, end),
      signal: run.signal,
      onSent,
    };
    return davRequest(dav, request, { payload, accepts }).catch((error: unknown) => {
      throw stretchFailure(error, start);
    });
  };
  let now = save(saved);
  if (now.sent === 0) {
    for (const at of [0, 1]) {
      const { status } = await put(at, at + 1, noStretches);
      if (status >= 300) return sendWhole(dav, saved, sending);
    }
    if ((await statOf(dav, url, run.signal))?.bytes !== 2) return sendWhole(dav, saved, sending);
    now = save({ ...now, sent: 2 });
  }
  while (now.sent < payload.size) {
    const next = Math.floor(now.sent / stretchBytes + 1) * stretchBytes;
    const end = Math.min(next, payload.size);
    await put(now.sent, end);
    // A stretch that got lost on the way would leave a hole that the next ones hide.
    if (end < payload.size && ((await statOf(dav, url, run.signal))?.bytes ?? 0) < end) throw lost();
    now = save({ ...now, sent: end });
  }
  return now;
}

/**
 * Chunked upload, version 2 (developer manual, "Chunked file upload"). Its target is the temporary file: a Nextcloud may
 * write straight into a target that is there already (`ChunkingV2Plugin`, `tryGetDirectTargetFile`).
 */
async function sendChunks(dav: Dav, saved: Saved, sending: Sending): Promise<Saved> {
  const { payload, run, save } = sending;
  if (!dav.cloud) return sendWhole(dav, saved, sending);
  const folder = chunksAt(dav.cloud, saved.id);
  const { signal } = run;
  const target = fileOf(dav.cloud, temporaryName(saved.id));
  const headers = { destination: target.href, 'oc-total-length': String(payload.size) };
  let now = save(saved);
  if (now.sent === 0) {
    const { status } = await davStep(dav, { method: 'MKCOL', url: folder, headers, signal }, noChunks);
    if (status >= 300) return sendWhole(dav, saved, sending);
  }
  const bytes = chunkBytes(payload.size);
  while (now.sent < payload.size) {
    const start = now.sent;
    const end = Math.min(start + bytes, payload.size);
    const url = new URL(String(start / bytes + 1).padStart(5, '0'), folder);
    const onSent = (count: number): void => run.onProgress(start + count);
    const request = { method: 'PUT' as const, url, headers, body: stretchBody(payload, start, end), signal, onSent };
    await davRequest(dav, request, { payload }).catch((error: unknown) => {
      throw stretchFailure(error, start);
    });
    now = save({ ...now, sent: end });
  }
  const answerTimeoutMs = answerLimit(payload.size);
  await davStep(dav, { method: 'MOVE', url: new URL('.file', folder), headers, signal, answerTimeoutMs });
  return now;
}

function chunkBytes(size: number): number {
  return Math.max(leastChunkBytes, Math.ceil(size / mostChunks / mebibyte) * mebibyte);
}

function lost(): UploadFailure {
  return new UploadFailure({ kind: 'bad-proof', why: 'size' }, { sent: 'part' });
}
