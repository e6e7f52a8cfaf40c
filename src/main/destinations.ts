/** Joins providers and settings to the destinations that exist now. */
import { UploadFailure } from '../shared/failure.ts';
import { DestinationId } from '../shared/ids.ts';
import { spoken } from '../shared/messages/index.ts';
import type { ChainChoice, DestinationView, Health, Scope } from '../shared/model.ts';
import type { Destination } from './engine/destination.ts';
import { providerById, providers, publicChain } from './providers/index.ts';
import type { Provider, Secrets, Services, Traits } from './providers/provider.ts';
import type { SecretVault } from './store/secrets.ts';
import type { DestinationSettings, Settings } from './store/settings.ts';

export interface Destinations {
  /** The destination as it is set up now; null where there is none of that id, or its provider is unknown here. */
  find(id: DestinationId): Destination | null;
  /** Every destination that there is: the user's own, then the ready-made ones. */
  all(): readonly DestinationSettings[];
  /** The destinations of a chain that are switched on, in order. */
  chain(choice: ChainChoice): DestinationId[];
  /**
   * The widest scope that choosing this chain agrees to: that of its first destination, or any where the user said that
   * a fallback may reach more people. Where it begins elsewhere, `start` counts as its first. The chain of the user's own storage never agrees to the public by itself.
   */
  agreedScope(choice: ChainChoice, start?: DestinationId | null): Scope;
  /** Those of a chain that the user agreed to for good, however wide or short-lived they are. */
  granted(chain: readonly DestinationId[]): DestinationId[];
}

/** The ready-made destination that is this computer. */
export const thisComputerId = DestinationId.parse('this-computer');

/** A destination that was handed in for this run only, with its secrets. */
export interface GivenDestination extends DestinationSettings {
  readonly secrets: Secrets;
}

/**
 * @param settings asked at every call, so that a change counts at once
 * @param vault keeps the secrets of those that are not handed in
 * @param given take precedence over what is saved
 */
export function createDestinations(
  settings: () => Settings,
  services: Services,
  vault: SecretVault,
  given: readonly GivenDestination[] = [],
): Destinations {
  const saved = (id: DestinationId) => settings().destinations.find((one) => one.id === id);
  const find: Destinations['find'] = (id) => {
    const own = given.find((one) => one.id === id);
    const made = own ?? saved(id) ?? readyMade(id);
    const provider = made ? providerById(made.provider) : undefined;
    return made && provider ? toDestination(made, provider, own ? ownSecrets(own) : vault, services) : null;
  };
  const chain: Destinations['chain'] = (choice) => {
    if (choice === 'this-computer') return [thisComputerId];
    return orderOf(settings(), choice).filter((id) => (saved(id) ?? readyMade(id))?.enabled ?? true);
  };
  return {
    find,
    all() {
      const own = settings().destinations;
      const ready = providers.flatMap(({ id }) => readyMade(DestinationId.parse(id)) ?? []);
      return [...own, ...ready.filter(({ id }) => !own.some((one) => one.id === id))];
    },
    chain,
    agreedScope(choice, start = null) {
      if (choice !== 'this-computer' && settings().chains[choice].mayWiden) return 'public';
      const first = start ?? chain(choice)[0];
      const scope = (first && find(first)?.traits.scope) ?? 'local';
      return choice === 'own' && scope === 'public' ? 'account' : scope;
    },
    granted: (ids) => ids.filter((id) => saved(id)?.consent === 'allow'),
  };
}

/** The destinations of a chain in their order, those that are switched off too. */
export function orderOf({ chains }: Settings, chain: Exclude<ChainChoice, 'this-computer'>): DestinationId[] {
  const { order } = chains[chain];
  return order.length > 0 || chain === 'own' ? order : publicChain.map((id) => DestinationId.parse(id));
}

/** Every provider's ready-made destination, under the provider's id; null for other ids. */
export function readyMade(id: DestinationId): DestinationSettings | null {
  const provider = providerById(id);
  if (!provider) return null;
  const enabled = provider.offBecause === undefined;
  const label = spoken().words.providerNames[provider.id] ?? provider.name;
  return { id, provider: provider.id, label, settings: {}, enabled, scope: null, consent: 'ask' };
}

/**
 * The field of the secret that the provider needs with these settings and does not have; null where all are there.
 * @param settings as its schema gives them; null where they do not fit
 */
export function missingSecretOf(provider: Provider, settings: unknown, has: (field: string) => boolean): string | null {
  if (provider.missingSecret && settings !== null) return provider.missingSecret(settings, has);
  return provider.secretFields.find(({ name, required }) => required && !has(name))?.name ?? null;
}

function toDestination(
  made: DestinationSettings,
  provider: Provider,
  vault: SecretVault,
  services: Services,
): Destination {
  const parsed = provider.settings.safeParse(made.settings);
  const placeOf = (field: string) => ({ destination: made.id, provider: provider.id, field });
  const has = (field: string): boolean => vault.has(placeOf(field));
  const settings = parsed.success ? parsed.data : provider.settings.safeParse({}).data;
  const traits = settings === undefined ? unusable : provider.traits(settings, has);
  // A secret in the settings file would be in plain text, and is not used from there.
  const exposed = provider.secretFields.find(({ name }) => name in made.settings)?.name;
  const missing = missingSecretOf(provider, settings ?? null, has);
  const elsewhere = settings !== undefined && (provider.keysElsewhere?.(settings) ?? false);
  const field = exposed ?? parsed.error?.issues[0]?.path.join('.') ?? '';
  return {
    id: made.id,
    provider: provider.id,
    label: made.label,
    traits: { ...traits, scope: made.scope ?? traits.scope },
    servers: parsed.success ? provider.servers(parsed.data) : [],
    signsIn: missing !== null || elsewhere || provider.secretFields.some(({ name }) => has(name)),
    async connect() {
      if (!parsed.success || exposed) throw new UploadFailure({ kind: 'settings-invalid', field: field.slice(0, 200) });
      if (missingSecretOf(provider, parsed.data, has) !== null) {
        throw new UploadFailure({ kind: 'secret-unavailable', why: 'missing' });
      }
      const secrets: Record<string, string> = {};
      for (const { name } of provider.secretFields) if (has(name)) secrets[name] = await vault.read(placeOf(name));
      return provider.connect(parsed.data, secrets, services);
    },
  };
}

/** What is said of a destination whose settings say nothing yet: it is asked for nothing. */
const unusable: Traits = {
  scope: 'account',
  maxBytes: null,
  maxBytesByExtension: {},
  refusedExtensions: [],
  takesEmptyFiles: true,
  retention: { kind: 'no-end-date' },
  deletable: false,
  linkCheck: 'never',
  resumable: false,
  idempotent: false,
};

/** The secrets that came with a destination. */
function ownSecrets({ secrets }: GivenDestination): SecretVault {
  return {
    has: ({ field }) => field in secrets,
    read: ({ field }) => Promise.resolve(secrets[field] ?? ''),
  };
}

/** A destination as the window shows it. */
export function viewOf({ id, provider, label, traits }: Destination, health: Health): DestinationView {
  return {
    health,
    id,
    provider,
    label,
    scope: traits.scope,
    maxBytes: traits.maxBytes,
    refusedExtensions: [...traits.refusedExtensions],
    takesEmptyFiles: traits.takesEmptyFiles,
    retention: traits.retention,
  };
}
