/** Settings from environment variables, under the names that other tools use for them. */
import { z } from 'zod';
import { providers } from '../providers/index.ts';
import type { Provider } from '../providers/provider.ts';
import { DestinationSettings, type Settings } from '../store/settings.ts';
import { variablesFor } from './environment-secrets.ts';

type Kind = Pick<Provider, 'id' | 'name' | 'settings' | 'offBecause'>;

/** What a schema's `meta` may say for the command line: the first variable that is set counts. */
const Property = z.object({
  environment: z.array(z.string()),
  /** With this variable set, those do not count. */
  environmentUnless: z.string().optional(),
  type: z.string().optional().catch(undefined),
});

export interface SettingVariable {
  /** The setting. */
  readonly field: string;
  /** The variables that may hold it. */
  readonly names: readonly string[];
  /** With this one set, they do not count. */
  readonly unless: string | undefined;
  readonly type: string | undefined;
}

/** The settings of a provider that the environment may hold, in the schema's order. */
export function settingVariables({ settings }: Pick<Kind, 'settings'>): SettingVariable[] {
  const { properties = {} } = z.toJSONSchema(settings, { io: 'input', unrepresentable: 'any' });
  return Object.entries(properties).flatMap(([field, property]) => {
    const { environment = [], environmentUnless: unless, type } = Property.safeParse(property).data ?? {};
    return environment.length === 0 ? [] : [{ field, names: environment, unless, type }];
  });
}

/**
 * The settings with what the environment holds for each provider's ready-made destination. One that was set up is left
 * alone: a variable that is there for another tool must not lead it elsewhere. A value that does not fit stays as it is: the provider's schema refuses it.
 */
export function withEnvironment(
  settings: Settings,
  environment: NodeJS.ProcessEnv,
  kinds: readonly Kind[] = providers,
): Settings {
  const destinations = [...settings.destinations];
  for (const kind of kinds) {
    const held = Object.fromEntries(
      settingVariables(kind).flatMap(({ field, names, unless, type }) => {
        if (unless !== undefined && environment[unless]?.trim()) return [];
        const text = names.map((name) => environment[name]?.trim()).find((value) => value);
        return text ? [[field, typed(text, type)]] : [];
      }),
    );
    if (Object.keys(held).length === 0) continue;
    const at = destinations.findIndex(({ id }) => id === kind.id);
    const made = destinations[at] ?? readyMade(kind);
    if (made.provider !== kind.id || Object.keys(made.settings).length > 0) continue;
    const filled = { ...made, settings: held };
    if (at < 0) destinations.push(filled);
    else destinations[at] = filled;
  }
  return { ...settings, destinations };
}

function readyMade({ id, name, offBecause }: Kind): DestinationSettings {
  return DestinationSettings.parse({ id, provider: id, label: name, enabled: offBecause === undefined });
}

const switches = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
]);

function typed(text: string, type: string | undefined): string | number | boolean {
  if (type === 'boolean') return switches.get(text.toLowerCase()) ?? text;
  const number = Number(text);
  return (type === 'number' || type === 'integer') && Number.isFinite(number) ? number : text;
}

/** Where the field of a provider's ready-made destination may come from, and what of that is set; null where nothing may. */
export function variableOf(
  field: string,
  kind: Pick<Kind, 'settings'>,
  environment: NodeJS.ProcessEnv,
): { readonly name: string; readonly isSet: boolean } | null {
  const names = settingVariables(kind).find((known) => known.field === field)?.names ?? [];
  const set = names.find((name) => environment[name]?.trim());
  const name = set ?? names[0];
  return name === undefined ? null : { name, isSet: set !== undefined };
}

/** The variables that are looked at, by provider, as lines of a help text: settings, then secrets. */
export function variablesHelp(): string[] {
  const known = providers
    .map((provider) => {
      const settings = settingVariables(provider).flatMap(({ names }) => names);
      return [provider.id, [...settings, ...variablesFor(provider.id)].join(', ')] as const;
    })
    .filter(([, names]) => names !== '');
  const width = Math.max(...known.map(([id]) => id.length));
  return known.map(([id, names]) => `  ${id.padEnd(width)}  ${names}`);
}
