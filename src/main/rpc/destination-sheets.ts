/** Everything that is set of the destinations, as the window shows it: no secret is among it. */
import type { DestinationSheet, DestinationsView, FieldValue, ProviderView } from '../../shared/destination-setup.ts';
import type { DestinationId } from '../../shared/ids.ts';
import type { DestinationSetup, DestinationView, Scope } from '../../shared/model.ts';
import { type Destinations, missingSecretOf, orderOf, readyMade, thisComputerId } from '../destinations.ts';
import { providerById, providers } from '../providers/index.ts';
import type { Provider } from '../providers/provider.ts';
import type { DestinationSettings, Settings } from '../store/settings.ts';
import { folderName } from './chosen.ts';
import { formOf } from './forms.ts';

export interface SheetsDeps {
  readonly settings: () => Settings;
  readonly destinations: Pick<Destinations, 'all'>;
  readonly setups: () => readonly DestinationSetup[];
  readonly view: (id: DestinationId) => DestinationView | null;
}

export function destinationsView(deps: SheetsDeps): DestinationsView {
  const setups = new Map(deps.setups().map((setup) => [setup.id, setup]));
  const settings = deps.settings();
  const own = new Set(settings.destinations.map(({ id }) => id));
  const inChains = new Set([...settings.chains.public.order, ...settings.chains.own.order]);
  const hasSecret = ({ id }: DestinationSettings): boolean =>
    setups.get(id)?.secrets.some(({ sealing }) => sealing !== 'none') ?? false;
  // One that is of no use before it is set up is added, not found.
  const isOfUse = (one: DestinationSettings): boolean => {
    const provider = providerById(one.provider);
    return provider !== null && worksAsItComes(provider, one.settings);
  };
  const made = deps.destinations
    .all()
    .filter((one) => own.has(one.id) || inChains.has(one.id) || hasSecret(one) || isOfUse(one));
  const known = new Set(
    deps.destinations
      .all()
      .filter(({ provider }) => providerById(provider))
      .map(({ id }) => id),
  );
  const sheetOf = (chain: 'public' | 'own') => ({
    order: orderOf(settings, chain).filter((id) => known.has(id)),
    mayWiden: settings.chains[chain].mayWiden,
  });
  return {
    destinations: made.flatMap((one) => {
      const setup = setups.get(one.id);
      const view = deps.view(one.id);
      const provider = providerById(one.provider);
      return setup && view && provider ? [sheet(one, provider, setup, view)] : [];
    }),
    chains: { public: sheetOf('public'), own: sheetOf('own') },
    providers: providers.map(providerView),
  };
}

function sheet(
  made: DestinationSettings,
  provider: Provider,
  setup: DestinationSetup,
  view: DestinationView,
): DestinationSheet {
  const has = (field: string): boolean =>
    setup.secrets.some((secret) => secret.field === field && secret.sealing !== 'none');
  const parsed = provider.settings.safeParse(made.settings);
  const traits = parsed.success ? provider.traits(parsed.data, has) : null;
  const identity = provider.hostIdentity && made.settings[provider.hostIdentity.setting];
  return {
    ...setup,
    values: valuesOf(made, provider),
    enabled: made.enabled,
    scope: made.scope,
    providersScope: traits?.scope ?? view.scope,
    consent: made.consent,
    readyMade: readyMade(made.id) !== null,
    misfit: parsed.success ? null : (parsed.error.issues[0]?.path.join('.') ?? ''),
    missingSecret: missingSecretOf(provider, parsed.success ? parsed.data : null, has),
    identity: provider.hostIdentity ? (typeof identity === 'string' ? identity : '') : null,
    tellsLeftovers: parsed.success && (provider.leavesParts ?? false),
    view,
  };
}

/** False where settings or a secret have to be given first. */
function worksAsItComes(provider: Provider, settings: unknown): boolean {
  const parsed = provider.settings.safeParse(settings);
  return parsed.success && missingSecretOf(provider, parsed.data, () => false) === null;
}

/** What stands in the form's fields; one that is empty is missing. */
function valuesOf({ settings }: DestinationSettings, provider: Provider): Record<string, FieldValue> {
  const values: Record<string, FieldValue> = {};
  for (const { name, kind, default: initial } of formOf(provider)) {
    const set = kind === 'folder' && typeof settings[name] === 'string' ? folderName(settings[name]) : settings[name];
    const isValue = typeof set === 'string' || typeof set === 'number' || typeof set === 'boolean';
    const value = isValue ? set : initial;
    if (value !== null) values[name] = value;
  }
  return values;
}

function providerView(provider: Provider): ProviderView {
  const { id, name, homepage, offBecause, secretFields } = provider;
  return {
    id,
    name,
    homepage,
    offBecause: offBecause ?? null,
    scope: scopeOf(provider),
    form: [...formOf(provider)],
    secrets: secretFields.map(({ name: field, title, description, required, multiline = false }) => {
      return { field, title, description, required, multiline, sealing: 'none', savedAt: null };
    }),
    needsSetUp: !worksAsItComes(provider, {}),
    signsIn: provider.signIn !== undefined,
    showsIdentity: provider.hostIdentity !== undefined,
  };
}

/** Of one that is not set up yet; where nothing can be said without settings, it is the user's own storage. */
function scopeOf(provider: Provider): Scope {
  const settings = provider.settings.safeParse({});
  return settings.success ? provider.traits(settings.data, () => false).scope : 'account';
}

/** False for this computer: there is one, and it is in no chain. */
export function mayBeAdded({ id }: Pick<Provider, 'id'>): boolean {
  return id !== thisComputerId;
}
