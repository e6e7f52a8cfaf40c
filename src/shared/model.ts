/** The words of the product as types: destinations, uploads, attempts, receipts and the states between them. */
import { z } from 'zod';
import { Failure } from './failure.ts';
import { AttemptId, BatchId, DestinationId, UploadId } from './ids.ts';

const epochMs = z.number().int().nonnegative();
const bytes = z.number().int().nonnegative();

/** Who can get at what is uploaded there, from the fewest to the most. */
export const Scope = z.enum(['local', 'account', 'public']);
export type Scope = z.infer<typeof Scope>;

export { isWider } from './scope.ts';

/** How long a destination keeps a file. Times in ms. */
export const Retention = z.discriminatedUnion('kind', [
  /** No end date; the host promises nothing. */
  z.object({ kind: z.literal('no-end-date') }),
  /** Removed after this long without a download. */
  z.object({ kind: z.literal('while-used'), idleMs: z.number() }),
  z.object({ kind: z.literal('fixed'), ms: z.number() }),
  /** Between the two, the larger the shorter. */
  z.object({ kind: z.literal('by-size'), minMs: z.number(), maxMs: z.number() }),
  /** As long as this computer shares it, at most `maxMs`. */
  z.object({ kind: z.literal('while-shared'), maxMs: z.number().nullable() }),
]);
export type Retention = z.infer<typeof Retention>;

/** How a destination has been doing, from its last attempts. Kept over restarts. */
export const Health = z.object({
  /** `resting`: it failed so often that it is left alone until `probeAt`; `probing`: one upload is trying it again. */
  state: z.enum(['unknown', 'working', 'resting', 'probing']),
  /** Epoch ms of the next probe while it rests. */
  probeAt: epochMs.nullable(),
  /** Of the last attempts that say something about the host (at most 20). */
  successes: z.number().int().nonnegative(),
  failures: z.number().int().nonnegative(),
  /** ms until the host answered after all was sent, smoothed; null while unknown. */
  latencyMs: z.number().nonnegative().nullable(),
  /** Smoothed; null while unknown. */
  bytesPerSecond: z.number().nonnegative().nullable(),
  lastFailure: z.object({ failure: Failure, at: epochMs }).nullable(),
});
export type Health = z.infer<typeof Health>;

/** What a destination takes and promises, as the window shows it. */
export const DestinationView = z.object({
  id: DestinationId,
  provider: z.string(),
  label: z.string(),
  scope: Scope,
  maxBytes: bytes.nullable(),
  refusedExtensions: z.array(z.string()),
  takesEmptyFiles: z.boolean(),
  retention: Retention,
  health: Health,
});
export type DestinationView = z.infer<typeof DestinationView>;

/**
 * How a secret is kept: `sealed` by the system's key store; `weak` in a file that is as good as plain text, as the user
 * agreed; `kept-for-run` in memory until the program ends; `none` where there is no secret.
 */
export const Sealing = z.enum(['sealed', 'weak', 'kept-for-run', 'none']);
export type Sealing = z.infer<typeof Sealing>;

/** A secret that a destination can have, without its value: that never comes to the window. */
export const SecretView = z.object({
  field: z.string(),
  title: z.string(),
  description: z.string(),
  required: z.boolean(),
  /** It has several lines, and mostly stands in a file. */
  multiline: z.boolean(),
  sealing: Sealing,
  /** Epoch ms; null where it is in no file. */
  savedAt: epochMs.nullable(),
});
export type SecretView = z.infer<typeof SecretView>;

/** A destination as the user sets it up. */
export const DestinationSetup = z.object({
  id: DestinationId,
  provider: z.string(),
  label: z.string(),
  secrets: z.array(SecretView),
});
export type DestinationSetup = z.infer<typeof DestinationSetup>;

/** What shows that the bytes arrived, and who said so. */
export const Proof = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('hash'), by: z.enum(['host', 'link']) }),
  z.object({ kind: z.literal('size'), by: z.enum(['host', 'link']) }),
  z.object({ kind: z.literal('reachable'), by: z.literal('link') }),
  /** `why`: the link could not be reached from here, may not be asked (single use), or was not to be asked. */
  z.object({ kind: z.literal('unverified'), why: z.enum(['unreachable', 'not-checkable', 'not-asked']) }),
]);
export type Proof = z.infer<typeof Proof>;

export const Phase = z.enum(['sending', 'finishing', 'verifying']);
export type Phase = z.infer<typeof Phase>;

/** What a file looks like that is better not sent by accident. */
export const SecretKind = z.enum(['env', 'private-key', 'password-database', 'wallet', 'credentials']);
export type SecretKind = z.infer<typeof SecretKind>;

/** What the user is asked before the guard lets a file go. */
export const GuardQuestion = z.enum(['location', 'secret-file']);
export type GuardQuestion = z.infer<typeof GuardQuestion>;

const asks = {
  what: z.literal('consent'),
  /** The destination that would not do, null where `to` is the first. */
  from: DestinationId.nullable(),
  to: DestinationId,
  failure: Failure.nullable(),
};

/** The chain would go on with `to`, and the user has to agree to that first. */
export const Consent = z.discriminatedUnion('why', [
  /** It lets more people in, or keeps the file shorter, than was agreed. */
  z.object({ ...asks, why: z.enum(['wider', 'shorter']) }),
  /** The file may tell where it was made, and that can not be removed; `seen`: it does tell. */
  z.object({
    ...asks,
    why: z.literal('location'),
    format: z.string().max(32),
    because: z.enum(['format', 'damaged', 'too-much', 'unknown-part']),
    seen: z.boolean(),
  }),
  z.object({ ...asks, why: z.literal('secret-file'), looksLike: SecretKind }),
]);
export type Consent = z.infer<typeof Consent>;

const waitsToTryAgain = {
  until: epochMs,
  at: DestinationId,
  failure: Failure,
  /** The destination that would be tried instead, where there is one. */
  next: DestinationId.nullable(),
  /** The coming try is the last one there: where it fails, this destination comes, without a question. */
  lastBefore: DestinationId.optional(),
};

/** What a waiting upload waits for. */
export const Wait = z.discriminatedUnion('what', [
  z.object({ what: z.literal('back-off'), ...waitsToTryAgain }),
  z.object({ what: z.literal('rate-limit'), ...waitsToTryAgain }),
  z.object({ what: z.literal('network') }),
  Consent,
  z.object({ what: z.literal('sign-in'), at: DestinationId, failure: Failure }),
  z.object({ what: z.literal('disk') }),
  /** Nothing is sent before `until`, so that the user can take it back. */
  z.object({ what: z.literal('undo'), until: epochMs }),
  /** A link that was given for the same bytes was checked and opens: the user says whether to use it. */
  z.object({
    what: z.literal('already-online'),
    link: z.string(),
    at: DestinationId,
    since: epochMs,
    expiresAt: epochMs.nullable(),
    /** The upload that it was given to, and what the check showed. */
    from: UploadId,
    proof: Proof,
  }),
]);
export type Wait = z.infer<typeof Wait>;

/** The state of an upload. `done`, `failed` and `cancelled` are final until the user asks for more. */
export const State = z.discriminatedUnion('name', [
  z.object({ name: z.literal('preparing') }),
  z.object({ name: z.literal('queued') }),
  z.object({ name: z.literal('running'), phase: Phase, at: DestinationId }),
  z.object({ name: z.literal('waiting'), wait: Wait }),
  z.object({ name: z.literal('paused') }),
  z.object({ name: z.literal('done') }),
  z.object({ name: z.literal('failed'), failure: Failure, at: DestinationId.nullable() }),
  z.object({ name: z.literal('cancelled') }),
]);
export type State = z.infer<typeof State>;
export type StateName = State['name'];

export { isFinal, isForTheUser } from './states.ts';

/** How an attempt ended; `passed-over` is a destination that was not asked, and why. */
export const AttemptOutcome = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('running') }),
  z.object({ kind: z.literal('delivered'), proof: Proof }),
  /** Nothing was sent: a link that the same bytes have already was taken. */
  z.object({ kind: z.literal('reused'), proof: Proof }),
  z.object({ kind: z.literal('failed'), failure: Failure }),
  z.object({ kind: z.literal('passed-over'), failure: Failure }),
  z.object({ kind: z.literal('cancelled') }),
  /** The program ended while the attempt ran. */
  z.object({ kind: z.literal('interrupted') }),
]);
export type AttemptOutcome = z.infer<typeof AttemptOutcome>;

/** What the relay did after an attempt. */
export const Then = z.discriminatedUnion('act', [
  z.object({ act: z.literal('retry'), afterMs: z.number().nonnegative() }),
  z.object({ act: z.literal('next'), to: z.string() }),
  z.object({ act: z.literal('wait') }),
  z.object({ act: z.literal('stop') }),
]);
export type Then = z.infer<typeof Then>;

/** One line of the ledger. Destination and provider are kept by name, so that it stays true when they are gone. */
export const AttemptView = z.object({
  id: AttemptId,
  destinationId: DestinationId,
  destinationLabel: z.string(),
  /** 1 for the first try at this destination within a visit, 2 for its retry. */
  number: z.number().int().positive(),
  startedAt: epochMs,
  endedAt: epochMs.nullable(),
  sentBytes: bytes,
  outcome: AttemptOutcome,
  /** An earlier body went out whole, or a bad link was left: a copy may still be there. */
  copyMayRemain: z.boolean(),
  /** A link that was given but turned out bad, named so that its owner can find it. */
  orphanLink: z.string().nullable(),
  next: Then.nullable(),
  /** What was sent does not tell where the file was made, although the file itself does. */
  withoutLocation: z.boolean(),
});
export type AttemptView = z.infer<typeof AttemptView>;

/** A share of this computer's own server. */
export const ShareView = z.object({
  downloads: z.number().int(),
  stopped: z.boolean(),
  reach: z.enum(['loopback', 'network']),
});
export type ShareView = z.infer<typeof ShareView>;

/** Whether the host can delete what it was given, and what became of that. */
export const Deletion = z.discriminatedUnion('kind', [
  /** The host gave nothing to delete it with. */
  z.object({ kind: z.literal('impossible') }),
  /** Not through this upload: another one has what deletes it, or a share is stopped instead. */
  z.object({ kind: z.literal('elsewhere') }),
  z.object({ kind: z.literal('possible') }),
  /** The user wants it deleted, and the host's answer is not known: its link is given away no more. */
  z.object({ kind: z.literal('asked') }),
  /** The host did not confirm it: the link may still open, and deleting can be tried again. */
  z.object({ kind: z.literal('unconfirmed'), failure: Failure }),
  z.object({ kind: z.literal('deleted'), at: epochMs }),
]);
export type Deletion = z.infer<typeof Deletion>;

export const ReceiptView = z.object({
  link: z.string(),
  destinationId: DestinationId,
  destinationLabel: z.string(),
  /** The provider that the destination had: it deletes only through the same one. Empty where it is not known. */
  provider: z.string(),
  scope: Scope,
  createdAt: epochMs,
  expiresAt: epochMs.nullable(),
  proof: Proof,
  deletion: Deletion,
  /** Present where this computer serves the file. */
  share: ShareView.nullable(),
});
export type ReceiptView = z.infer<typeof ReceiptView>;

/**
 * The place that a photo or a video tells: `removed` from what is sent, `kept` in it, or `unread`, since it can not be
 * told whether there is one.
 */
export const LocationFact = z.enum(['removed', 'kept', 'unread']);
export type LocationFact = z.infer<typeof LocationFact>;

/** One upload as the window sees it: it names no path. */
export const UploadView = z.object({
  id: UploadId,
  batchId: BatchId,
  position: z.number().int().nonnegative(),
  /** Place in the queue, lowest first. */
  rank: z.number(),
  name: z.string(),
  /** Bytes of the payload; null while it is not known (preparing, or unreadable). */
  size: bytes.nullable(),
  mime: z.string(),
  state: State,
  receipt: ReceiptView.nullable(),
  sentBytes: bytes,
  /** Labels of destinations where an earlier attempt may have left a copy. */
  copiesMayRemainAt: z.array(z.string()),
  /** Null where the file tells no place that we know of. */
  location: LocationFact.nullable(),
  createdAt: epochMs,
});
export type UploadView = z.infer<typeof UploadView>;

export const Intake = z.enum([
  'drop',
  'picker',
  'paste',
  'tray',
  'shortcut',
  'argument',
  'second-instance',
  'command-line',
  /** Sent again from the history. */
  'history',
]);
export type Intake = z.infer<typeof Intake>;

/** Whether a link that a file has already is offered instead of sending it again. */
export const Reuse = z.enum(['offer', 'never']);
export type Reuse = z.infer<typeof Reuse>;

export const BatchView = z.object({ id: BatchId, createdAt: epochMs, intake: Intake, linksCopied: z.boolean() });
export type BatchView = z.infer<typeof BatchView>;

/** Where files may go, chosen once on a new profile. */
export const ChainChoice = z.enum(['public', 'own', 'this-computer']);
export type ChainChoice = z.infer<typeof ChainChoice>;
