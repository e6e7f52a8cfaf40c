/** Sends a made-up payload through a provider's own code, and holds the outcome against the oracle. */
import { type BodySent, type Failure, UploadFailure } from '../../shared/failure.ts';
import type { HttpAnswer, Net } from '../net/net.ts';
import type { Payload } from '../net/payload.ts';
import { catbox } from './catbox.ts';
import { litterbox } from './litterbox.ts';
import { canary, type MutatedAnswer, type MutatedPayload, type Own } from './mutated-answers-generator.ts';
import { now } from './mutated-answers-headers.ts';
import { complaintAbout, isPlainLink, type Reading, readingOf, waitAsked } from './mutated-answers-oracle.ts';
import type { Delivery, Provider, Secrets } from './provider.ts';
import { uncontradicted } from './test-contradiction.ts';
import { unusedServices, unwatchedRun } from './test-services.ts';
import { www0x0 } from './www0x0.ts';
import { x0at } from './x0at.ts';

export const providers = { catbox, litterbox, x0at, www0x0 } as const;
export type ProviderId = keyof typeof providers;

/** How an upload ended. */
export type Outcome = { readonly delivery: Delivery } | { readonly failure: Failure; readonly sent: BodySent };

/** The hash that every payload is said to have. */
export const payloadSha256 = '0123456789abcdef'.repeat(4);

/** Anything but a delivery or an `UploadFailure` is thrown on. */
export async function uploadTo(
  id: ProviderId,
  settings: Record<string, unknown>,
  net: Net,
  payload: Payload,
): Promise<Outcome> {
  return await uploadThrough(providers[id], settings, { userhash: canary }, net, payload);
}

/** The same for any provider. */
export async function uploadThrough(
  provider: Provider,
  settings: Record<string, unknown>,
  secrets: Secrets,
  net: Net,
  payload: Payload,
): Promise<Outcome> {
  const connection = provider.connect(provider.settings.parse(settings), secrets, {
    ...unusedServices,
    net,
    clock: () => now,
    hash: () => Promise.resolve(payloadSha256),
  });
  try {
    return { delivery: uncontradicted(await connection.upload(payload, unwatchedRun)) };
  } catch (error) {
    if (!(error instanceof UploadFailure)) throw error;
    return { failure: error.failure, sent: error.sent };
  }
}

/** A payload that gives `bytes`, or that is never opened. */
export function payloadOf({ name, mime, size }: MutatedPayload, bytes: Buffer | null = null): Payload {
  return {
    name,
    mime,
    size,
    source: { path: '/nowhere', dev: 0n, ino: 0n, size, mtimeNs: 0n },
    async open() {
      if (!bytes) throw new Error('nobody reads this one');
      return {
        async *chunks() {
          for (let from = 0; from < size; from += 1 << 20) yield bytes.subarray(from, Math.min(size, from + (1 << 20)));
        },
        async [Symbol.asyncDispose]() {},
      };
    },
  };
}

/** The other side of the `Net` interface: answers as an `HttpAnswer`, bounded as the interface says. */
export function answering(answer: MutatedAnswer, share: BodySent): { readonly net: Net; readonly heard: HttpAnswer } {
  const bytes = Buffer.from(answer.body);
  const truncated = bytes.length > 65_536;
  const text = new TextDecoder().decode(bytes.subarray(0, 65_536));
  const heard = { status: answer.status, headers: answer.headers, text, truncated };
  const net: Net = {
    ...unusedServices.net,
    async request({ body, onSent }) {
      const length = body?.length ?? 0;
      onSent?.(0);
      if (share !== 'nothing') onSent?.(share === 'all' ? length : Math.ceil(length / 2));
      return { ...heard, sent: share };
    },
  };
  return { net, heard };
}

/** What is wrong with the outcome of an upload that got `heard`, null where nothing is. */
export function complaint(outcome: Outcome, heard: HttpAnswer, own: Own, share: BodySent): string | null {
  const reading: Reading = heard.truncated ? 'too long' : readingOf(heard.text, own);
  const accepted = heard.status >= 200 && heard.status < 300 && reading === 'link';
  if ('delivery' in outcome) {
    const { link, deleteHandle, proof } = outcome.delivery;
    if (!accepted) return `false success: ${heard.status}, ${reading}`;
    if (!/^[\x21-\x7e]{1,8192}$/.test(link) || !isBelow(own, link)) return `link of another shape: ${link}`;
    if (proof !== null) return 'a proof that nobody gave';
    const name = new URL(link).pathname.split('/').at(-1);
    const given = [null, name, heard.headers['x-token'] ?? null];
    return given.includes(deleteHandle) ? null : `another file's handle: ${deleteHandle}`;
  }
  const { failure, sent } = outcome;
  if (accepted && isPlainLink(heard.text, own)) return `false failure: ${failure.kind}`;
  const open = failure.kind === 'bad-answer' || failure.kind === 'server';
  if (sent !== (open ? share : 'nothing')) return `${failure.kind} after ${share} was sent says ${sent}`;
  if ('retryAfterMs' in failure) {
    const asked = waitAsked(heard.headers, now);
    // Dates that are nearly right may be understood.
    const nearly = /\d:\d\d/.test(heard.headers['retry-after'] ?? '') || /\d:\d\d/.test(heard.headers.date ?? '');
    if (failure.retryAfterMs !== asked && !nearly) return `waits ${failure.retryAfterMs} instead of ${asked} ms`;
  }
  return complaintAbout(failure);
}

/** True for a link under `own`: as https where it names http, and with any port where it names none. */
function isBelow(own: Own, link: string): boolean {
  const [, scheme, host, port] = /^(https?):\/\/([^/:]+)(:\d+)?\//.exec(link) ?? [];
  const [, ownScheme, ownHost, ownPort] = /^(https?):\/\/([^/:]+)(:\d+)?$/.exec(own.origin) ?? [];
  return (
    host === ownHost && (scheme === ownScheme || scheme === 'https') && (port === ownPort || ownPort === undefined)
  );
}
