/** Looks whether the bytes of an upload are online already: then a link that was checked is offered, and nothing sent. */
import { toFailure, UploadFailure } from '../../shared/failure.ts';
import type { DestinationId } from '../../shared/ids.ts';
import { isWider, type Proof, type Wait } from '../../shared/model.ts';
import type { Payload, PinnedSource } from '../net/payload.ts';
import type { OnlineLink, OnlineLinks, OnlineQuestion } from '../store/online-links.ts';
import type { UploadJob } from '../store/upload-reader.ts';
import { destinationsOf, planVisit } from './chain.ts';
import type { Destination, FindDestination } from './destination.ts';
import type { Hasher } from './hasher.ts';
import { createSlots } from './slots.ts';
import type { Verify } from './verification.ts';

export interface OnlineDeps {
  readonly links: OnlineLinks;
  readonly hasher: Pick<Hasher, 'hash'>;
  readonly find: FindDestination;
  /** Asks a link once. */
  readonly verify: Verify;
  readonly payload: (source: PinnedSource, name: string, mime: string) => Payload;
  /** Epoch ms. */
  readonly clock: () => number;
  readonly report: (error: unknown) => void;
  /** How long a link may take to answer, ms. */
  readonly answerMs: number;
}

export type Offer = Extract<Wait, { what: 'already-online' }>;

/** What was found; `sha256` where it was needed to find it. Never throws: what can not be looked at is not offered. */
export type FindOnline = (
  job: UploadJob,
  source: PinnedSource,
  file: { readonly name: string; readonly mime: string },
  signal: AbortSignal,
) => Promise<{ readonly offer: Offer | null; readonly sha256: string | null }>;

/** Larger files are sent sooner than hashed (bytes). */
const hashBelow = 64 * 1024 * 1024;
/** Links that are asked for one file. */
const maxAsked = 3;
/** Other files whose hash is made for one file. */
const maxHashed = 4;
/** How long a host that did not answer in time is left alone, ms. */
const silentMs = 60_000;
const askedAtOnce = 4;

export function createFindOnline(deps: OnlineDeps): FindOnline {
  const places = createSlots(askedAtOnce);
  const hashing = createSlots(1);
  /** Hosts that did not answer in time, and until when they are not asked. */
  const silent = new Map<DestinationId, number>();

  /** What the link shows of the file; null where it is not known to open. */
  async function proofOf(
    { at, link, expiresAt }: OnlineLink,
    payload: Payload,
    signal: AbortSignal,
  ): Promise<Proof | null> {
    const destination = deps.find(at);
    using place = await places.take(at, signal);
    if (!destination || !place || (silent.get(at) ?? 0) > deps.clock()) return null;
    const late = AbortSignal.timeout(deps.answerMs);
    try {
      const connection = await destination.connect();
      const delivery = { link, deleteHandle: null, expiresAt, proof: null };
      const known = { traits: destination.traits, connection };
      const verdict = await deps.verify(delivery, payload, known, AbortSignal.any([signal, late]));
      return verdict.kind === 'proof' && verdict.proof.kind !== 'unverified' ? verdict.proof : null;
    } catch (error) {
      if (late.aborted) silent.set(at, deps.clock() + silentMs);
      else reportDefect(error);
      return null;
    }
  }

  function reportDefect(error: unknown): void {
    if (toFailure(error).kind === 'bug') deps.report(error);
  }

  async function firstThatOpens(links: readonly OnlineLink[], payload: Payload, signal: AbortSignal) {
    for (const found of links) {
      const proof = await proofOf(found, payload, signal);
      if (signal.aborted) return null;
      const { link, at, since, expiresAt, uploadId: from } = found;
      if (proof) return { what: 'already-online', link, at, since, expiresAt, from, proof } satisfies Offer;
    }
    return null;
  }

  /** The file's hash, once those of others of its size are known too, where they still are what was sent. */
  async function hashAll(source: PinnedSource, question: OnlineQuestion, signal: AbortSignal): Promise<string> {
    // One file at a time: the next may find that what it needs was hashed for this one.
    using turn = await hashing.take('', signal);
    if (!turn) throw new UploadFailure({ kind: 'cancelled' });
    const own = await deps.hasher.hash(source, signal);
    for (const { payloadId, source } of deps.links.unhashed(question).slice(0, maxHashed)) {
      const sha256 = await deps.hasher.hash(source, signal).catch(reportDefect);
      if (sha256) deps.links.saveHash(payloadId, sha256);
    }
    return own;
  }

  return async (job, source, file, signal) => {
    let sha256: string | null = null;
    const asked = new Set<string>();
    try {
      const now = deps.clock();
      const agreed = agreedDestinations(job, { name: file.name, size: source.size }, deps.find);
      if (agreed.length === 0) return { offer: null, sha256 };
      const destinations = agreed.map(({ id }) => id);
      const question = { size: source.size, mime: file.mime, destinations, batchId: job.batchId, now };
      const payload = deps.payload(source, file.name, file.mime);
      const firstOf = (links: readonly OnlineLink[]): Promise<Offer | null> => {
        const some = links.filter((link) => isAgreed(link, job, now) && !asked.has(link.link)).slice(0, maxAsked);
        for (const { link } of some) asked.add(link);
        return firstThatOpens(some, payload, signal);
      };
      const offer = await firstOf(deps.links.ofSource(question, source));
      const mayBeAnother = source.size < hashBelow && deps.links.ofSize(question).some(({ link }) => !asked.has(link));
      if (offer || !mayBeAnother || signal.aborted) return { offer, sha256 };
      sha256 = await hashAll(source, question, signal);
      return { offer: await firstOf(deps.links.ofHash(question, sha256)), sha256 };
    } catch (error) {
      reportDefect(error);
      return { offer: null, sha256 };
    }
  };
}

/** Where the upload may go without a question, and where a link may be asked. */
function agreedDestinations(
  job: UploadJob,
  file: { name: string; size: number },
  find: FindDestination,
): Destination[] {
  return planVisit(destinationsOf(job.chain, job.fragile, find), job, file)
    .filter(({ kind }) => kind === 'try')
    .map(({ destination }) => destination)
    .filter(({ traits }) => traits.linkCheck === 'head' || traits.linkCheck === 'range');
}

/** True where a link lets no more people in, and lasts as long, as was agreed for this upload. */
function isAgreed({ at, scope, expiresAt }: OnlineLink, { granted, ...job }: UploadJob, now: number): boolean {
  if (granted.includes(at)) return true;
  if (isWider(scope, job.scope)) return false;
  return job.keepAtLeastMs === null || expiresAt === null || expiresAt - now >= job.keepAtLeastMs;
}
