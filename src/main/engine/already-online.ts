/** Looks whether the bytes of an upload are online already: then a link that was checked is offered, and nothing sent. */
import { toFailure, UploadFailure } from '../../shared/failure.ts';
import type { DestinationId } from '../../shared/ids.ts';
import { isWider, type Proof, type Wait } from '../../shared/model.ts';
import { patchesOf } from '../net/patched-payload.ts';
import type { Payload, PinnedSource } from '../net/payload.ts';
import { createSlots } from '../net/slots.ts';
import type { OnlineLink, OnlineLinks, OnlineQuestion } from '../store/online-links.ts';
import type { UploadJob } from '../store/upload-reader.ts';
import { destinationsOf, planVisit } from './chain.ts';
import type { Destination, FindDestination } from './destination.ts';
import type { LookAt } from './file-look.ts';
import type { Form, Guarded } from './guarding.ts';
import type { Hasher } from './hasher.ts';
import type { Verify } from './verification.ts';

export interface OnlineDeps {
  readonly links: OnlineLinks;
  readonly hasher: Pick<Hasher, 'hash'>;
  readonly find: FindDestination;
  /** Asks a link once. */
  readonly verify: Verify;
  readonly payload: (source: PinnedSource, name: string, mime: string) => Payload;
  readonly look: LookAt;
  /** Epoch ms. */
  readonly clock: () => number;
  readonly report: (error: unknown) => void;
  /** How long a link may take to answer, ms. */
  readonly answerMs: number;
}

export type Offer = Extract<Wait, { what: 'already-online' }>;

/** The hash of what is sent in a form. */
export interface KnownHash {
  readonly transform: string | null;
  readonly sha256: string;
}

/**
 * What was found, and the hashes that were needed to find it. Never throws: what can not be looked at is not offered.
 * @param payload the file's own bytes
 */
export type FindOnline = (
  job: UploadJob,
  payload: Payload,
  guarded: Guarded,
  signal: AbortSignal,
) => Promise<{ readonly offer: Offer | null; readonly hashes: readonly KnownHash[] }>;

/** A form of the file, and the destinations that would get it so. */
interface FormAt extends Form {
  readonly destinations: DestinationId[];
}

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

  /** The hash of what is sent, once those of others of its size are known too, where they still are what was sent. */
  async function hashAll({ payload }: Form, question: OnlineQuestion, signal: AbortSignal): Promise<string> {
    // One file at a time: the next may find that what it needs was hashed for this one.
    using turn = await hashing.take('', signal);
    if (!turn) throw new UploadFailure({ kind: 'cancelled' });
    const own = await deps.hasher.hash(payload.source, signal, { patches: patchesOf(payload) });
    for (const { payloadId, source } of deps.links.unhashed(question).slice(0, maxHashed)) {
      const sha256 = await hashOf(source, question.transform, signal).catch(reportDefect);
      if (sha256) deps.links.saveHash(payloadId, sha256);
    }
    return own;
  }

  /** The hash of what was sent of another file in this form; null where the form would be another one today. */
  async function hashOf(source: PinnedSource, transform: string | null, signal: AbortSignal): Promise<string | null> {
    if (transform === null) return deps.hasher.hash(source, signal);
    const payload = deps.payload(source, '', '');
    const look = await deps.look(payload, { signal, aside: (work) => work() });
    if (look.transform !== transform || look.location.kind !== 'found') return null;
    return deps.hasher.hash(source, signal, { patches: look.location.patches });
  }

  return async (job, payload, guarded, signal) => {
    const hashes: KnownHash[] = [];
    const asked = new Set<string>();
    const now = deps.clock();
    const firstOf = (links: readonly OnlineLink[]): Promise<Offer | null> => {
      const some = links.filter((link) => isAgreed(link, job, now) && !asked.has(link.link)).slice(0, maxAsked);
      for (const { link } of some) asked.add(link);
      return firstThatOpens(some, payload, signal);
    };
    try {
      const forms = formsOf(agreedDestinations(job, payload, guarded, deps.find), guarded);
      const wanted = forms.map((form) => ({ form, question: questionOf(form, job, now) }));
      for (const { question } of wanted) {
        const offer = await firstOf(deps.links.ofSource(question, payload.source));
        if (offer) return { offer, hashes };
      }
      for (const { form, question } of wanted) {
        const mayBeAnother =
          payload.size < hashBelow && deps.links.ofSize(question).some(({ link }) => !asked.has(link));
        if (!mayBeAnother || signal.aborted) continue;
        const sha256 = await hashAll(form, question, signal);
        hashes.push({ transform: form.transform, sha256 });
        const offer = await firstOf(deps.links.ofHash(question, sha256));
        if (offer) return { offer, hashes };
      }
    } catch (error) {
      reportDefect(error);
    }
    return { offer: null, hashes };
  };
}

/** The forms in which the destinations would be sent the file, each with those that would. */
function formsOf(destinations: readonly Destination[], guarded: Guarded): FormAt[] {
  const forms: FormAt[] = [];
  for (const { id, traits } of destinations) {
    const form = guarded.formAt(traits.scope);
    const known = forms.find(({ transform }) => transform === form.transform);
    if (known) known.destinations.push(id);
    else forms.push({ ...form, destinations: [id] });
  }
  return forms;
}

function questionOf({ payload, transform, destinations }: FormAt, { batchId }: UploadJob, now: number): OnlineQuestion {
  return { size: payload.size, mime: payload.mime, destinations, transform, batchId, now };
}

/** Where the upload may go without a question, and where a link may be asked. */
function agreedDestinations(job: UploadJob, payload: Payload, guarded: Guarded, find: FindDestination): Destination[] {
  return planVisit(destinationsOf(job.chain, job.fragile, find), job, payload, guarded)
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
