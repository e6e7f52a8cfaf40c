/** Everything that the window does with destinations, joined: their settings, secrets, sign-ins, checks and leftovers. */
import type { DestinationId } from '../../shared/ids.ts';
import type { DestinationView } from '../../shared/model.ts';
import { viewOf } from '../destinations.ts';
import type { Check } from '../engine/check/check.ts';
import type { Engine } from '../engine/engine.ts';
import type { Parts } from '../parts.ts';
import type { SecretKeeper } from '../store/secret-keeper.ts';
import type { SettingsStore } from '../store/settings.ts';
import { createCheckCalls } from './checks.ts';
import { type ChoosingDialogs, createChosen } from './chosen.ts';
import { createDestinationSetups, type DestinationSetups } from './destination-setups.ts';
import { createDestinationActs, keepDestination } from './destinations.ts';
import type { Send } from './feed.ts';
import type { AllDestinationCalls } from './handlers.ts';
import { createHostIdentities } from './host-identities.ts';
import { knownDestination } from './known-destination.ts';
import { createLeftoverCalls } from './leftovers.ts';
import { createSignIns } from './sign-ins.ts';
import { createTransfer, type SettingsFiles } from './transfer.ts';

export interface DestinationPartDeps {
  readonly parts: Pick<Parts, 'destinations' | 'services' | 'health' | 'leftovers'>;
  readonly engine: Pick<Engine, 'allowed' | 'removed' | 'signedIn'>;
  readonly settings: SettingsStore;
  readonly secrets: SecretKeeper;
  readonly check: Check;
  /** Main's dialogs: a path comes from nowhere else. */
  readonly dialogs: ChoosingDialogs;
  readonly files: SettingsFiles;
  /** Opens an https address in the user's browser. */
  readonly open: (link: URL) => Promise<void>;
  /** True once the clipboard holds the text. */
  readonly copy: (text: string) => Promise<boolean>;
  readonly send: Send;
  /** What the window knows of destinations has changed. */
  readonly changed: () => void;
}

export interface DestinationPart extends Disposable {
  readonly calls: AllDestinationCalls;
  readonly setups: DestinationSetups;
  view(id: DestinationId): DestinationView | null;
}

/** Disposed of, it ends what is under way. */
export function createDestinationPart(deps: DestinationPartDeps): DestinationPart {
  const { parts, engine, settings, secrets, open, copy, send, changed } = deps;
  const { destinations, services } = parts;
  const chosen = createChosen(deps.dialogs);
  const setups = createDestinationSetups({ destinations, secrets, chosen, signedIn: engine.signedIn, changed });
  const view = (id: DestinationId): DestinationView | null => {
    const found = destinations.find(id);
    return found && viewOf(found, parts.health.view(id));
  };
  const known = (id: DestinationId) => knownDestination(destinations, id);
  const hasSecrets = (id: DestinationId): boolean =>
    setups.all().some((one) => one.id === id && one.secrets.some(({ sealing }) => sealing !== 'none'));

  const ending = new DisposableStack();
  const checks = ending.use(createCheckCalls({ check: deps.check, send, copy }));
  const signIns = ending.use(createSignIns({ known, services, setups, open, copy }));
  const leftovers = ending.use(createLeftoverCalls(parts.leftovers));
  const identities = ending.use(
    createHostIdentities({
      known,
      services,
      keep(made) {
        keepDestination(settings, made);
        changed();
      },
    }),
  );
  return {
    calls: {
      ...createDestinationActs({
        ...{ settings, destinations, setups: setups.all },
        ...{ view, secrets, chosen, engine, changed },
      }),
      ...createTransfer({ settings, files: deps.files, hasSecrets, changed }),
      ...checks,
      ...signIns,
      ...identities,
      ...leftovers,
      'secrets.set': setups.setSecret,
      'secrets.setChosen': setups.setChosenSecret,
      'secrets.storeWeak': setups.storeWeak,
      'secrets.clear': setups.clearSecret,
      'secrets.chooseFile': chosen.chooseFile,
      'destinations.chooseFolder': chosen.chooseFolder,
    },
    setups,
    view,
    [Symbol.dispose]: () => ending.dispose(),
  };
}
