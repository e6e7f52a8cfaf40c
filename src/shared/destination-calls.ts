/** The contract's calls about destinations, their secrets and chains, and settings that are carried elsewhere. */
import { z } from 'zod';
import { CheckReport } from './check.ts';
import { ChainName, Chosen, DestinationDraft, DestinationsView, ImportPlan } from './destination-setup.ts';
import { DestinationId } from './ids.ts';
import { LeftoverEnd, LeftoverId, LeftoverView } from './leftover.ts';
import { Sealing } from './model.ts';

const destination = z.object({ id: DestinationId });
const secret = z.object({ destination: DestinationId, field: z.string().max(64) });
const none = z.undefined();
const nothing = z.void();

export const destinationCalls = {
  /**
   * Keeps a secret of a destination, and says how; no call gives it back. Where the key store does not seal it, it is
   * kept for this run only, or stored as good as in plain text where `storeWeak` says that the user agreed to that.
   * A locked key store may take 10 s. Uploads that wait for sign-in there go on.
   */
  'secrets.set': {
    door: 'page',
    input: secret.extend({ value: z.string().min(1).max(65_536), storeWeak: z.boolean() }),
    output: z.object({ sealing: Sealing.exclude(['none']) }),
  },
  'secrets.clear': { door: 'page', input: secret, output: nothing },
  /** Main asks for the file that holds a secret (at most 64 KiB), and keeps what is in it. Null: none was chosen. */
  'secrets.chooseFile': {
    door: 'page',
    input: z.object({ provider: z.string().max(64), field: z.string().max(64) }),
    output: Chosen.nullable(),
  },
  /** As `secrets.set`, with what is in the file that was chosen. */
  'secrets.setChosen': {
    door: 'page',
    input: secret.extend({ token: z.string().max(64) }),
    output: z.object({ sealing: Sealing.exclude(['none']) }),
  },
  /** Stores what is kept for this run only as good as in plain text, as the user agreed. */
  'secrets.storeWeak': { door: 'page', input: secret, output: z.object({ sealing: Sealing.exclude(['none']) }) },
  'destinations.setup': { door: 'page', input: none, output: DestinationsView },
  /**
   * Makes a destination of `provider` at the end of `chain`, or changes the one of that id. Fails with
   * `settings-invalid`, `field` being `label` or `values.<name>`, and changes nothing then. A secret belongs to the
   * servers that it was given for: with other ones it is removed, and `secretsRemoved` says so.
   */
  'destinations.save': {
    door: 'page',
    input: z.object({
      at: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('new'), provider: z.string().max(64), chain: ChainName }),
        z.object({ kind: z.literal('known'), id: DestinationId }),
      ]),
      draft: DestinationDraft,
    }),
    output: z.object({ id: DestinationId, secretsRemoved: z.boolean() }),
  },
  /** Main asks for a folder; a draft names it by its token. Null: none was chosen. */
  'destinations.chooseFolder': {
    door: 'page',
    input: z.object({ provider: z.string().max(64), field: z.string().max(64) }),
    output: Chosen.nullable(),
  },
  /** Opens the page where the user agrees in the system's browser; where that did not open, its address is copied. */
  'destinations.signIn': {
    door: 'page',
    input: destination,
    output: z.object({ host: z.string(), page: z.enum(['opened', 'copied', 'none']) }),
  },
  /**
   * Takes the code that was shown there, and keeps what it is good for as `secrets.set` does; `unsealed` are those that
   * are kept for this run only. Fails with `auth` for a wrong code, and with `settings-invalid` (`code`) where no sign-in
   * with these settings was begun.
   */
  'destinations.finishSignIn': {
    door: 'page',
    input: destination.extend({ code: z.string().min(1).max(4096) }),
    output: z.object({ unsealed: z.array(z.string()) }),
  },
  /** Asks the server who it is, as it is saved; nothing is agreed to yet. */
  'destinations.askIdentity': {
    door: 'page',
    input: destination,
    output: z.object({ token: z.string().max(64), shown: z.string() }),
  },
  /** Agrees to what was shown under that token. Fails with `cancelled` where the destination is another one by now. */
  'destinations.trust': { door: 'page', input: z.object({ token: z.string().max(64) }), output: nothing },
  /** Uploads that were begun there and never ended; null where it can not tell. Those under way are not among them. */
  'destinations.leftovers': {
    door: 'page',
    input: destination,
    output: z.object({ leftovers: z.array(LeftoverView).nullable() }),
  },
  'destinations.discardLeftovers': {
    door: 'page',
    input: destination.extend({ ids: z.array(LeftoverId).min(1).max(1_000) }),
    output: z.object({ ends: z.array(LeftoverEnd) }),
  },
  /** Off: out of every chain, and nothing is forgotten. */
  'destinations.switch': { door: 'page', input: destination.extend({ on: z.boolean() }), output: nothing },
  /**
   * Forgets a destination and its secrets; a ready-made one is as it came. Uploads that wait for it go on without it, or
   * are paused where their chain has no other.
   */
  'destinations.remove': { door: 'page', input: destination, output: nothing },
  /** Makes another one with the same settings behind it in its chains, switched off; secrets are not copied. */
  'destinations.duplicate': { door: 'page', input: destination, output: destination },
  /** The order in which a chain is tried. Each once, none of them this computer; the public chain is never empty. */
  'chains.set': {
    door: 'page',
    input: z.object({ chain: ChainName, order: z.array(DestinationId).max(200), mayWiden: z.boolean() }),
    output: nothing,
  },
  /** Main asks where to; no secret is in the file. `refused`: the place that was chosen did not take it. */
  'settings.export': {
    door: 'page',
    input: none,
    output: z.object({ end: z.enum(['saved', 'cancelled', 'refused']) }),
  },
  /** Main asks which file; nothing changes until `settings.importGo` names the token. Null: none was chosen. */
  'settings.import': {
    door: 'page',
    input: none,
    output: z.object({ token: z.string(), plan: ImportPlan }).nullable(),
  },
  'settings.importGo': {
    door: 'page',
    input: z.object({ token: z.string().max(64), go: z.boolean() }),
    output: nothing,
  },
  /** Checks a destination; its steps come as `check.step` events meanwhile. One check of a destination at a time. */
  'destinations.check': { door: 'page', input: destination, output: CheckReport },
  'destinations.stopCheck': { door: 'page', input: destination, output: nothing },
  /** Copies the report of the destination's last check; false if there is none, or the clipboard did not take it. */
  'destinations.copyReport': { door: 'page', input: destination, output: z.object({ copied: z.boolean() }) },
} as const;
