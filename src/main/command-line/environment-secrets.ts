/** Secrets from environment variables, under the names that other tools use for them. */
import { providerById, providers } from '../providers/index.ts';
import type { SecretField } from '../providers/provider.ts';
import type { SecretVault } from '../store/secrets.ts';

export interface EnvironmentSecrets extends SecretVault {
  /** All that are set, so that they can be kept out of what is printed. */
  values(): string[];
}

/** The names of the variables that are looked at for a provider's secrets; parts that belong together are joined by "and". */
export function variablesFor(provider: string): string[] {
  const fields = providerById(provider)?.secretFields ?? [];
  return fields.flatMap(({ environment }) => environment.map((names) => [names].flat().join(' and ')));
}

export function environmentSecrets(environment: NodeJS.ProcessEnv): EnvironmentSecrets {
  const setIn = (field: SecretField | undefined): string | null => {
    for (const names of field?.environment ?? []) {
      const parts = [names].flat().map((name) => environment[name]?.trim() ?? '');
      if (parts.every((part) => part !== '')) return parts.join(':');
    }
    return null;
  };
  const fieldOf = (provider: string, field: string) =>
    providerById(provider)?.secretFields.find(({ name }) => name === field);
  return {
    has: ({ provider, field }) => setIn(fieldOf(provider, field)) !== null,
    read: ({ provider, field }) => Promise.resolve(setIn(fieldOf(provider, field)) ?? ''),
    values: () => providers.flatMap(({ secretFields }) => secretFields.map(setIn)).filter((value) => value !== null),
  };
}
