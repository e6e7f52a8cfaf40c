/** Reads a configuration file: destinations with their secrets and a chain, for one run of the command line. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { DestinationId } from '../../shared/ids.ts';
import { plainName } from '../../shared/messages/index.ts';
import type { GivenDestination } from '../destinations.ts';
import { providerById, providers } from '../providers/index.ts';
import { DestinationSettings } from '../store/settings.ts';
import { words } from './words.ts';

export interface Config {
  readonly destinations: readonly GivenDestination[];
  /** Names as the file has them; null where it names no chain. */
  readonly chain: readonly string[] | null;
}

export type ReadConfig =
  | { readonly kind: 'read'; readonly config: Config }
  /** `reason` names the field, and never what is in it: that may be a secret. */
  | { readonly kind: 'bad'; readonly reason: string };

/**
 * Rows name a configured destination by an id that no other program knows: one that goes on with them must not take a
 * saved destination of the same name for it.
 */
const mark = 'config:';

/** The id of a configured destination of this name. */
export function configuredId(name: string): DestinationId {
  return DestinationId.parse(`${mark}${name}`);
}

/** A destination's name as the user knows it. */
export function shownId(id: DestinationId): string {
  return id.startsWith(mark) ? id.slice(mark.length) : id;
}

const name = z.string().regex(/^[^\s,]{1,57}$/);

const Schema = z.strictObject({
  destinations: z
    .array(
      z.strictObject({
        id: name,
        provider: z.string(),
        label: z.string().min(1).max(100).optional(),
        settings: z.record(z.string(), z.unknown()).default({}),
        secrets: z.record(z.string(), z.string()).default({}),
      }),
    )
    .max(200)
    .default([]),
  chain: z.array(name).max(200).optional(),
});
type Described = z.infer<typeof Schema>['destinations'][number];

class Misfit extends Error {
  constructor(field: readonly PropertyKey[], what: string) {
    super(`${field.map(String).join('.') || words.field.wholeFile} ${what}`);
  }
}

/** @param shown how the file was named */
export function readConfig(file: string, shown: string): ReadConfig {
  const bad = (reason: string): ReadConfig => ({ kind: 'bad', reason: plainName(reason) });
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch (error) {
    return bad(words.configUnreadable(shown, error instanceof Error && 'code' in error ? String(error.code) : ''));
  }
  let data: unknown;
  try {
    data = JSON.parse(content.replace(/^\uFEFF/, ''));
  } catch (error) {
    // The message may quote the file; only the place is told.
    const place = /\(line \d+ column \d+\)/.exec(String(error))?.[0];
    return bad(words.configNoJson(shown, place === undefined ? '' : ` ${place}`));
  }
  try {
    return { kind: 'read', config: check(data) };
  } catch (error) {
    if (!(error instanceof Misfit)) throw error;
    return bad(words.configMisfit(shown, error.message));
  }
}

function check(data: unknown): Config {
  const parsed = Schema.safeParse(data);
  if (!parsed.success) throw misfitOf(parsed.error.issues[0], []);
  const seen = new Set<string>();
  const destinations = parsed.data.destinations.map((described, index) => {
    const field = ['destinations', index];
    if (seen.has(described.id)) throw new Misfit([...field, 'id'], words.field.twice);
    seen.add(described.id);
    return destinationOf(described, field);
  });
  return { destinations, chain: parsed.data.chain ?? null };
}

function destinationOf(described: Described, field: readonly PropertyKey[]): GivenDestination {
  const { id, settings, secrets } = described;
  const provider = providerById(described.provider);
  if (!provider) {
    throw new Misfit([...field, 'provider'], words.field.noProvider(providers.map((known) => known.id).join(', ')));
  }
  const exposed = provider.secretFields.find(({ name }) => name in settings)?.name;
  if (exposed !== undefined) throw new Misfit([...field, 'settings', exposed], words.field.isSecret);
  const fields = provider.secretFields.map(({ name }) => name);
  const noSecret = Object.keys(secrets).find((secret) => !fields.includes(secret));
  if (noSecret !== undefined) {
    throw new Misfit([...field, 'secrets', noSecret], words.field.noSecret(fields.join(', ')));
  }
  const parsed = provider.settings.safeParse(settings);
  if (!parsed.success) throw misfitOf(parsed.error.issues[0], [...field, 'settings']);
  const label = described.label ?? provider.name;
  return {
    ...DestinationSettings.parse({ id: configuredId(id), provider: provider.id, label, settings }),
    secrets,
  };
}

function misfitOf(issue: z.core.$ZodIssue | undefined, below: readonly PropertyKey[]): Misfit {
  const field = [...below, ...(issue?.path ?? [])];
  if (issue?.code === 'unrecognized_keys')
    return new Misfit([...field, ...issue.keys.slice(0, 1)], words.field.unknown);
  const missing = issue?.code === 'invalid_type' && issue.message.endsWith('received undefined');
  return new Misfit(field, missing ? words.field.missing : words.field.wrong);
}
