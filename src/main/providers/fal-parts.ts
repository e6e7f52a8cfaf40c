/** A large file for fal's storage: in parts that are sent one after the other, put together at the end, and not sent twice. */
import { z } from 'zod';
import { UploadFailure } from '../../shared/failure.ts';
import type { SentAnswer } from '../net/net.ts';
import type { Payload } from '../net/payload.ts';
import { stretchBody } from '../net/raw-body.ts';
import { ask, jsonBody } from './fileless-request.ts';
import { jsonOf, type Use } from './http-host.ts';
import type { UploadRun } from './provider.ts';
import { stretchFailure } from './stretch-failure.ts';

/** Where a file goes, as fal told it. */
export interface FalTarget {
  /** Its query is a signature: who knows the address may upload there. */
  readonly uploadUrl: URL;
  readonly link: string;
  /** When it was asked for, epoch ms: the host may count a lifetime from then. */
  readonly startedAt: number;
  /** Whether the address may be a private one. */
  readonly mayBePrivate: boolean;
}

/** Bytes; the official client's. */
export const partBytes = 10 * 1024 * 1024;

const Part = z.object({ etag: z.string().min(1).max(200) });
/** What a checkpoint holds. */
const Saved = z.object({
  uploadUrl: z.string(),
  link: z.string(),
  startedAt: z.number(),
  etags: z.array(Part.shape.etag).max(10_000),
});

/** What of the address must not be shown. */
export function signatureOf({ uploadUrl }: FalTarget): string[] {
  const { pathname, search, searchParams } = uploadUrl;
  return [pathname, search, ...searchParams.values()].filter((value) => value.length >= 8);
}

/** How an upload in parts comes to its target. */
export interface FalTargets {
  /** Asks for a new one. */
  begin(): Promise<FalTarget>;
  /** One that was kept, null where its addresses are not good any more. */
  from(kept: { readonly uploadUrl: string; readonly link: string; readonly startedAt: number }): FalTarget | null;
}

type Asking = Pick<Use<unknown>, 'secrets' | 'services'>;

/** Sends the payload, without the parts that an earlier run has sent, and gives where it is. */
export async function sendInParts(
  payload: Payload,
  run: UploadRun,
  use: Asking,
  targets: FalTargets,
): Promise<FalTarget> {
  const saved = run.resumeFrom === null ? null : jsonOf(run.resumeFrom, Saved);
  const kept = saved && targets.from(saved);
  if (kept) {
    try {
      await sendParts(payload, run, use, kept, saved.etags);
      return kept;
    } catch (error) {
      // How long an address is good for is not documented.
      if (!isRefused(error)) throw error;
      run.checkpoint(null);
    }
  }
  const target = await targets.begin();
  await sendParts(payload, run, use, target, []);
  return target;
}

function isRefused(error: unknown): boolean {
  if (!(error instanceof UploadFailure)) return false;
  return ['auth', 'forbidden', 'not-found', 'bad-request'].includes(error.failure.kind);
}

/** A part that fails ends it: the file is not there before `complete`, so no copy is left, and the relay tries again. */
async function sendParts(
  payload: Payload,
  run: UploadRun,
  use: Asking,
  target: FalTarget,
  sent: readonly string[],
): Promise<void> {
  const asked = { payload, secrets: signatureOf(target) };
  const common = { signal: run.signal, allowPrivateAddresses: target.mayBePrivate };
  const etags = sent.slice(0, Math.ceil(payload.size / partBytes));
  const save = (): void => {
    const { link, startedAt } = target;
    run.checkpoint(JSON.stringify({ uploadUrl: target.uploadUrl.href, link, startedAt, etags }));
  };
  save();
  for (let start = etags.length * partBytes; start < payload.size; start += partBytes) {
    const body = stretchBody(payload, start, Math.min(start + partBytes, payload.size));
    const onSent = (bytes: number): void => run.onProgress(start + bytes);
    const url = stepUrl(target, String(etags.length + 1));
    const answer = await ask(use, { ...common, method: 'PUT', url, body, onSent }, asked).catch((error: unknown) => {
      throw stretchFailure(error, start);
    });
    etags.push(etagOf(answer, url));
    save();
  }
  run.onProgress(payload.size);
  const parts = etags.map((etag, index) => ({ partNumber: index + 1, etag }));
  await ask(use, { ...common, method: 'POST', url: stepUrl(target, 'complete'), body: jsonBody({ parts }) }, asked);
}

function stepUrl({ uploadUrl }: FalTarget, step: string): URL {
  const url = new URL(uploadUrl);
  url.pathname = `${url.pathname.replace(/\/$/, '')}/${step}`;
  return url;
}

/** The etag as the answer's JSON or its header has it. */
function etagOf(answer: SentAnswer, url: URL): string {
  const told = Part.safeParse({
    etag: jsonOf(answer.text, Part)?.etag ?? answer.headers.etag,
  });
  if (told.success) return told.data.etag;
  throw new UploadFailure({ kind: 'bad-answer', host: url.host, detail: 'a part without an etag' }, { sent: 'part' });
}
