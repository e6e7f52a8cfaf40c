/** What tests of destinations share: their calls, over settings and secrets of their own. */
import { expect } from 'vitest';
import { type CallInput, calls } from '../../shared/contract.ts';
import type { DestinationDraft } from '../../shared/destination-setup.ts';
import { DestinationId } from '../../shared/ids.ts';
import { createDestinations, viewOf } from '../destinations.ts';
import { unknownHealth } from '../engine/health.ts';
import { unusedServices } from '../providers/test-services.ts';
import { Settings, type SettingsStore } from '../store/settings.ts';
import { createTestSecrets } from '../store/test-secrets.ts';
import { createChosen } from './chosen.ts';
import { createDestinationSetups } from './destination-setups.ts';
import { createDestinationActs } from './destinations.ts';

export const id = (name: string): DestinationId => DestinationId.parse(name);

/** The calls about destinations on real settings and secrets in memory; what they tell others is in `told`. */
export function createRig(initial: object = {}) {
  let current = Settings.parse(initial);
  const settings: SettingsStore = {
    get: () => current,
    set(change) {
      current = Settings.parse({ ...current, ...change });
    },
  };
  const secrets = createTestSecrets();
  const told: string[] = [];
  const dialog = { folder: null as string | null };
  const chosen = createChosen({ folder: async () => dialog.folder, smallFile: async () => null });
  const destinations = createDestinations(settings.get, unusedServices, secrets.keeper);
  const setups = createDestinationSetups({
    destinations,
    secrets: secrets.keeper,
    chosen,
    signedIn: () => undefined,
    changed: () => undefined,
  });
  const acts = createDestinationActs({
    settings,
    destinations,
    secrets: secrets.keeper,
    chosen,
    setups: setups.all,
    view: (each) => {
      const found = destinations.find(each);
      return found && viewOf(found, unknownHealth);
    },
    engine: {
      allowed: (each) => void told.push(`allowed ${each}`),
      removed: (each) => void told.push(`removed ${each}`),
    },
    changed: () => void told.push('changed'),
  });
  const view = () => calls['destinations.setup'].output.parse(acts['destinations.setup'](undefined));
  const sheet = (name: string) => view().destinations.find((one) => one.id === name);
  const save = (at: CallInput<'destinations.save'>['at'], draft: Partial<DestinationDraft> = {}) =>
    calls['destinations.save'].output.parse(
      acts['destinations.save']({
        at,
        draft: { label: 'Mine', values: {}, folders: {}, scope: null, consent: 'ask', ...draft },
      }),
    );
  const add = (provider: string, draft: Partial<DestinationDraft> = {}, chain: 'public' | 'own' = 'public') =>
    save({ kind: 'new', provider, chain }, draft).id;
  const setSecret = (destination: DestinationId, field = 'userhash') =>
    setups.setSecret({ destination, field, value: 'canary', storeWeak: false });
  return {
    settings,
    secrets,
    destinations,
    dialog,
    chosen,
    acts,
    told,
    view,
    sheet,
    save,
    add,
    setSecret,
    [Symbol.dispose]: secrets[Symbol.dispose],
  };
}

export const invalid = (field: string) => expect.objectContaining({ failure: { kind: 'settings-invalid', field } });
