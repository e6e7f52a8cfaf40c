/** Ends what was begun in a bucket and never finished, and deletes what is stored there. */
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { UploadFailure } from '../../../shared/failure.ts';
import { jsonOf } from '../http-host.ts';
import type { Leftover } from '../provider.ts';
import { type Begun, begunIn, stateOf } from './checkpoint.ts';
import type { S3 } from './client.ts';
import { isUnknownUpload, S3Failure } from './errors.ts';

const mebibyte = 1024 * 1024;
/** A part that was under way may come in after the end: then the end is asked for again, after these waits (ms). */
const lateMs = [0, 200, 1_000, 3_000];
const maxListed = 1_000;
/** Pages of a list that may hold nothing but what is in use. */
const maxPages = 20;

type InParts = Pick<Begun, 'bucket' | 'key' | 'uploadId'>;

/**
 * Ends an upload until nothing of it is left. One that is not known any more has ended.
 * Fails with `server` where parts keep coming in.
 */
export async function abort(s3: S3, { bucket, key, uploadId }: InParts, signal: AbortSignal): Promise<void> {
  const at = { Bucket: bucket, Key: key, UploadId: uploadId };
  for (const ms of lateMs) {
    if (ms > 0) await delay(ms, undefined, { signal }).catch(() => {});
    const asked = await unlessGone(() =>
      s3.ask((client, options) => client.send(new s3.sdk.AbortMultipartUploadCommand(at), options), { signal }),
    );
    if (asked === null || !(await holdsParts(s3, at, signal))) return;
  }
  throw new UploadFailure({ kind: 'server', host: s3.host, status: 200, retryAfterMs: null });
}

async function holdsParts(
  s3: S3,
  at: { Bucket: string; Key: string; UploadId: string },
  signal: AbortSignal,
): Promise<boolean> {
  try {
    const list = () =>
      s3.ask((client, options) => client.send(new s3.sdk.ListPartsCommand({ ...at, MaxParts: 1 }), options), {
        signal,
      });
    return ((await unlessGone(list))?.Parts?.length ?? 0) > 0;
  } catch (error) {
    // Who may end an upload may not always look into it.
    if (error instanceof S3Failure && error.status === 403) return false;
    throw error;
  }
}

/** Null where the server does not know the upload. */
async function unlessGone<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (isUnknownUpload(error)) return null;
    throw error;
  }
}

/** As `Connection.discard`: objects stay, only what lies around unfinished goes. */
export async function discard(s3: S3, state: string, signal: AbortSignal): Promise<void> {
  const begun = begunIn(state);
  if (!begun) return;
  // Another server would say that it does not know it, which is true of every upload.
  if (begun.host !== s3.host) throw new UploadFailure({ kind: 'settings-invalid', field: 'endpoint' });
  try {
    await abort(s3, begun, signal);
  } catch (error) {
    if (!isBucketGone(error)) throw error;
  }
}

function isBucketGone(error: unknown): boolean {
  return error instanceof S3Failure && error.code === 'NoSuchBucket';
}

const Listed = z.object({
  Uploads: z.array(z.object({ Key: z.string(), UploadId: z.string(), Initiated: z.date().optional() })).default([]),
  IsTruncated: z.boolean().default(false),
  NextKeyMarker: z.string().optional(),
  NextUploadIdMarker: z.string().optional(),
});

/** As `Connection.leftovers`: what stands where the template puts its keys. */
export async function leftovers(
  s3: S3,
  keyTemplate: string,
  inUse: readonly string[],
  signal: AbortSignal,
): Promise<Leftover[]> {
  const used = new Set(inUse.map((state) => begunIn(state)?.uploadId));
  const { bucket } = s3.place;
  const found: Leftover[] = [];
  let markers = {};
  for (let page = 0; page < maxPages && found.length < maxListed; page++) {
    // Keys are encoded: some that there can be do not fit into XML.
    const asked = { Bucket: bucket, Prefix: fixedPrefix(keyTemplate), EncodingType: 'url' as const, ...markers };
    const command = new s3.sdk.ListMultipartUploadsCommand({ ...asked, MaxUploads: maxListed });
    const answer = await s3.ask((client, options) => client.send(command, options), {
      signal,
      maxAnswerBytes: 8 * mebibyte,
    });
    const list = Listed.safeParse(answer).data;
    if (!list) throw new UploadFailure({ kind: 'bad-answer', host: s3.host, detail: 'a list of uploads without them' });
    for (const { Key, UploadId, Initiated } of list.Uploads) {
      const key = decoded(Key);
      if (key === null || used.has(UploadId)) continue;
      const state = stateOf({ host: s3.host, bucket, key, uploadId: UploadId });
      if (begunIn(state)) found.push({ state, name: key, startedAt: Initiated?.getTime() ?? null, bytes: null });
    }
    if (!list.IsTruncated || list.NextKeyMarker === undefined) break;
    markers = { KeyMarker: decoded(list.NextKeyMarker) ?? list.NextKeyMarker, UploadIdMarker: list.NextUploadIdMarker };
  }
  return found.slice(0, maxListed);
}

/** What all keys of a template begin with. */
function fixedPrefix(template: string): string {
  return (
    template
      .split('{')[0]
      ?.replace(/^[\s/]+/, '')
      .replace(/[^/]*$/, '') ?? ''
  );
}

function decoded(key: string): string | null {
  try {
    return decodeURIComponent(key.replaceAll('+', '%20'));
  } catch {
    return null;
  }
}

const Handle = z.object({ host: z.string(), bucket: z.string(), key: z.string().min(1) });

/** What deletes an object; it names its server and its bucket, so that no other one is asked after a change. */
export function handleOf({ host, place }: S3, key: string): string {
  return JSON.stringify({ host, bucket: place.bucket, key });
}

/** As `Connection.remove`. In a bucket that keeps versions, the last one stays below a mark that it is deleted. */
export async function remove(s3: S3, deleteHandle: string, signal: AbortSignal): Promise<void> {
  const handle = jsonOf(deleteHandle, Handle);
  if (handle?.host !== s3.host) throw new UploadFailure({ kind: 'settings-invalid', field: 'endpoint' });
  const { bucket, key } = handle;
  try {
    await s3.ask(
      (client, options) => client.send(new s3.sdk.DeleteObjectCommand({ Bucket: bucket, Key: key }), options),
      { signal },
    );
  } catch (error) {
    if (!(error instanceof S3Failure) || !['NoSuchKey', 'NoSuchBucket'].includes(error.code)) throw error;
  }
}

/**
 * As `Connection.checkCredentials`: asks for a list of nothing, which has an answer with words, unlike HEAD. Who may not
 * list is signed in nevertheless.
 */
export async function checkCredentials(s3: S3, signal: AbortSignal): Promise<void> {
  try {
    await s3.ask(
      (client, options) =>
        client.send(new s3.sdk.ListObjectsV2Command({ Bucket: s3.place.bucket, MaxKeys: 0 }), options),
      { signal },
    );
  } catch (error) {
    if (!(error instanceof S3Failure) || error.code !== 'AccessDenied') throw error;
  }
}
