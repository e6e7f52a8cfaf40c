/**
 * Settings in a file that can be carried to another computer: what is written, and what reading it would change.
 *
 * No secret is in it, and nothing that belongs to one computer only. What is set up here is never overwritten: a
 * destination whose id is taken is kept apart, under an id of its own.
 */
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { ChainName, ImportPlan } from '../../shared/destination-setup.ts';
import { UploadFailure } from '../../shared/failure.ts';
import { DestinationId } from '../../shared/ids.ts';
import { orderOf, readyMade } from '../destinations.ts';
import { providerById } from '../providers/index.ts';
import { newId } from '../store/new-id.ts';
import { type DestinationSettings, Settings } from '../store/settings.ts';

const SettingsFile = Settings.omit({ share: true, told: true, proxy: true }).extend({
  format: z.literal('droprelay-settings'),
  version: z.literal(1),
});
export type SettingsFile = z.infer<typeof SettingsFile>;

/** The content of the file: JSON, without secrets. */
export function exportText(settings: Settings): string {
  const { share: _share, told: _told, proxy: _proxy, ...rest } = settings;
  const file: SettingsFile = {
    format: 'droprelay-settings',
    version: 1,
    ...rest,
    destinations: withoutSecrets(settings.destinations),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** Secrets that somebody wrote into the settings file by hand are left out. */
export function withoutSecrets(destinations: readonly DestinationSettings[]): DestinationSettings[] {
  return destinations.flatMap((made) => {
    const provider = providerById(made.provider);
    // Nobody knows which settings of another version's provider are secret.
    if (!provider) return [];
    const secret = new Set(provider.secretFields.map(({ name }) => name));
    return [
      { ...made, settings: Object.fromEntries(Object.entries(made.settings).filter(([name]) => !secret.has(name))) },
    ];
  });
}

/** Reads the whole file before anything is done with it. Fails with `settings-invalid` and the place that does not fit. */
export function readSettingsText(text: string): SettingsFile {
  const parsed = SettingsFile.safeParse(jsonOf(text));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const unknown = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
    throw misfit([...(issue?.path ?? []), ...unknown].join('.'));
  }
  const ids = new Set<string>();
  parsed.data.destinations.forEach((made, at) => {
    if (ids.has(made.id)) throw misfit(`destinations.${at}.id`);
    ids.add(made.id);
    const provider = providerById(made.provider);
    if (!provider) return;
    const secret = provider.secretFields.find(({ name }) => name in made.settings);
    const issue = provider.settings.safeParse(made.settings).error?.issues[0];
    const field = secret?.name ?? issue?.path.join('.');
    if (field !== undefined) throw misfit(`destinations.${at}.settings.${field}`);
  });
  return parsed.data;
}

export interface Merged {
  readonly settings: Settings;
  readonly plan: ImportPlan;
}

/** @param hasSecrets those are kept away from settings that come from elsewhere */
export function mergeSettings(
  current: Settings,
  { format: _format, version: _version, ...file }: SettingsFile,
  hasSecrets: (id: DestinationId) => boolean,
): Merged {
  const destinations = [...current.destinations];
  const ids = new Map<DestinationId, DestinationId>();
  const plan: ImportPlan = {
    added: [],
    changed: [],
    same: 0,
    unknown: [],
    chains: [],
    choice: null,
    otherSettings: false,
    needSecret: [],
  };

  for (const made of file.destinations) {
    const provider = providerById(made.provider);
    if (!provider) {
      plan.unknown.push(made.label);
      continue;
    }
    const entry = { label: made.label, provider: provider.name, usedWithoutAsking: made.consent === 'allow' };
    const here = current.destinations.find(({ id }) => id === made.id);
    const ready = readyMade(made.id);
    const twin = [here ?? ready, ...current.destinations].find((other) => other && isSame(other, made));
    const isTaken = here !== undefined || (ready !== null && (ready.provider !== made.provider || hasSecrets(made.id)));
    const id = twin?.id ?? (isTaken ? DestinationId.parse(newId()) : made.id);
    ids.set(made.id, id);
    if (twin) plan.same += 1;
    else {
      destinations.push({ ...made, id });
      if (ready && !isTaken) plan.changed.push(entry);
      else plan.added.push(entry);
      if (provider.secretFields.some(({ required }) => required)) plan.needSecret.push(made.label);
    }
  }

  const known = (id: DestinationId): DestinationId[] => {
    const own = ids.get(id) ?? (readyMade(id) ? id : undefined);
    return own === undefined ? [] : [own];
  };
  const chainOf = (chain: ChainName): Settings['chains'][ChainName] => {
    const mapped = [...new Set(file.chains[chain].order.flatMap(known))];
    const now = current.chains[chain];
    const order = mapped.length === 0 ? now.order : [...mapped, ...now.order.filter((id) => !mapped.includes(id))];
    return { order, mayWiden: file.chains[chain].mayWiden };
  };
  const chains = { public: chainOf('public'), own: chainOf('own') };
  const choice = file.choice ?? current.choice;
  const settings: Settings = { ...current, ...file, destinations, chains, choice };

  const labelOf = (id: DestinationId): string =>
    (destinations.find((one) => one.id === id) ?? readyMade(id))?.label ?? id;
  for (const chain of ['public', 'own'] as const) {
    const [before, after] = [orderOf(current, chain), orderOf(settings, chain)];
    const { mayWiden } = chains[chain];
    if (isDeepStrictEqual(before, after) && current.chains[chain].mayWiden === mayWiden) continue;
    plan.chains.push({ chain, labels: after.map(labelOf), mayWiden });
  }
  if (choice !== current.choice) plan.choice = choice;
  plan.otherSettings = !isDeepStrictEqual(
    { ...settings, destinations: current.destinations, chains: current.chains, choice: current.choice },
    current,
  );
  return { settings, plan };
}

/** The same but for the id. */
function isSame({ id: _one, ...one }: DestinationSettings, { id: _other, ...other }: DestinationSettings): boolean {
  return isDeepStrictEqual(one, other);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function misfit(field: string): UploadFailure {
  return new UploadFailure({ kind: 'settings-invalid', field: (field || 'the whole file').slice(0, 200) });
}
