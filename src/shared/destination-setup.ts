/** Destinations as the user sets them up: forms made from providers' schemas, what is set, and what an import would change. */
import { z } from 'zod';
import { DestinationId } from './ids.ts';
import { ChainChoice, DestinationSetup, DestinationView, Scope, SecretView } from './model.ts';

/** A value of a field, as the form gives it and the settings file keeps it. */
export const FieldValue = z.union([z.string().max(10_000), z.number(), z.boolean()]);
export type FieldValue = z.infer<typeof FieldValue>;

const field = {
  name: z.string(),
  title: z.string(),
  /** What it is for, in a sentence; '' where the title says it all. */
  description: z.string(),
  /** Shown behind "More". */
  advanced: z.boolean(),
};

/** One field of a generated form. `default` is what counts where nothing is set; a required field has none. */
export const FormField = z.discriminatedUnion('kind', [
  z.object({ ...field, kind: z.literal('text'), default: z.string(), required: z.boolean() }),
  /** An http or https address. */
  z.object({ ...field, kind: z.literal('url'), default: z.string(), required: z.boolean() }),
  z.object({
    ...field,
    kind: z.literal('number'),
    default: z.number().nullable(),
    required: z.boolean(),
    /** `above`: the number itself is too small. */
    least: z.object({ value: z.number(), above: z.boolean() }).nullable(),
    most: z.number().nullable(),
    whole: z.boolean(),
  }),
  z.object({
    ...field,
    kind: z.literal('choice'),
    default: z.string(),
    choices: z.array(z.object({ value: z.string(), title: z.string() })).min(1),
  }),
  z.object({ ...field, kind: z.literal('switch'), default: z.boolean() }),
  /** A folder of this computer, which main's own dialog chooses. Its value is the folder's own name, never a path. */
  z.object({ ...field, kind: z.literal('folder'), default: z.literal(''), required: z.boolean() }),
]);
export type FormField = z.infer<typeof FormField>;

/** A provider that a destination can be made of. */
export const ProviderView = z.object({
  id: z.string(),
  name: z.string(),
  homepage: z.string().nullable(),
  /** Why the public chain leaves it out, in a sentence; null where it does not. */
  offBecause: z.string().nullable(),
  /** Who can get at what is uploaded there, as long as nothing else is set. */
  scope: Scope,
  form: z.array(FormField),
  /** Those that a destination of it can have. */
  secrets: z.array(SecretView),
  /** It is of no use before settings or a secret were given. */
  needsSetUp: z.boolean(),
  /** The user can sign in with a browser instead of entering secrets. */
  signsIn: z.boolean(),
  /** Its servers show who they are, and the user agrees to that once. */
  showsIdentity: z.boolean(),
});
export type ProviderView = z.infer<typeof ProviderView>;

export const Consent = z.enum(['ask', 'allow']);
export type Consent = z.infer<typeof Consent>;

/** All that is set of one destination. */
export const DestinationSheet = DestinationSetup.extend({
  /** By field; those that are not set stand with their default, those that no form shows are missing. */
  values: z.record(z.string(), FieldValue),
  enabled: z.boolean(),
  /** The user's own word on who can get at its files; null leaves it to the provider's. */
  scope: Scope.nullable(),
  providersScope: Scope,
  consent: Consent,
  /** It comes with the program: it can be reset, not removed. */
  readyMade: z.boolean(),
  /** The field that does not fit (any more); null where all do. */
  misfit: z.string().nullable(),
  /** The secret that it can not do without and does not have; null where all are there. */
  missingSecret: z.string().nullable(),
  /** What its server showed when the user agreed to it, '' before; null where servers show no such thing. */
  identity: z.string().nullable(),
  /** It can be asked for uploads that were begun there and never ended. */
  tellsLeftovers: z.boolean(),
  view: DestinationView,
});
export type DestinationSheet = z.infer<typeof DestinationSheet>;

export const ChainName = ChainChoice.exclude(['this-computer']);
export type ChainName = z.infer<typeof ChainName>;

export const ChainSheet = z.object({
  /** Every destination of the chain, those that are switched off too, in the order in which they are tried. */
  order: z.array(DestinationId),
  /** A fallback may reach more people than the first destination does, without asking. */
  mayWiden: z.boolean(),
});
export type ChainSheet = z.infer<typeof ChainSheet>;

/** Everything that the Destinations view shows. */
export const DestinationsView = z.object({
  destinations: z.array(DestinationSheet),
  chains: z.object({ public: ChainSheet, own: ChainSheet }),
  providers: z.array(ProviderView),
});
export type DestinationsView = z.infer<typeof DestinationsView>;

/** What main's dialog chose: the page can name it by its token, and knows its own name, not where it is. */
export const Chosen = z.object({ token: z.string().max(64), name: z.string() });
export type Chosen = z.infer<typeof Chosen>;

/** What the user set in a form. Fields that no form shows keep their values, and so do folders that were not chosen anew. */
export const DestinationDraft = z.strictObject({
  label: z.string().max(1_000),
  values: z.record(z.string().max(64), FieldValue),
  /** Tokens of folders that main's dialog chose, by field. */
  folders: z.record(z.string().max(64), z.string().max(64)).default({}),
  scope: Scope.nullable(),
  consent: Consent,
});
export type DestinationDraft = z.infer<typeof DestinationDraft>;

const ImportedDestination = z.object({ label: z.string(), provider: z.string(), usedWithoutAsking: z.boolean() });

/** What an import would change, to be shown before it does. */
export const ImportPlan = z.object({
  added: z.array(ImportedDestination),
  /** Ready-made ones that have other settings afterwards. */
  changed: z.array(ImportedDestination),
  /** Those that are there already, just so. */
  same: z.number().int(),
  /** Left out: this version has no such provider. */
  unknown: z.array(z.string()),
  /** Labels in the order of each chain that is another one afterwards. */
  chains: z.array(z.object({ chain: ChainName, labels: z.array(z.string()), mayWiden: z.boolean() })),
  /** Where files go afterwards; null where that stays as it is. */
  choice: ChainChoice.nullable(),
  /** Settings that are about no destination, such as a speed limit, are others afterwards. */
  otherSettings: z.boolean(),
  /** Labels of those that need a secret before they can be used: a file holds none. */
  needSecret: z.array(z.string()),
});
export type ImportPlan = z.infer<typeof ImportPlan>;
