/** The destinations as the user sets them up, and the calls that give them secrets. Values only come in. */
import type { CallInput, CallOutput } from '../../shared/contract.ts';
import { UploadFailure } from '../../shared/failure.ts';
import type { DestinationId } from '../../shared/ids.ts';
import type { DestinationSetup } from '../../shared/model.ts';
import type { Destinations } from '../destinations.ts';
import { providerById } from '../providers/index.ts';
import type { Provider } from '../providers/provider.ts';
import type { SecretKeeper } from '../store/secret-keeper.ts';
import type { SecretPlace } from '../store/secrets.ts';
import type { ChosenThings } from './chosen.ts';

export interface DestinationSetups {
  /** The user's own destinations, then the ready-made ones. */
  all(): DestinationSetup[];
  setSecret(input: CallInput<'secrets.set'>): Promise<CallOutput<'secrets.set'>>;
  /** Keeps what is in a file that main's dialog chose. */
  setChosenSecret(input: CallInput<'secrets.setChosen'>): Promise<CallOutput<'secrets.setChosen'>>;
  /** Stores what is kept for this run only, however weakly. */
  storeWeak(input: CallInput<'secrets.storeWeak'>): Promise<CallOutput<'secrets.storeWeak'>>;
  clearSecret(input: CallInput<'secrets.clear'>): void;
  /** The key store opened after uploads had given up on it. */
  secretsCameBack(): void;
}

export interface DestinationSetupsDeps {
  readonly destinations: Pick<Destinations, 'all'>;
  readonly secrets: SecretKeeper;
  readonly chosen: Pick<ChosenThings, 'find' | 'forget'>;
  /** The destination has other credentials than before. */
  readonly signedIn: (id: DestinationId) => void;
  /** What `all` gives has changed. */
  readonly changed: () => void;
}

interface Known {
  readonly id: DestinationId;
  readonly label: string;
  readonly provider: Provider;
}

export function createDestinationSetups(deps: DestinationSetupsDeps): DestinationSetups {
  const { destinations, secrets, chosen, signedIn, changed } = deps;

  const known = (): Known[] =>
    destinations.all().flatMap(({ id, label, provider }) => {
      const found = providerById(provider);
      return found ? [{ id, label, provider: found }] : [];
    });

  /** Fails with `settings-invalid` where there is no such destination, or it has no such secret. */
  const placeOf = ({ destination, field }: CallInput<'secrets.clear'>): SecretPlace => {
    const found = known().find(({ id }) => id === destination);
    if (!found) throw new UploadFailure({ kind: 'settings-invalid', field: 'destination' });
    if (!found.provider.secretFields.some(({ name }) => name === field)) {
      throw new UploadFailure({ kind: 'settings-invalid', field: 'field' });
    }
    return { destination, provider: found.provider.id, field };
  };

  const all = (): DestinationSetup[] =>
    known().map(({ id, label, provider }) => ({
      id,
      label,
      provider: provider.id,
      secrets: provider.secretFields.map(({ name: field, title, description, required, multiline = false }) => {
        const at = { destination: id, provider: provider.id, field };
        const kept = { sealing: secrets.sealing(at), savedAt: secrets.savedAt(at) };
        return { field, title, description, required, multiline, ...kept };
      }),
    }));

  const setSecret: DestinationSetups['setSecret'] = async ({ value, storeWeak, ...at }) => {
    const sealing = await secrets.set(placeOf(at), value, { storeWeak });
    changed();
    signedIn(at.destination);
    return { sealing };
  };

  return {
    all,
    setSecret,
    async setChosenSecret({ token, ...at }) {
      const { provider, field } = placeOf(at);
      const value = chosen.find(token, { provider, field });
      if (value === null) throw new UploadFailure({ kind: 'settings-invalid', field: 'token' });
      const answer = await setSecret({ ...at, value, storeWeak: false });
      chosen.forget(token);
      return answer;
    },
    async storeWeak(at) {
      const place = placeOf(at);
      const sealing = await secrets.set(place, await secrets.read(place), { storeWeak: true });
      changed();
      return { sealing };
    },
    clearSecret(at) {
      secrets.clear(placeOf(at));
      changed();
    },
    secretsCameBack() {
      for (const { id, secrets: own } of all()) {
        if (own.some(({ sealing }) => sealing === 'sealed' || sealing === 'weak')) signedIn(id);
      }
    },
  };
}
