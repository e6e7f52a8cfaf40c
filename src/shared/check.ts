/** The check of a destination, as data: its steps in order, what each found, and what it left behind. */
import { z } from 'zod';
import { Failure } from './failure.ts';
import { DestinationId } from './ids.ts';
import { Proof, Retention } from './model.ts';

const epochMs = z.number().int().nonnegative();
const ms = z.number().nonnegative();
/** "host" or "host:port", never more of an address. */
const host = z.string().max(255);

/** In the order in which they are taken. */
export const CheckStepName = z.enum([
  'settings',
  'dns',
  'proxy',
  'tls',
  'clock',
  'credentials',
  'put',
  'read-back',
  'delete',
]);
export type CheckStepName = z.infer<typeof CheckStepName>;

/** Why a step was not taken. */
export const SkipReason = z.enum([
  /** An earlier step failed. */
  'not-reached',
  'cancelled',
  /** This computer: there is nobody to reach. */
  'no-server',
  'literal-address',
  /** A proxy resolves the names. */
  'proxy-resolves',
  'plain-http',
  /** What the server speaks is neither http nor https. */
  'not-http',
  /** The server names no date. */
  'no-date',
  'no-credentials',
  /** There are credentials, and the host has no question that shows whether they are good: the put shows it. */
  'no-question',
  /** A download may use the link up. */
  'used-up-by-asking',
  /** The link leads where links are not asked. */
  'not-checkable',
  /** The host gave nothing to delete the file by. */
  'not-deletable',
]);
export type SkipReason = z.infer<typeof SkipReason>;

/** What a step found out, of one server where it asks several. */
export const CheckFact = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('addresses'), host, addresses: z.array(z.string().max(64)).max(16) }),
  /** `proxy` is null where the way is straight. */
  z.object({ kind: z.literal('way'), host, proxy: host.nullable() }),
  z.object({
    kind: z.literal('certificate'),
    host,
    issuer: z.string().max(200).nullable(),
    expiresAt: epochMs.nullable(),
  }),
  /** How far this computer's clock is ahead of the server's, ms; the header tells whole seconds. */
  z.object({ kind: z.literal('clock'), host, offByMs: z.number() }),
  z.object({ kind: z.literal('sent'), bytes: z.number().int().nonnegative() }),
  z.object({ kind: z.literal('proof'), proof: Proof }),
]);
export type CheckFact = z.infer<typeof CheckFact>;

const name = CheckStepName;
const Ok = z.object({ name, state: z.literal('ok'), ms, facts: z.array(CheckFact) });
const Failed = z.object({ name, state: z.literal('failed'), ms, failure: Failure });
const Skipped = z.object({ name, state: z.literal('skipped'), ms, why: SkipReason });

/** A step that is over. `ms`: how long it took. */
export const CheckStep = z.discriminatedUnion('state', [Ok, Failed, Skipped]);
export type CheckStep = z.infer<typeof CheckStep>;

/** A step as it is told while the check runs: first that it began, then how it ended. */
export const LiveCheckStep = z.discriminatedUnion('state', [
  z.object({ name, state: z.literal('running') }),
  Ok,
  Failed,
  Skipped,
]);
export type LiveCheckStep = z.infer<typeof LiveCheckStep>;

/** What is left of the check at the host. */
export const LeftBehind = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('nothing') }),
  /** The file stays: until then, or as the host keeps such files where it named no date. */
  z.object({ kind: z.literal('file'), until: epochMs.nullable(), retention: Retention }),
  /** It was sent and not confirmed: it may be there. */
  z.object({ kind: z.literal('perhaps') }),
]);
export type LeftBehind = z.infer<typeof LeftBehind>;

export const CheckReport = z.object({
  destinationId: DestinationId,
  label: z.string(),
  provider: z.string(),
  appVersion: z.string(),
  startedAt: epochMs,
  ms,
  /** Every step once, in order. */
  steps: z.array(CheckStep),
  left: LeftBehind,
});
export type CheckReport = z.infer<typeof CheckReport>;

export { type FailedStep, firstFailed, verdictOf } from './check-verdict.ts';
