/** What shows that S3 has the file as it was sent: Content-MD5 that it checked, ETags that are MD5s, its size. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Proof } from '../../../shared/model.ts';
import type { Contradicted } from '../provider.ts';
import type { S3 } from './client.ts';
import { S3Failure } from './errors.ts';

/** What answers to PUT, HEAD and the end of an upload in parts tell of an object. */
const Told = z.object({
  ETag: z.string().max(1024).optional(),
  ContentLength: z.number().optional(),
  ServerSideEncryption: z.string().optional(),
  SSECustomerAlgorithm: z.string().optional(),
  Metadata: z.record(z.string(), z.string()).optional(),
});
export type Told = z.infer<typeof Told>;

export function toldIn(output: object): Told {
  return Told.safeParse(output).data ?? {};
}

/** `right` and `wrong` only where the ETag is an MD5: `silent` says nothing either way. */
export type EtagVerdict = 'right' | 'wrong' | 'silent';

/**
 * @param md5 lower-case hex; with `-` and the number of parts where it went in parts
 * @param isMd5 what the vendor's ETags are
 */
export function judgeEtag(
  { ETag = '', ServerSideEncryption, SSECustomerAlgorithm }: Told,
  md5: string,
  isMd5: boolean,
): EtagVerdict {
  const etag = plainEtag(ETag);
  if (etag === md5) return 'right';
  // With keys of its own or of the key service, an ETag is no MD5, although it looks like one.
  const isPlain = SSECustomerAlgorithm === undefined && (ServerSideEncryption ?? 'AES256') === 'AES256';
  return isMd5 && isPlain && /^[0-9a-f]{32}(-\d+)?$/.test(etag) ? 'wrong' : 'silent';
}

/** Without its quotes, in lower case. */
export function plainEtag(etag: string): string {
  return etag.replaceAll('"', '').toLowerCase();
}

/** The ETag of an object in parts, from the MD5s of these (lower-case hex). */
export function etagOfParts(md5s: readonly string[]): string {
  const whole = createHash('md5');
  for (const md5 of md5s) whole.update(md5, 'hex');
  return `${whole.digest('hex')}-${md5s.length}`;
}

/** As `Content-MD5` wants it. */
export function md5Header(md5: string): string {
  return Buffer.from(md5, 'hex').toString('base64');
}

/** What is stored under a key: nothing, something, or we may not know. */
export async function lookAt(s3: S3, key: string, signal: AbortSignal): Promise<Told | 'nothing' | 'unknown'> {
  try {
    const { place, sdk } = s3;
    const command = new sdk.HeadObjectCommand({ Bucket: place.bucket, Key: key });
    return toldIn(await s3.ask((client, options) => client.send(command, options), { signal }));
  } catch (error) {
    if (!(error instanceof S3Failure)) throw error;
    if (error.status === 404) return 'nothing';
    // Who may not list a bucket is not told what is missing in it.
    if (error.status === 403) return 'unknown';
    throw error;
  }
}

/** Under which name an object's metadata tells whose upload it is. */
export const markName = 'droprelay-upload';

/**
 * Whether what is stored is what this very upload sent. The same bytes under the same name may be somebody else's, who
 * would lose them with ours: its mark tells, and where it has none, a key that nobody else has.
 */
export function isOurs(
  told: Told,
  sent: { size: number; etag: string; unique: boolean; mark: string },
  isMd5: boolean,
): boolean {
  if (told.ContentLength !== sent.size || judgeEtag(told, sent.etag, isMd5) === 'wrong') return false;
  const mark = told.Metadata?.[markName];
  return mark === undefined ? sent.unique : mark === sent.mark;
}

/**
 * The proof of a file whose every byte the server took.
 * @param confirmed the server checked each Content-MD5, or every ETag is the right MD5
 */
export async function proofOf(
  s3: S3,
  { key, size, etag, confirmed }: { key: string; size: number; etag: EtagVerdict; confirmed: boolean },
  signal: AbortSignal,
): Promise<Proof | Contradicted | null> {
  if (etag === 'wrong') return { kind: 'contradiction', why: 'hash' };
  if (etag === 'right' || confirmed) return { kind: 'hash', by: 'host' };
  const told = await lookAt(s3, key, signal);
  if (told === 'unknown') return null;
  if (told === 'nothing' || told.ContentLength !== size) return { kind: 'contradiction', why: 'size' };
  return { kind: 'size', by: 'host' };
}
