/**
 * The closed set of reasons why an attempt or an upload did not work.
 *
 * A failure is decided where it arises, acted on in one place (`engine/policy`), and crosses every border as
 * kind + parameters; `shared/messages` turns it into a sentence and a next step.
 */
import { z } from 'zod';

const host = z.string().max(255);
/** A hint from a library or host, bounded and redacted before it gets here; shown only in the ledger. */
const detail = z.string().max(500);
const bytes = z.number().int().nonnegative();
const ms = z.number().nonnegative();

/** What the source of an upload turned out to be, when it can not be read as a regular file. */
export const UnreadableReason = z.enum([
  'missing',
  'no-permission',
  'not-a-file',
  'empty-folder',
  'locked',
  'read-error',
  'no-path',
]);
export type UnreadableReason = z.infer<typeof UnreadableReason>;

export const Failure = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('offline') }),
  z.object({ kind: z.literal('dns'), host }),
  z.object({ kind: z.literal('tls'), host, detail }),
  z.object({ kind: z.literal('proxy'), host, detail }),
  /** No answer within `afterMs`. */
  z.object({ kind: z.literal('timeout'), host, afterMs: ms }),
  /** The body stopped moving for `afterMs`. */
  z.object({ kind: z.literal('stalled'), host, afterMs: ms }),
  /** Refused, reset or closed while nothing or everything of the body had been sent. */
  z.object({ kind: z.literal('connection'), host, detail }),
  z.object({ kind: z.literal('cut-while-sending'), host, sentBytes: bytes }),
  /** `retryAfterMs` is what the host asked for, or null where it named no time. */
  z.object({ kind: z.literal('rate-limited'), host, retryAfterMs: ms.nullable() }),
  z.object({ kind: z.literal('server'), host, status: z.number().int(), retryAfterMs: ms.nullable() }),
  z.object({ kind: z.literal('quota'), host }),
  z.object({ kind: z.literal('auth'), host }),
  z.object({ kind: z.literal('forbidden'), host, detail }),
  z.object({ kind: z.literal('not-found'), host }),
  z.object({ kind: z.literal('bad-request'), host, status: z.number().int(), detail }),
  /** `limitBytes` is null where the host refused the size without naming its limit. */
  z.object({ kind: z.literal('too-large'), sizeBytes: bytes, limitBytes: bytes.nullable() }),
  z.object({ kind: z.literal('type-refused'), type: z.string().max(100) }),
  z.object({ kind: z.literal('empty-refused') }),
  z.object({ kind: z.literal('content-blocked'), detail }),
  z.object({ kind: z.literal('name-taken'), name: z.string().max(1024) }),
  /** The host answered, but not with a link of its own. */
  z.object({ kind: z.literal('bad-answer'), host, detail }),
  /** `closed`: the link of a destination whose links must open is refused to those who have nothing but the link. */
  z.object({ kind: z.literal('bad-proof'), why: z.enum(['size', 'hash', 'page', 'closed']) }),
  z.object({ kind: z.literal('clock-skew'), host, offByMs: z.number() }),
  /** `first`: nobody has agreed to what the host shows yet. Without it, it showed something else before. */
  z.object({ kind: z.literal('host-identity'), host, why: z.enum(['first', 'changed']).optional() }),
  z.object({ kind: z.literal('source-changed') }),
  z.object({ kind: z.literal('source-unreadable'), why: UnreadableReason }),
  z.object({ kind: z.literal('disk-full') }),
  /** `expected`: what the host says should stand there; only where it does. */
  z.object({
    kind: z.literal('settings-invalid'),
    field: z.string().max(200),
    expected: z
      .string()
      .regex(/^[\x20-\x7e]{1,64}$/)
      .optional(),
  }),
  /** `locked`: the system's keyring did not open it; `unreadable`: it was sealed for another keyring or user. */
  z.object({ kind: z.literal('secret-unavailable'), why: z.enum(['missing', 'locked', 'unreadable']) }),
  /** `about` the file itself; without it, about where it would go. */
  z.object({ kind: z.literal('consent-refused'), about: z.enum(['location', 'secret-file']).optional() }),
  z.object({ kind: z.literal('cancelled') }),
  /** A defect of ours; the detail goes to the log and the report. */
  z.object({ kind: z.literal('bug'), detail }),
]);
export type Failure = z.infer<typeof Failure>;
export type FailureKind = Failure['kind'];

/** How much of a request's body had left when it ended: decides whether a copy may have been left behind. */
export type BodySent = 'nothing' | 'part' | 'all';

/** The error that carries a `Failure` through code that throws. */
export class UploadFailure extends Error {
  readonly failure: Failure;
  /** `all` makes the failed request ambiguous: the host may have kept what it got. */
  readonly sent: BodySent;

  constructor(failure: Failure, options: { cause?: unknown; sent?: BodySent } = {}) {
    super(failure.kind, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'UploadFailure';
    this.failure = failure;
    this.sent = options.sent ?? 'nothing';
  }
}

/**
 * Any thrown value as a failure: what is not ours already is a `bug`. Its message stays out, since it may hold a path;
 * whoever catches it reports the error itself.
 */
export function toFailure(error: unknown): Failure {
  if (error instanceof UploadFailure) return error.failure;
  if (!(error instanceof Error)) return { kind: 'bug', detail: typeof error };
  const code = 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : '';
  return { kind: 'bug', detail: `${error.name}${code}`.slice(0, 500) };
}
