/** A destination that is set up, with its provider and its settings as that reads them. */
import { UploadFailure } from '../../shared/failure.ts';
import type { DestinationId } from '../../shared/ids.ts';
import type { Destinations } from '../destinations.ts';
import { providerById } from '../providers/index.ts';
import type { Provider } from '../providers/provider.ts';
import type { DestinationSettings } from '../store/settings.ts';

export interface KnownDestination {
  readonly made: DestinationSettings;
  readonly provider: Provider;
  readonly settings: unknown;
}

/** Fails with `settings-invalid`: `destination` where there is none, else the field that does not fit. */
export function knownDestination(destinations: Pick<Destinations, 'all'>, id: DestinationId): KnownDestination {
  const made = destinations.all().find((one) => one.id === id);
  const provider = made && providerById(made.provider);
  if (!made || !provider) throw new UploadFailure({ kind: 'settings-invalid', field: 'destination' });
  const parsed = provider.settings.safeParse(made.settings);
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path.join('.') ?? '';
    throw new UploadFailure({ kind: 'settings-invalid', field: field.slice(0, 200) });
  }
  return { made, provider, settings: parsed.data };
}
