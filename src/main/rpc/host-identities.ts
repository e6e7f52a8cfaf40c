/** Who a server is: asked by main, compared by the user, and pinned by main. The page never names what is pinned. */
import { UploadFailure } from '../../shared/failure.ts';
import type { DestinationId } from '../../shared/ids.ts';
import { createHeld } from '../engine/intake.ts';
import type { Services } from '../providers/provider.ts';
import type { DestinationSettings } from '../store/settings.ts';
import { reachesOthers } from './destinations.ts';
import type { IdentityCalls } from './handlers.ts';
import type { KnownDestination } from './known-destination.ts';

export interface HostIdentitiesDeps {
  /** Fails with `settings-invalid`. */
  readonly known: (id: DestinationId) => KnownDestination;
  readonly services: Services;
  /** Saves the destination in the place of the one of that id. */
  readonly keep: (made: DestinationSettings) => void;
}

/** How long a server may take to say who it is, ms. */
const answerMs = 30_000;

/** Disposed of, it ends what is under way. */
export function createHostIdentities({ known: find, services, keep }: HostIdentitiesDeps): IdentityCalls & Disposable {
  const ending = new AbortController();
  const held = createHeld<{ id: DestinationId; at: DestinationSettings; shown: string }>();

  const identityOf = (id: DestinationId) => {
    const known = find(id);
    const { hostIdentity } = known.provider;
    if (!hostIdentity) throw new UploadFailure({ kind: 'settings-invalid', field: 'destination' });
    return { ...known, hostIdentity };
  };

  return {
    async 'destinations.askIdentity'({ id }) {
      const { hostIdentity, settings, made } = identityOf(id);
      const signal = AbortSignal.any([ending.signal, AbortSignal.timeout(answerMs)]);
      const shown = await hostIdentity.ask(settings, { services, signal });
      return { token: held.hold({ id, at: made, shown }), shown };
    },

    'destinations.trust'({ token }) {
      const seen = held.take(token);
      if (!seen) throw new UploadFailure({ kind: 'cancelled' });
      const { made, provider, hostIdentity } = identityOf(seen.id);
      // What was shown is another server's by now.
      if (made.provider !== seen.at.provider || reachesOthers(seen.at, made, provider)) {
        throw new UploadFailure({ kind: 'cancelled' });
      }
      const settings = { ...made.settings, [hostIdentity.setting]: seen.shown };
      if (!provider.settings.safeParse(settings).success) {
        throw new UploadFailure({ kind: 'settings-invalid', field: hostIdentity.setting });
      }
      keep({ ...made, settings });
    },

    [Symbol.dispose]: () => ending.abort(),
  };
}
