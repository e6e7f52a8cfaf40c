/** The user's settings: their schema, and the file they are read from. Only the app writes them. */
import { closeSync, fsyncSync, openSync, readFileSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { DestinationId } from '../../shared/ids.ts';
import { ChainChoice, Scope } from '../../shared/model.ts';
import { ProxySetting, SpeedLimit } from '../../shared/network.ts';
import { Preferences } from '../../shared/preferences.ts';

/** A provider as the user set it up. Secrets are kept elsewhere. */
export const DestinationSettings = z.strictObject({
  id: DestinationId,
  provider: z.string().min(1).max(64),
  label: z.string().min(1).max(100),
  settings: z.record(z.string(), z.unknown()).default({}),
  /** False takes it out of every chain, and forgets nothing. */
  enabled: z.boolean().default(true),
  /** Who can get at what is there, where the user knows better than the provider; null leaves it to that. */
  scope: Scope.nullable().default(null),
  /** `allow`: it may be used without asking, even where it is wider, or keeps files shorter, than was agreed. */
  consent: z.enum(['ask', 'allow']).default('ask'),
});
export type DestinationSettings = z.infer<typeof DestinationSettings>;

const Chain = z.strictObject({
  /** Destinations in the order they are tried; empty means the ready-made order. */
  order: z.array(DestinationId).default([]),
  /** The user agreed that a fallback may reach more people than the first destination does. */
  mayWiden: z.boolean().default(false),
});

export const Settings = z.strictObject({
  /** Where files may go; null until the user chose. */
  choice: ChainChoice.nullable().default(null),
  /** Changes to ready-made destinations (by id) and destinations of the user's own. */
  destinations: z.array(DestinationSettings).max(200).default([]),
  chains: z.strictObject({ public: Chain.prefault({}), own: Chain.prefault({}) }).prefault({}),
  share: z
    .strictObject({
      /** The interface that this computer's own server listens on. */
      interface: z.string().max(64).default('loopback'),
      /** Kept so that links outlive a restart; null until the server first ran. */
      port: z.number().int().min(1).max(65_535).nullable().default(null),
    })
    .prefault({}),
  preferences: Preferences.prefault({}),
  /** What the user is told once, ever, and was told. */
  told: z.strictObject({ tray: z.boolean().default(false) }).prefault({}),
  /** The most that all uploads together send; null for no limit. */
  bytesPerSecond: SpeedLimit.default(null),
  proxy: ProxySetting.prefault({}),
});
export type Settings = z.infer<typeof Settings>;

/** Settings as the program reads and changes them; `set` is durable when it returns. */
export interface SettingsStore {
  get(): Settings;
  set(change: Partial<Settings>): void;
}

export type SettingsFile =
  | { readonly kind: 'read'; readonly settings: Settings }
  /** `field` is the place that does not fit; the file itself is untouched. */
  | { readonly kind: 'invalid'; readonly field: string };

/** Reads and checks the settings file; a missing one gives the defaults. Throws what the file system throws. */
export function readSettingsFile(file: string): SettingsFile {
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return { kind: 'read', settings: Settings.parse({}) };
    }
    throw error;
  }
  let data: unknown;
  try {
    data = JSON.parse(content);
  } catch {
    return { kind: 'invalid', field: 'the whole file' };
  }
  const parsed = Settings.safeParse(data);
  if (parsed.success) return { kind: 'read', settings: parsed.data };
  return { kind: 'invalid', field: fieldOf(parsed.error.issues[0]) };
}

/** The place that an issue is about, by its path; an unknown field is named itself. */
function fieldOf(issue: z.core.$ZodIssue | undefined): string {
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  return [...(issue?.path ?? []), ...unknown].join('.').slice(0, 200) || 'the whole file';
}

/** Renames a file that can not be used, and returns its new name. */
export function setAside(file: string, now: number): string {
  const aside = `${file}.corrupt-${now}`;
  renameSync(file, aside);
  return aside;
}

/** Makes a rename in this file's folder durable; Windows has no such call. */
export function syncFolderOf(file: string): void {
  if (process.platform === 'win32') return;
  const folder = openSync(dirname(file), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
