/** What the user does to destinations and their chains: each act is checked, saved, and told to the window. */
import type { CallInput, CallOutput } from '../../shared/contract.ts';
import { freeLabel } from '../../shared/destination-label.ts';
import type { ChainName } from '../../shared/destination-setup.ts';
import { UploadFailure } from '../../shared/failure.ts';
import { DestinationId } from '../../shared/ids.ts';
import type { Sealing } from '../../shared/model.ts';
import { orderOf, readyMade } from '../destinations.ts';
import { providerById } from '../providers/index.ts';
import type { Provider } from '../providers/provider.ts';
import { newId } from '../store/new-id.ts';
import type { SecretKeeper } from '../store/secret-keeper.ts';
import type { DestinationSettings, SettingsStore } from '../store/settings.ts';
import type { ChosenThings } from './chosen.ts';
import { destinationsView, mayBeAdded, type SheetsDeps } from './destination-sheets.ts';
import { formOf } from './forms.ts';
import type { DestinationCalls } from './handlers.ts';

export interface DestinationActsDeps extends Omit<SheetsDeps, 'settings'> {
  readonly settings: SettingsStore;
  readonly secrets: Pick<SecretKeeper, 'sealing' | 'forget'>;
  readonly chosen: Pick<ChosenThings, 'find'>;
  readonly engine: {
    /** The destination may be used without asking now. */
    allowed(id: DestinationId): void;
    /** There is no such destination any more. */
    removed(id: DestinationId): void;
  };
  /** What the window knows of destinations has changed. */
  readonly changed: () => void;
}

const mostDestinations = 200;
const longestLabel = 100;
const chainNames: readonly ChainName[] = ['public', 'own'];

export function createDestinationActs(deps: DestinationActsDeps): DestinationCalls {
  const { settings, secrets, engine, changed } = deps;

  const knownOf = (id: DestinationId): { made: DestinationSettings; provider: Provider } => {
    const made = deps.destinations.all().find((one) => one.id === id);
    const provider = made && providerById(made.provider);
    if (!made || !provider) throw invalid('destination');
    return { made, provider };
  };

  const keep = (made: DestinationSettings): void => keepDestination(settings, made);

  const setOrder = (chain: ChainName, order: DestinationId[]): void => {
    const { chains } = settings.get();
    settings.set({ chains: { ...chains, [chain]: { ...chains[chain], order } } });
  };

  const hasSecret = ({ id }: DestinationSettings, provider: Provider): boolean =>
    provider.secretFields.some(
      ({ name }) =>
        secrets.sealing({ destination: id, provider: provider.id, field: name }) !== ('none' satisfies Sealing),
    );

  const save = ({ at, draft }: CallInput<'destinations.save'>): CallOutput<'destinations.save'> => {
    const { made: before, provider } = at.kind === 'known' ? knownOf(at.id) : blank(at.provider);
    const label = draft.label.trim();
    if (label === '' || label.length > longestLabel) throw invalid('label');
    const made: DestinationSettings = {
      ...before,
      label,
      settings: settingsFrom(draft, before, provider, deps.chosen),
      scope: draft.scope,
      consent: draft.consent,
    };
    const othersReached = reachesOthers(before, made, provider);
    // Another server shows another identity, and nobody agreed to that one.
    if (othersReached && provider.hostIdentity) delete made.settings[provider.hostIdentity.setting];
    const secretsRemoved = hasSecret(before, provider) && othersReached;
    keep(made);
    if (at.kind === 'new') setOrder(at.chain, [...orderOf(settings.get(), at.chain), made.id]);
    if (secretsRemoved) secrets.forget(made.id);
    if (made.consent === 'allow') engine.allowed(made.id);
    changed();
    return { id: made.id, secretsRemoved };
  };

  return {
    'destinations.setup': () => destinationsView({ ...deps, settings: settings.get }),

    'destinations.save': save,

    'destinations.switch'({ id, on }) {
      keep({ ...knownOf(id).made, enabled: on });
      changed();
    },

    'destinations.remove'({ id }) {
      knownOf(id);
      settings.set({ destinations: settings.get().destinations.filter((one) => one.id !== id) });
      secrets.forget(id);
      if (readyMade(id) === null) {
        for (const chain of chainNames) {
          const { order } = settings.get().chains[chain];
          if (order.includes(id))
            setOrder(
              chain,
              order.filter((other) => other !== id),
            );
        }
        engine.removed(id);
      }
      changed();
    },

    'destinations.duplicate'({ id }) {
      const { made, provider } = knownOf(id);
      if (!mayBeAdded(provider)) throw invalid('provider');
      const label = freeLabel(
        made.label,
        deps.destinations.all().map((one) => one.label),
      );
      const copy = { ...made, id: DestinationId.parse(newId()), label, enabled: false, consent: 'ask' } as const;
      keep(copy);
      for (const chain of chainNames) {
        const order = orderOf(settings.get(), chain);
        if (order.includes(id))
          setOrder(
            chain,
            order.flatMap((other) => (other === id ? [id, copy.id] : [other])),
          );
      }
      changed();
      return { id: copy.id };
    },

    'chains.set'({ chain, order, mayWiden }) {
      if (new Set(order).size < order.length || (chain === 'public' && order.length === 0)) throw invalid('chain');
      if (!order.every((id) => mayBeAdded(knownOf(id).provider))) throw invalid('chain');
      settings.set({ chains: { ...settings.get().chains, [chain]: { order, mayWiden } } });
      changed();
    },
  };
}

/** Takes the place of the one of that id, or comes last. Fails with `settings-invalid` where there are too many. */
export function keepDestination(settings: SettingsStore, made: DestinationSettings): void {
  const { destinations } = settings.get();
  const isThere = destinations.some(({ id }) => id === made.id);
  if (!isThere && destinations.length >= mostDestinations) throw invalid('destinations');
  settings.set({
    destinations: isThere ? destinations.map((one) => (one.id === made.id ? made : one)) : [...destinations, made],
  });
}

/** A destination that is not set up yet. */
function blank(providerId: string): { made: DestinationSettings; provider: Provider } {
  const provider = providerById(providerId);
  if (!provider || !mayBeAdded(provider)) throw invalid('provider');
  const id = DestinationId.parse(newId());
  const made = {
    id,
    provider: provider.id,
    label: '',
    settings: {},
    enabled: true,
    scope: null,
    consent: 'ask',
  } as const;
  return { made, provider };
}

/**
 * The settings that the form's values make, with those that no form shows as they were. What is as it comes by itself is
 * not kept: should the provider change it, the destination follows. Fails with `settings-invalid`.
 */
function settingsFrom(
  { values, folders }: CallInput<'destinations.save'>['draft'],
  before: DestinationSettings,
  provider: Provider,
  chosen: Pick<ChosenThings, 'find'>,
): Record<string, unknown> {
  const form = formOf(provider);
  const shown = new Set([...form.map(({ name }) => name), ...provider.secretFields.map(({ name }) => name)]);
  const made = Object.fromEntries(Object.entries(before.settings).filter(([name]) => !shown.has(name)));
  for (const { name, kind } of form) {
    if (kind === 'folder' && name in before.settings) made[name] = before.settings[name];
  }
  for (const [name, token] of Object.entries(folders)) {
    const path = chosen.find(token, { provider: provider.id, field: name });
    if (path === null) throw invalid(`values.${name}`);
    made[name] = path;
  }
  for (const [name, value] of Object.entries(values)) {
    const field = form.find((one) => one.name === name);
    // A path never comes from the page.
    if (!field || field.kind === 'folder') throw invalid(`values.${name}`);
    if (value !== '' && value !== field.default) made[name] = value;
  }
  const issue = provider.settings.safeParse(made).error?.issues[0];
  if (issue) throw invalid(`values.${issue.path.join('.')}`);
  return made;
}

/** True where the settings lead to a server that they did not lead to before. */
export function reachesOthers(
  before: Pick<DestinationSettings, 'settings'>,
  after: Pick<DestinationSettings, 'settings'>,
  provider: Provider,
): boolean {
  const serversOf = ({ settings }: Pick<DestinationSettings, 'settings'>): string[] => {
    const parsed = provider.settings.safeParse(settings);
    // Not the origin: of anything but http there is none.
    return parsed.success ? provider.servers(parsed.data).map(({ protocol, host }) => `${protocol}//${host}`) : [];
  };
  const known = new Set(serversOf(before));
  return serversOf(after).some((server) => !known.has(server));
}

function invalid(field: string): UploadFailure {
  return new UploadFailure({ kind: 'settings-invalid', field: field.slice(0, 200) });
}
