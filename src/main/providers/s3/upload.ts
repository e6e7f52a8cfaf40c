/** Sends a file to S3: small ones in one request, large ones in parts; never over what is there. */
import { UploadFailure } from '../../../shared/failure.ts';
import type { Proof } from '../../../shared/model.ts';
import type { Payload } from '../../net/payload.ts';
import { rawBody } from '../../net/raw-body.ts';
import { shortenedName } from '../names.ts';
import { keyOf, randomPart, unlike } from '../own-storage.ts';
import type { Contradicted, Services, UploadRun } from '../provider.ts';
import { contentDisposition, contentType } from '../this-computer/headers.ts';
import { type Kept, keptFor, stateOf } from './checkpoint.ts';
import type { S3 } from './client.ts';
import { S3Failure } from './errors.ts';
import { sendMultipart } from './multipart.ts';
import { streamed } from './request-handler.ts';
import { isOurs, judgeEtag, lookAt, markName, md5Header, proofOf, toldIn } from './stored.ts';

/** Larger files go in parts, bytes: below, what a cut costs is little, and one request is less than several. */
export const largestWhole = 16 * 1024 * 1024;

/** An upload at work. */
export interface Sending {
  readonly payload: Payload;
  readonly run: UploadRun;
  readonly s3: S3;
  readonly services: Pick<Services, 'hash' | 'clock'>;
  readonly keyTemplate: string;
}

/** A file that S3 has. */
export interface Stored {
  readonly key: string;
  readonly proof: Proof | Contradicted | null;
}

/** A name for the file, and whether nobody else has it: something in it was drawn by lot. */
export interface Target {
  readonly key: string;
  readonly unique: boolean;
  /** Drawn by lot; the object carries it. */
  readonly mark: string;
}

export async function send(sending: Sending): Promise<Stored> {
  const { payload, run, s3 } = sending;
  const limitBytes = s3.place.vendor.maxBytes;
  if (limitBytes !== null && payload.size > limitBytes) {
    throw new UploadFailure({ kind: 'too-large', sizeBytes: payload.size, limitBytes });
  }
  const kept = keptFor(run.resumeFrom, payload.source, s3);
  return payload.size > largestWhole ? await sendMultipart(sending, kept) : await sendWhole(sending, kept);
}

async function sendWhole(sending: Sending, kept: Kept | null): Promise<Stored> {
  const { payload, run, s3, services } = sending;
  const { place } = s3;
  const md5 = await services.hash(payload, run.signal, { algorithm: 'md5' });
  const sent = { size: payload.size, etag: md5 };
  const proof = (key: string, etag: ReturnType<typeof judgeEtag>) =>
    proofOf(s3, { key, size: payload.size, etag, confirmed: place.vendor.checksMd5 }, run.signal);
  let target: Target | null = kept;
  if (kept) {
    // An earlier run may have come through although its answer was lost.
    const there = await lookAt(s3, kept.key, run.signal);
    if (typeof there === 'object' && isOurs(there, { ...kept, ...sent }, place.vendor.etagIsMd5.whole)) {
      run.onProgress(payload.size);
      return { key: kept.key, proof: await proof(kept.key, judgeEtag(there, md5, place.vendor.etagIsMd5.whole)) };
    }
    if (there !== 'nothing' && !(there === 'unknown' && (kept.unique || place.vendor.conditional.put))) {
      target = otherThan(kept);
    }
  }
  target ??= await freeTarget(sending);

  let furthest = 0;
  const onSent = (bytes: number): void => {
    // What is sent once more has nothing new to tell until it is further.
    if (bytes <= furthest && bytes > 0) return;
    furthest = bytes;
    run.onProgress(bytes);
  };
  const put = async ({ key, unique, mark }: Target): Promise<Stored> => {
    const where = { host: s3.host, bucket: place.bucket };
    run.checkpoint(stateOf({ ...where, key, unique, mark, ...identity(payload), etag: md5 }));
    const command = new s3.sdk.PutObjectCommand({
      Bucket: place.bucket,
      Key: key,
      ...described(payload, mark),
      ContentLength: payload.size,
      ContentMD5: md5Header(md5),
      ...(place.vendor.conditional.put && { IfNoneMatch: '*' }),
      Body: streamed,
    });
    const asking = { signal: run.signal, body: rawBody(payload), onSent, sizeBytes: payload.size };
    const told = toldIn(await s3.ask((client, options) => client.send(command, options), asking));
    // Others answer with 200 as well: a page that wants to be agreed to stands before many a network.
    if (told.ETag === undefined) {
      throw new UploadFailure(
        { kind: 'bad-answer', host: s3.host, detail: 'an object without an ETag' },
        { sent: 'all' },
      );
    }
    return { key, proof: await proof(key, judgeEtag(told, md5, place.vendor.etagIsMd5.whole)) };
  };
  try {
    return await put(target);
  } catch (error) {
    if (!isTaken(error)) throw error;
    return await put(otherThan(target));
  }
}

/** A name that nobody has, for what can not have this one. */
export function otherThan({ key, mark }: Target): Target {
  return { key: unlike(key), unique: true, mark };
}

/** A name that is free, as far as can be known before it is written to. */
export async function freeTarget({ payload, run, s3, services, keyTemplate }: Sending): Promise<Target> {
  const [random, mark] = [randomPart(), randomPart()];
  const key = keyOf(keyTemplate, { name: payload.name, at: services.clock(), random });
  if (key.includes(random)) return { key, unique: true, mark };
  const { put, complete } = s3.place.vendor.conditional;
  const isWhole = payload.size <= largestWhole;
  // Who writes over what is there can not be asked before: two uploads would find the same name free.
  if (!(isWhole ? put : complete)) return otherThan({ key, unique: false, mark });
  // Who refuses to needs no question before a small file; a large one would be sent in vain.
  if (isWhole) return { key, unique: false, mark };
  const isFree = (await lookAt(s3, key, run.signal)) === 'nothing';
  return isFree ? { key, unique: false, mark } : otherThan({ key, unique: false, mark });
}

/** There is something of that name, and it was not written over. */
export function isTaken(error: unknown): error is S3Failure {
  return error instanceof S3Failure && error.status === 412;
}

/** What tells the file from any other, in a checkpoint. */
export function identity({ source }: Payload): Pick<Kept, 'size' | 'mtimeNs'> {
  return { size: source.size, mtimeNs: String(source.mtimeNs) };
}

/** How a browser gets it: under the file's name, and never as a page that runs; and whose it is. */
export function described({ name, mime }: Payload, mark: string) {
  const disposition = contentDisposition(shortenedName(name, 255), mime);
  const isPlayed = /^(audio|video)\//i.test(mime);
  return {
    ContentType: contentType(mime),
    ContentDisposition: isPlayed ? disposition.replace(/^attachment/, 'inline') : disposition,
    Metadata: { [markName]: mark },
  };
}
