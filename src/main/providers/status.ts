/** What a host's answer means when it is no success: one table from status to failure, for all HTTP hosts. */
import type { Failure } from '../../shared/failure.ts';
import type { HttpAnswer } from '../net/net.ts';
import { createRedaction } from '../net/redaction.ts';

export interface StatusContext {
  /** As failures name it: host and port. */
  readonly host: string;
  /** Bytes of the payload. */
  readonly sizeBytes: number;
  /** The provider's own limit for this payload, null where it names none. */
  readonly limitBytes: number | null;
  /** The payload's extension with its dot, or its media type where it has none. */
  readonly type: string;
  /** The host's words, from `answerDetail`. */
  readonly detail: string;
  /** Epoch ms. */
  readonly now: number;
}

const maxDetail = 300;

/**
 * The failure that a status stands for, null for every 2xx (hosts.md 2.C, right column).
 * 408 is temporary by definition (RFC 9110, 15.5.9) and counts as the server's.
 */
export function failureOfStatus(answer: HttpAnswer, context: StatusContext): Failure | null {
  const { status } = answer;
  const { host, detail } = context;
  if (status >= 200 && status < 300) return null;
  switch (status) {
    case 401:
      return { kind: 'auth', host };
    case 403:
      return { kind: 'forbidden', host, detail };
    case 404:
    case 410:
      return { kind: 'not-found', host };
    case 413:
      return tooLarge(context);
    case 415:
      return { kind: 'type-refused', type: context.type };
    case 429:
      return { kind: 'rate-limited', host, retryAfterMs: retryAfterMs(answer, context.now) };
    case 451:
      return { kind: 'content-blocked', detail };
    case 507:
      return { kind: 'quota', host };
    case 408:
      return { kind: 'server', host, status, retryAfterMs: retryAfterMs(answer, context.now) };
  }
  if (status >= 500 && status < 600) {
    return { kind: 'server', host, status, retryAfterMs: retryAfterMs(answer, context.now) };
  }
  if (status >= 400 && status < 500) return { kind: 'bad-request', host, status, detail };
  return { kind: 'bad-answer', host, detail: `status ${status}${detail === '' ? '' : `: ${detail}`}` };
}

/** `too-large`, with the provider's limit only where the payload is over it: else the host has one that we do not know. */
export function tooLarge({ sizeBytes, limitBytes }: Pick<StatusContext, 'sizeBytes' | 'limitBytes'>): Failure {
  return {
    kind: 'too-large',
    sizeBytes,
    limitBytes: limitBytes !== null && sizeBytes > limitBytes ? limitBytes : null,
  };
}

/**
 * How long `Retry-After` asks to wait, ms; null where it is absent or neither seconds nor an HTTP date.
 * A date is measured from the answer's own `Date` where it has one, so that a wrong clock here does no harm.
 */
export function retryAfterMs(answer: Pick<HttpAnswer, 'headers'>, now: number): number | null {
  const asked = answer.headers['retry-after']?.trim();
  if (asked === undefined) return null;
  if (/^\d{1,9}$/.test(asked)) return Number(asked) * 1000;
  const until = httpDate(asked);
  if (until === null) return null;
  return Math.max(0, until - (httpDate(answer.headers.date) ?? now));
}

/** An HTTP date of any of the three forms (RFC 9110, 5.6.7) as epoch ms. */
function httpDate(text: string | undefined): number | null {
  // `Date.parse` makes a date of "Monday 1" as well.
  if (text === undefined || !/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? .*\d\d:\d\d:\d\d( \d{4}| GMT| UTC)?$/.test(text))
    return null;
  // The oldest form names no zone; HTTP dates are always UTC.
  const time = Date.parse(/GMT$|UTC$/.test(text) ? text : `${text} GMT`);
  return Number.isNaN(time) ? null : time;
}

/**
 * What the host said, fit for the ledger: one line of at most 300 characters, without control and direction
 * characters, markup or `secrets`. Of a page only its title is kept.
 */
export function answerDetail(answer: Pick<HttpAnswer, 'text'>, secrets: readonly string[] = []): string {
  let text = answer.text;
  // No `<` within a tag: else a page of nothing but these would be gone over once for each.
  if (looksLikePage(text))
    text = `page: ${/<title[^<>]*>([^<]*)/i.exec(text)?.[1] ?? text.replaceAll(/<[^<>]*>/g, ' ')}`;
  return plainLine(createRedaction(secrets)(visible(text)), maxDetail);
}

/** One line of at most `max` characters, without control and direction characters. */
export function plainLine(text: string, max: number): string {
  const line = visible(text).replaceAll(/\s+/g, ' ').trim();
  return line.length <= max ? line : `${line.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

function visible(text: string): string {
  return text.toWellFormed().replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ');
}

/** True for HTML, whatever its headers say. */
export function looksLikePage(text: string): boolean {
  return /^\s*(<!doctype|<html|<head|<body|<pre|<\?xml)/i.test(text);
}
