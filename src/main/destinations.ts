/** Joins providers and settings to the destinations that exist now. */
import { UploadFailure } from '../shared/failure.ts';
import { DestinationId } from '../shared/ids.ts';
import type { ChainChoice, DestinationView, Health, Scope } from '../shared/model.ts';
import type { Destination } from './engine/destination.ts';
import { providerById, publicChain } from './providers/index.ts';
import type { Provider, Services } from './providers/provider.ts';
import type { DestinationSettings, Settings } from './store/settings.ts';

export interface Destinations {
  /** The destination as it is set up now; null where there is none of that id, or its provider is unknown here. */
  find(id: DestinationId): Destination | null;
  /** The destinations of a chain, in order. */
  chain(choice: ChainChoice): DestinationId[];
  /**
   * The widest scope that choosing this chain agrees to: that of its first destination, or any where the user said that
   * a fallback may reach more people.
   */
  agreedScope(choice: ChainChoice): Scope;
}

/** The ready-made destination that is this computer. */
export const thisComputerId = DestinationId.parse('this-computer');

/** A destination that was handed in for this run only, with its secrets. */
export interface GivenDestination extends DestinationSettings {
  readonly secrets: Readonly<Record<string, string>>;
}

/**
 * @param settings asked at every call, so that a change counts at once
 * @param given take precedence over what is saved
 */
export function createDestinations(
  settings: () => Settings,
  services: Services,
  given: readonly GivenDestination[] = [],
): Destinations {
  const find: Destinations['find'] = (id) => {
    const own = given.find((one) => one.id === id);
    const made = own ?? settings().destinations.find((one) => one.id === id) ?? readyMade(id);
    const provider = made ? providerById(made.provider) : undefined;
    return made && provider ? toDestination(made, provider, own?.secrets ?? {}, services) : null;
  };
  const chain: Destinations['chain'] = (choice) => {
    if (choice === 'this-computer') return [thisComputerId];
    const { order } = settings().chains[choice];
    return order.length > 0 || choice === 'own' ? order : publicChain.map((id) => DestinationId.parse(id));
  };
  return {
    find,
    chain,
    agreedScope(choice) {
      if (choice !== 'this-computer' && settings().chains[choice].mayWiden) return 'public';
      const [first] = chain(choice);
      return (first && find(first)?.traits.scope) ?? 'local';
    },
  };
}

/** Keyless hosts come ready-made, under their provider's id. */
function readyMade(id: DestinationId): DestinationSettings | null {
  const provider = providerById(id);
  return provider ? { id, provider: provider.id, label: provider.name, settings: {} } : null;
}

function toDestination(
  made: DestinationSettings,
  provider: Provider,
  secrets: Readonly<Record<string, string>>,
  services: Services,
): Destination | null {
  const parsed = provider.settings.safeParse(made.settings);
  const settings = parsed.success ? parsed.data : provider.settings.parse({});
  // A secret in the settings file would be in plain text, and is not used from there.
  const exposed = provider.secretFields.find((name) => name in made.settings);
  const field = exposed ?? parsed.error?.issues[0]?.path.join('.') ?? '';
  return {
    id: made.id,
    provider: provider.id,
    label: made.label,
    traits: provider.traits(settings),
    connect() {
      if (!parsed.success || exposed) throw new UploadFailure({ kind: 'settings-invalid', field: field.slice(0, 200) });
      return provider.connect(settings, secrets, services);
    },
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
