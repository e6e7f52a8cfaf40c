/** The conversation about a file in parts: begun, gone on with, and ended exactly once. */
import { z } from 'zod';
import { UploadFailure } from '../../../shared/failure.ts';
import { type Kept, stateOf } from './checkpoint.ts';
import { abort } from './cleaning.ts';
import { isUnknownUpload } from './errors.ts';
import { completed, type ListedParts, listParts, type Part, type Parts, partBytesFor, sendParts } from './parts.ts';
import { etagOfParts, isOurs, judgeEtag, lookAt, proofOf, type Told, toldIn } from './stored.ts';
import {
  described,
  freeTarget,
  identity,
  isTaken,
  otherThan,
  type Sending,
  type Stored,
  type Target,
} from './upload.ts';

/** Putting parts together may take a server this long, ms. */
const endingMs = 600_000;

/** How long an upload that can not be kept in mind may take to end, ms. */
const forgettingMs = 10_000;

const Created = z.object({ UploadId: z.string().min(1).max(2048) });

type Begun = Parts & Target;

export async function sendMultipart(sending: Sending, kept: Kept | null): Promise<Stored> {
  const { payload, run } = sending;
  const { uploadId, partBytes } = kept ?? {};
  if (kept && uploadId !== undefined && partBytes !== undefined) {
    const { key, unique, mark, encryption } = kept;
    const begun = { key, unique, mark, uploadId, partBytes, encryption };
    const listed = await whatIsThere(sending, begun);
    if (listed) return await goOn(sending, begun, listed);
    const done = await doneBefore(sending, kept);
    if (done) {
      run.onProgress(payload.size);
      return done;
    }
    // It was ended by somebody, or for its age.
    run.checkpoint(null);
  }
  const begun = await begin(sending, await freeTarget(sending));
  return await goOn(sending, begun, new Map());
}

/** The parts that S3 has; null where it does not know the upload any more. */
async function whatIsThere({ run, s3 }: Sending, begun: Begun): Promise<ListedParts | null> {
  try {
    return await listParts(s3, begun, run.signal);
  } catch (error) {
    if (isUnknownUpload(error)) return null;
    throw error;
  }
}

/** An upload whose end was asked for, and whose answer was lost, may have become its object. */
async function doneBefore(
  { payload, run, s3 }: Sending,
  { key, unique, mark, etag }: Target & Pick<Kept, 'etag'>,
): Promise<Stored | null> {
  if (etag === undefined) return null;
  const there = await lookAt(s3, key, run.signal);
  const isMd5 = s3.place.vendor.etagIsMd5.parts;
  if (typeof there === 'string' || !isOurs(there, { size: payload.size, etag, unique, mark }, isMd5)) return null;
  const hash = judgeEtag(there, etag, isMd5) === 'right' || s3.place.vendor.checksMd5;
  return { key, proof: { kind: hash ? 'hash' : 'size', by: 'host' } };
}

/** Nothing is sent before it is known which upload it belongs to. */
async function begin({ payload, run, s3 }: Sending, { key, unique, mark }: Target): Promise<Begun> {
  const { bucket } = s3.place;
  const command = new s3.sdk.CreateMultipartUploadCommand({ Bucket: bucket, Key: key, ...described(payload, mark) });
  const answer = await s3.ask((client, options) => client.send(command, options), {
    signal: run.signal,
    sizeBytes: payload.size,
  });
  const created = Created.safeParse(answer).data;
  if (!created) throw new UploadFailure({ kind: 'bad-answer', host: s3.host, detail: 'an upload without an id' });
  const { ServerSideEncryption: encryption } = toldIn(answer);
  const partBytes = partBytesFor(payload.size);
  const begun = { key, unique, mark, uploadId: created.UploadId, partBytes, encryption };
  try {
    save({ payload, run, s3 }, begun);
  } catch (error) {
    // Nobody would ever know of it. What hinders this as well is in the list of leftovers one day, and not the cause.
    await abort(s3, { bucket, ...begun }, AbortSignal.timeout(forgettingMs)).catch(() => {});
    throw error;
  }
  return begun;
}

function save({ payload, run, s3 }: Pick<Sending, 'payload' | 'run' | 's3'>, begun: Begun, etag?: string): void {
  const where = { host: s3.host, bucket: s3.place.bucket };
  run.checkpoint(stateOf({ ...where, ...begun, ...identity(payload), ...(etag !== undefined && { etag }) }));
}

async function goOn(sending: Sending, begun: Begun, listed: ListedParts): Promise<Stored> {
  const { payload, run, s3, services } = sending;
  const parts = await sendParts(payload, run, begun, listed, { s3, hash: services.hash });
  const etag = etagOfParts(parts.map(({ md5 }) => md5));
  // From now on the object may be there: who comes back asks for it.
  save(sending, begun, etag);
  let told: Told;
  try {
    told = await end(sending, begun, parts);
  } catch (error) {
    if (!isTaken(error)) throw error;
    // An end that was asked for before, and whose answer was lost, may have been quicker.
    const done = await doneBefore(sending, { ...begun, etag });
    await abort(s3, { bucket: s3.place.bucket, ...begun }, run.signal);
    if (done) return done;
    // A name that nobody has is not refused for being taken: this would go on for ever.
    if (begun.unique) throw error;
    // Somebody took the name meanwhile. It can not be changed any more.
    const other = await begin(sending, otherThan(begun));
    return await goOn(sending, other, new Map());
  }
  const verdict = judgeEtag(told, etag, s3.place.vendor.etagIsMd5.parts);
  const asked = {
    key: begun.key,
    size: payload.size,
    etag: verdict,
    confirmed: parts.every(({ confirmed }) => confirmed),
  };
  return { key: begun.key, proof: await proofOf(s3, asked, run.signal) };
}

async function end({ payload, run, s3 }: Sending, begun: Begun, parts: readonly Part[]): Promise<Told> {
  const { bucket, vendor } = s3.place;
  const command = new s3.sdk.CompleteMultipartUploadCommand({
    Bucket: bucket,
    Key: begun.key,
    UploadId: begun.uploadId,
    MultipartUpload: { Parts: completed(parts) },
    ...(vendor.conditional.complete && { IfNoneMatch: '*' }),
  });
  const asking = { signal: run.signal, sizeBytes: payload.size, answerTimeoutMs: endingMs };
  const answer = await s3.ask((client, options) => client.send(command, options), asking);
  // Ceph 16 leaves the ETag empty.
  if (answer.Key === undefined && answer.ETag === undefined && answer.Location === undefined) {
    const detail = 'the end of an upload without its object';
    throw new UploadFailure({ kind: 'bad-answer', host: s3.host, detail }, { sent: 'all' });
  }
  return toldIn(answer);
}
