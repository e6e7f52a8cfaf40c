/** What S3's error codes mean in our words (hosts.md 1.12; "Error responses" in the S3 API reference). */
import { type Failure, UploadFailure } from '../../../shared/failure.ts';
import type { SentAnswer } from '../../net/net.ts';
import { mayHaveKept } from '../http-host.ts';
import { answerDetail, failureOfStatus, plainLine, retryAfterMs, type StatusContext, tooLarge } from '../status.ts';

interface Context extends StatusContext {
  readonly status: number;
  readonly retryAfterMs: number | null;
}

/** What the program knows of the request that failed. */
export interface Asked {
  readonly host: string;
  /** That the request was signed for. */
  readonly region: string;
  /** Bytes of the file, 0 where there is none. */
  readonly sizeBytes: number;
  /** What must not stand in a failure. */
  readonly secrets: readonly string[];
  /** Epoch ms. */
  readonly now: number;
}

/** An error that S3 named. Its failure is what the engine sees; the code is for those who know what to do about it. */
export class S3Failure extends UploadFailure {
  /** As S3 names it, such as `NoSuchUpload`; '' where the answer names none. */
  readonly code: string;
  readonly status: number;
  /** The server's clock, epoch ms; null where it tells none. */
  readonly serverTime: number | null;

  constructor(failure: Failure, answer: SentAnswer, code: string) {
    super(failure, { sent: mayHaveKept(failure) ? answer.sent : 'nothing' });
    this.code = code;
    this.status = answer.status;
    this.serverTime = clockOf(answer);
  }
}

/** The server does not know what was begun there: it was ended, or put together. Ceph says `NoSuchKey`. */
export function isUnknownUpload(error: unknown): boolean {
  return error instanceof S3Failure && error.status === 404 && error.code !== 'NoSuchBucket';
}

const server = ({ host, status, retryAfterMs }: Context): Failure => ({ kind: 'server', host, status, retryAfterMs });
const auth = ({ host }: Context): Failure => ({ kind: 'auth', host });
const notFound = ({ host }: Context): Failure => ({ kind: 'not-found', host });
const forbidden = ({ host, detail }: Context): Failure => ({ kind: 'forbidden', host, detail });
const limited = ({ host, retryAfterMs }: Context): Failure => ({ kind: 'rate-limited', host, retryAfterMs });
const quota = ({ host }: Context): Failure => ({ kind: 'quota', host });
const badProof = (): Failure => ({ kind: 'bad-proof', why: 'hash' });
const wrong = (field: string) => (): Failure => ({ kind: 'settings-invalid', field });

const codes: Readonly<Record<string, (context: Context) => Failure>> = {
  InternalError: server,
  ServiceUnavailable: server,
  OperationAborted: server,
  ConditionalRequestConflict: server,
  RequestTimeout: server,
  // Somebody ended the upload, or a part was lost: the next run finds out what is left, and goes on or begins anew.
  NoSuchUpload: server,
  InvalidPart: server,
  SlowDown: limited,
  SlowDownRead: limited,
  SlowDownWrite: limited,
  RequestLimitExceeded: limited,
  TooManyRequests: limited,
  TooManyRequestsException: limited,
  AccessDenied: forbidden,
  AllAccessDisabled: forbidden,
  AccountProblem: forbidden,
  InvalidObjectState: forbidden,
  InvalidAccessKeyId: auth,
  SignatureDoesNotMatch: auth,
  Unauthorized: auth,
  UnauthorizedAccess: auth,
  ExpiredToken: auth,
  InvalidToken: auth,
  TokenRefreshRequired: auth,
  InvalidClientTokenId: auth,
  InvalidSecurity: auth,
  NotSignedUp: auth,
  NoSuchBucket: notFound,
  NoSuchKey: notFound,
  NotFound: notFound,
  InvalidBucketName: wrong('bucket'),
  KeyTooLongError: wrong('keyTemplate'),
  EntityTooLarge: tooLarge,
  EntityTooSmall: ({ host, status, detail }) => ({ kind: 'bad-request', host, status, detail }),
  QuotaExceeded: quota,
  TooManyBuckets: quota,
  StorageFull: quota,
  XMinioStorageFull: quota,
  InsufficientStorage: quota,
  BadDigest: badProof,
  InvalidDigest: badProof,
  XAmzContentSHA256Mismatch: badProof,
};

/** The bucket is in another region. */
const elsewhere: ReadonlySet<string> = new Set([
  'PermanentRedirect',
  'TemporaryRedirect',
  'IllegalLocationConstraintException',
  'InvalidRegionName',
]);

/** The code in an error's XML; '' where there is none. Enough of it, where the answer was cut. */
export function codeIn(text: string): string {
  return /<Code>\s*([\w.-]{1,100})\s*<\/Code>/.exec(text.slice(0, 16_384))?.[1] ?? '';
}

/**
 * The failure that an answer stands for. It is asked only for answers that are none of what was hoped for: a success
 * that can not be read is `bad-answer`.
 * @param named the code as the SDK read it, where it did
 */
export function failureOf(answer: SentAnswer, named: string, asked: Asked): S3Failure {
  const code = codeIn(answer.text) || named;
  const said = /<Message>([^<]{0,1000})/.exec(answer.text.slice(0, 16_384))?.[1];
  const words = said === undefined ? answer.text : `${code}: ${said}`;
  const context: Context = {
    host: asked.host,
    sizeBytes: asked.sizeBytes,
    limitBytes: null,
    type: '',
    detail: answerDetail({ text: words }, asked.secrets) || plainLine(code, 100),
    now: asked.now,
    status: answer.status,
    retryAfterMs: retryAfterMs(answer, asked.now),
  };
  return new S3Failure(meant(code, answer, context, asked), answer, code);
}

function meant(code: string, answer: SentAnswer, context: Context, asked: Asked): Failure {
  const { now } = asked;
  const { host, detail } = context;
  if (code === 'RequestTimeTooSkewed') return { kind: 'clock-skew', host, offByMs: now - (clockOf(answer) ?? now) };
  // With a region in it, the request went to another one than the bucket's; else the key's ID is none.
  if (code === 'AuthorizationHeaderMalformed') {
    return regionIn(answer) === null ? { kind: 'auth', host } : wrongRegion(answer, asked);
  }
  if (elsewhere.has(code)) return wrongRegion(answer, asked);
  const named = Object.hasOwn(codes, code) ? codes[code] : undefined;
  if (named) return named(context);
  // An answer to HEAD has no words: a redirect is one to the bucket's region.
  if (answer.status === 301 || answer.status === 307) return wrongRegion(answer, asked);
  return failureOfStatus(answer, context) ?? { kind: 'bad-answer', host, detail };
}

/** Names the right one where the answer does, and it is another one than was asked for. */
function wrongRegion(answer: SentAnswer, { region }: Asked): Failure {
  const expected = regionIn(answer);
  const isOther = expected !== null && expected.toLowerCase() !== region.toLowerCase();
  return { kind: 'settings-invalid', field: 'region', ...(isOther && { expected }) };
}

/** The region that the bucket is in, as the answer tells it; null where it does not. */
export function regionIn({ headers, text }: Pick<SentAnswer, 'headers' | 'text'>): string | null {
  const told = headers['x-amz-bucket-region'] ?? /<Region>([^<]*)<\/Region>/.exec(text.slice(0, 16_384))?.[1] ?? '';
  return /^[a-z0-9-]{1,64}$/i.test(told) ? told : null;
}

/** The server's time, epoch ms; null where it tells none. */
function clockOf({ headers, text }: Pick<SentAnswer, 'headers' | 'text'>): number | null {
  const told = /<ServerTime>([^<]{1,40})<\/ServerTime>/.exec(text.slice(0, 16_384))?.[1] ?? headers.date ?? '';
  const time = Date.parse(told);
  return Number.isNaN(time) ? null : time;
}
