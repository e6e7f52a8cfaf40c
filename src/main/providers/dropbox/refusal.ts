/** What Dropbox's refusals mean: its errors are unions, nested, each with a `.tag` (its SDK's types), beside the status table. */
import { z } from 'zod';
import { type BodySent, type Failure, UploadFailure } from '../../../shared/failure.ts';
import type { SentAnswer } from '../../net/net.ts';
import { jsonOf, mayHaveKept } from '../http-host.ts';
import { answerDetail, failureOfStatus, retryAfterMs, type StatusContext, tooLarge } from '../status.ts';

const Body = z.object({ error: z.record(z.string(), z.unknown()) });
const Tagged = z.record(z.string(), z.unknown());
const tag = /^[a-z][a-z0-9_]{0,60}$/;
const deepest = 6;
const longestWaitSeconds = 1_000_000_000;

/** What is known of a request when it is refused. */
export interface Asked {
  readonly host: string;
  /** The file that it is about. */
  readonly name: string;
  readonly sizeBytes: number;
  readonly secrets: readonly string[];
  /** Epoch ms. */
  readonly now: number;
}

/** A refusal as a failure, and as Dropbox named it. */
export class Refusal extends UploadFailure {
  /** From the outermost to the innermost: `path`, `conflict`, `file`. */
  readonly tags: readonly string[];
  /** Not to be seen by who looks at the error: it may repeat whatever was sent. */
  readonly #error: unknown;

  constructor(failure: Failure, sent: BodySent, tags: readonly string[], error: unknown) {
    super(failure, { sent });
    this.name = 'Refusal';
    this.tags = tags;
    this.#error = error;
  }

  has(...names: string[]): boolean {
    return names.some((name) => this.tags.includes(name));
  }

  /** The error where it has this shape, else null. */
  details<T>(shape: z.ZodType<T>): T | null {
    return shape.safeParse(this.#error).data ?? null;
  }
}

/** Whether it is a refusal with one of these tags. */
export function isRefused(error: unknown, ...names: string[]): error is Refusal {
  return error instanceof Refusal && error.has(...names);
}

/** The refusal that an answer is, null for a success. */
export function refusalOf(answer: SentAnswer, asked: Asked): Refusal | null {
  if (answer.status >= 200 && answer.status < 300) return null;
  const error = jsonOf(answer.text, Body)?.error;
  const tags = tagsOf(error);
  const detail = tags.length > 0 ? tags.join('/') : answerDetail(answer, asked.secrets);
  const context = { host: asked.host, sizeBytes: asked.sizeBytes, limitBytes: null, type: '', detail, now: asked.now };
  const failure = failureOfTags(tags, error, answer, { ...context, name: asked.name }) ?? ofStatus(answer, context);
  return new Refusal(failure, mayHaveKept(failure) ? answer.sent : 'nothing', tags, error);
}

function ofStatus(answer: SentAnswer, context: StatusContext): Failure {
  return failureOfStatus(answer, context) ?? { kind: 'bad-answer', host: context.host, detail: context.detail };
}

/** The tags along a nested union. A union's value lies under its tag's name, or is spread out beside it. */
function tagsOf(error: unknown): string[] {
  const tags: string[] = [];
  for (let at = error; tags.length < deepest; ) {
    const level = Tagged.safeParse(at).data;
    if (!level) break;
    const name = level['.tag'];
    const known = typeof name === 'string' && tag.test(name);
    if (known) tags.push(name);
    const next = (known ? level[name] : undefined) ?? level.reason;
    if (next === at) break;
    at = next;
  }
  return tags;
}

type Context = StatusContext & Pick<Asked, 'name'>;

/** The first tag that says something; null where none does. */
function failureOfTags(tags: readonly string[], error: unknown, answer: SentAnswer, context: Context): Failure | null {
  for (const name of tags) {
    const failure = failureOfTag(name, error, answer, context);
    if (failure) return failure;
  }
  return null;
}

function failureOfTag(name: string, error: unknown, answer: SentAnswer, context: Context): Failure | null {
  const { host, detail } = context;
  switch (name) {
    case 'expired_access_token':
    case 'invalid_access_token':
    case 'user_suspended':
    case 'invalid_select_user':
      return { kind: 'auth', host };
    case 'missing_scope':
      // Signing in anew helps only once the app has it.
      return { kind: 'forbidden', host, detail: `missing_scope: ${scopeOf(error)}` };
    case 'no_permission':
    case 'no_write_permission':
    case 'access_denied':
    case 'access_restricted':
    case 'route_access_denied':
    case 'team_access_denied':
    case 'invalid_account_type':
    case 'email_not_verified':
    case 'banned_member':
    case 'team_folder':
    case 'operation_suppressed':
    case 'too_many_shared_folders':
      return { kind: 'forbidden', host, detail };
    case 'insufficient_space':
    case 'team_folder_insufficient_space':
    case 'member_folder_insufficient_space':
    case 'upload_traffic_limit_reached':
      return { kind: 'quota', host };
    case 'malformed_path':
    case 'disallowed_name':
      return { kind: 'bad-request', host, status: answer.status, detail };
    case 'conflict':
      return { kind: 'name-taken', name: context.name.slice(0, 1024) };
    case 'content_hash_mismatch':
      return { kind: 'bad-proof', why: 'hash' };
    case 'payload_too_large':
    case 'too_large':
      return tooLarge(context);
    case 'restricted_content':
      return { kind: 'content-blocked', detail };
    case 'too_many_requests':
    case 'too_many_write_operations':
      return { kind: 'rate-limited', host, retryAfterMs: askedWait(answer, error, context.now) };
    default:
      return null;
  }
}

function scopeOf(error: unknown): string {
  const told = z.object({ required_scope: z.string().regex(/^[\w.]{1,60}$/) }).safeParse(error);
  return told.data?.required_scope ?? 'not told which';
}

/** ms; in the header, or in the answer's body alone. */
function askedWait(answer: SentAnswer, error: unknown, now: number): number | null {
  const told = z.object({ retry_after: z.number().min(0).max(longestWaitSeconds) }).safeParse(error);
  return retryAfterMs(answer, now) ?? (told.success ? told.data.retry_after * 1000 : null);
}
