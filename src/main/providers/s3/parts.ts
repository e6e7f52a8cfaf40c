/** A large file for S3: in parts, some at a time, straight from the disk, and not sent twice. */
import { z } from 'zod';
import { type Failure, UploadFailure } from '../../../shared/failure.ts';
import type { RequestBody } from '../../net/net.ts';
import type { Payload } from '../../net/payload.ts';
import { stretchBody } from '../../net/raw-body.ts';
import { createSlots } from '../../net/slots.ts';
import type { Services, UploadRun } from '../provider.ts';
import type { S3 } from './client.ts';
import { S3Failure } from './errors.ts';
import { streamed } from './request-handler.ts';
import { judgeEtag, md5Header, toldIn } from './stored.ts';

const mebibyte = 1024 * 1024;
/** S3's rules: no more parts than these, none but the last smaller, none larger. */
const maxParts = 10_000;
const leastPart = 5 * mebibyte;
/** Larger parts cost fewer requests, smaller ones lose less when the line is cut. */
const largeFile = 256 * mebibyte;
const largePart = 16 * mebibyte;

/** Parts that are sent at a time. */
const sendingAtOnce = 4;
/** Parts that are hashed or wait to be sent meanwhile. */
const ahead = 2;

/** Bytes of each part of a file of this size but the last. */
export function partBytesFor(size: number): number {
  const usual = size > largeFile ? largePart : leastPart;
  return Math.max(usual, Math.ceil(size / maxParts / mebibyte) * mebibyte);
}

/** Where the parts go. */
export interface Parts {
  readonly key: string;
  readonly uploadId: string;
  readonly partBytes: number;
  /** As S3 said at the beginning: a list of parts does not tell whether their ETags are MD5s. */
  readonly encryption?: string | undefined;
}

/** A part as S3 has it. */
export interface Part {
  readonly etag: string;
  /** Lower-case hex, of the file's own bytes. */
  readonly md5: string;
  /** S3 has these very bytes. */
  readonly confirmed: boolean;
}

const Listed = z.object({
  Parts: z.array(z.object({ PartNumber: z.int(), Size: z.number(), ETag: z.string().max(1024) })).default([]),
  IsTruncated: z.boolean().default(false),
  NextPartNumberMarker: z.string().optional(),
});
const Sent = z.object({ ETag: z.string().min(1).max(1024) });

export type ListedParts = ReadonlyMap<number, { readonly size: number; readonly etag: string }>;

/** The parts that S3 has, by number. Fails so that `isUnknownUpload` where it knows nothing of it. */
export async function listParts(
  s3: S3,
  at: Pick<Parts, 'key' | 'uploadId'>,
  signal: AbortSignal,
): Promise<ListedParts> {
  const found = new Map<number, { size: number; etag: string }>();
  let marker: string | undefined;
  for (;;) {
    const asked = {
      Bucket: s3.place.bucket,
      Key: at.key,
      UploadId: at.uploadId,
      ...(marker && { PartNumberMarker: marker }),
    };
    const answer = await s3.ask((client, options) => client.send(new s3.sdk.ListPartsCommand(asked), options), {
      signal,
      maxAnswerBytes: 2 * mebibyte,
    });
    const page = Listed.safeParse(answer).data;
    if (!page) throw new UploadFailure({ kind: 'bad-answer', host: s3.host, detail: 'a list of parts without them' });
    for (const { PartNumber, Size, ETag } of page.Parts) found.set(PartNumber, { size: Size, etag: ETag });
    const next = page.IsTruncated ? page.NextPartNumberMarker : undefined;
    // A server that does not get on would be asked for ever.
    if (next === undefined || !(Number(next) > Number(marker ?? 0)) || Number(next) >= maxParts) return found;
    marker = next;
  }
}

/**
 * Sends the parts that S3 does not have yet. Those that it has are compared: with their size, and where their ETag is
 * an MD5 with the file's bytes.
 */
export async function sendParts(
  payload: Payload,
  run: UploadRun,
  at: Parts,
  listed: ListedParts,
  { s3, hash }: { s3: S3; hash: Services['hash'] },
): Promise<Part[]> {
  const count = Math.ceil(payload.size / at.partBytes);
  const parts = new Array<Part>(count);
  const progress = progressOf(payload.size, run.onProgress);
  const broken = new AbortController();
  const signal = AbortSignal.any([run.signal, broken.signal]);
  const places = createSlots(sendingAtOnce);
  let next = 0;

  async function sendNext(): Promise<void> {
    while (next < count && !signal.aborted) {
      const index = next++;
      const start = index * at.partBytes;
      const end = Math.min(start + at.partBytes, payload.size);
      const md5 = await hash(payload, signal, { algorithm: 'md5', start, end });
      const there = listed.get(index + 1);
      const same =
        there?.size === end - start
          ? judgePart(s3, { ETag: there.etag, ServerSideEncryption: at.encryption }, md5)
          : null;
      if (there && same !== null && same !== 'wrong') {
        parts[index] = { etag: there.etag, md5, confirmed: same === 'right' || s3.place.vendor.checksMd5 };
        progress(index, end - start);
        continue;
      }
      using place = await places.take('', signal);
      if (!place || signal.aborted) return;
      parts[index] = await sendPart(index + 1, stretchBody(payload, start, end), md5, (sent) => progress(index, sent));
    }
  }

  async function sendPart(
    number: number,
    body: RequestBody,
    md5: string,
    onSent: (bytes: number) => void,
  ): Promise<Part> {
    const command = new s3.sdk.UploadPartCommand({
      Bucket: s3.place.bucket,
      Key: at.key,
      UploadId: at.uploadId,
      PartNumber: number,
      ContentLength: body.length,
      ContentMD5: md5Header(md5),
      Body: streamed,
    });
    const answer = await s3.ask((client, options) => client.send(command, options), {
      signal,
      body,
      onSent,
      sizeBytes: payload.size,
    });
    const sent = Sent.safeParse(answer).data;
    if (!sent) throw new UploadFailure({ kind: 'bad-answer', host: s3.host, detail: 'a part without an ETag' });
    const verdict = judgePart(s3, answer, md5);
    if (verdict === 'wrong') throw new UploadFailure({ kind: 'bad-proof', why: 'hash' });
    return { etag: sent.ETag, md5, confirmed: verdict === 'right' || s3.place.vendor.checksMd5 };
  }

  const failures: unknown[] = [];
  const workers = Array.from({ length: Math.min(count, sendingAtOnce + ahead) }, () =>
    sendNext().catch((error: unknown) => {
      // The first one is the reason, the others end because of it.
      failures.push(error);
      broken.abort();
    }),
  );
  await Promise.all(workers);
  if (run.signal.aborted) throw asPart(new UploadFailure({ kind: 'cancelled' }), progress.total);
  if (failures.length > 0) throw asPart(failures[0], progress.total);
  return parts;
}

function judgePart({ place }: S3, answer: object, md5: string) {
  return judgeEtag(toldIn(answer), md5, place.vendor.etagIsMd5.part);
}

/**
 * A part's failure as one of the file: no object is there before the end is asked for, so that no copy is left, and a
 * connection that ends after a part was cut in the middle of the file.
 */
function asPart(error: unknown, sentBytes: number): unknown {
  if (!(error instanceof UploadFailure)) return error;
  const { failure, cause } = error;
  // A clear refusal has kept nothing.
  if (error instanceof S3Failure && error.sent === 'nothing') return error;
  const isCut = failure.kind === 'cut-while-sending' || (failure.kind === 'connection' && error.sent !== 'nothing');
  const whole: Failure = isCut ? { kind: 'cut-while-sending', host: failure.host, sentBytes } : failure;
  return new UploadFailure(whole, { cause, sent: sentBytes > 0 || error.sent !== 'nothing' ? 'part' : 'nothing' });
}

interface Progress {
  (index: number, bytes: number): void;
  /** Bytes of all parts. */
  total: number;
}

/** Adds up what each part has sent; the whole is told only by the last of them. */
function progressOf(size: number, tell: (bytes: number) => void): Progress {
  const sent = new Map<number, number>();
  const progress: Progress = (index, bytes) => {
    const before = sent.get(index) ?? 0;
    // A part that begins again has nothing new to tell until it is further.
    if (bytes <= before) return;
    sent.set(index, bytes);
    progress.total += bytes - before;
    if (progress.total <= size) tell(progress.total);
  };
  progress.total = 0;
  return progress;
}

/** The parts as the end of an upload names them. */
export function completed(parts: readonly Part[]): { PartNumber: number; ETag: string }[] {
  return parts.map(({ etag }, index) => ({ PartNumber: index + 1, ETag: etag }));
}
