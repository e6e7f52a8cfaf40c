/** The choices that decide where files may go, as the window sees and changes them. */
import type { SettingsView } from '../../shared/contract.ts';
import { UploadFailure } from '../../shared/failure.ts';
import type { DestinationId } from '../../shared/ids.ts';
import {
  type ChainChoice,
  type DestinationSetup,
  type DestinationView,
  isWider,
  type Scope,
} from '../../shared/model.ts';
import { rotate } from '../engine/chain.ts';
import type { SettingsStore } from '../store/settings.ts';
import type { Setup } from './handlers.ts';

export interface SetupDeps {
  readonly settings: SettingsStore;
  readonly destinations: {
    /** Destinations of a chain, in order. */
    chain(choice: ChainChoice): readonly DestinationId[];
    /** The widest scope that choosing the chain agrees to. */
    agreedScope(choice: ChainChoice, start?: DestinationId | null): Scope;
    /** Those of a chain that may be used without asking. */
    granted(chain: readonly DestinationId[]): DestinationId[];
  };
  readonly view: (id: DestinationId) => DestinationView | null;
  readonly thisComputer: DestinationId;
  readonly setups: () => DestinationSetup[];
  /** Every destination that there is. */
  readonly known: () => readonly DestinationId[];
  readonly shareInterfaces: () => SettingsView['shareInterfaces'];
  /** What the desktop lets the program do. */
  readonly desktop: () => SettingsView['desktop'];
  readonly network: () => SettingsView['network'];
  /** The settings changed. */
  readonly changed: (view: SettingsView) => void;
  /** The first choice was made. */
  readonly chosen: () => void;
}

export function createSetup(deps: SetupDeps): Setup {
  const { settings } = deps;
  const view = (): SettingsView => {
    const { choice, share, preferences } = settings.get();
    const desktop = deps.desktop();
    const ids = new Set([...deps.known(), deps.thisComputer]);
    const known = new Map([...ids].flatMap((id) => deps.view(id) ?? []).map((each) => [each.id, each]));
    const thisComputer = known.get(deps.thisComputer);
    if (!thisComputer) throw new Error('this computer is always a destination');
    const views = (chain: ChainChoice): DestinationView[] =>
      deps.destinations.chain(chain).flatMap((id) => known.get(id) ?? []);
    return {
      choice,
      chain: views(choice ?? 'public'),
      publicChain: views('public'),
      ownChain: views('own'),
      thisComputer,
      known: [...known.values()],
      setups: deps.setups(),
      shareOn: share.interface,
      shareInterfaces: deps.shareInterfaces(),
      // The user may have changed it in the system's own settings.
      preferences: { ...preferences, startAtLogin: desktop.startUp.atLogin },
      desktop,
      network: deps.network(),
    };
  };
  return {
    view,
    tell: () => deps.changed(view()),
    choose({ choice }) {
      if (deps.destinations.chain(choice).length === 0)
        throw new UploadFailure({ kind: 'settings-invalid', field: 'chain' });
      settings.set({ choice });
      deps.changed(view());
      deps.chosen();
    },
    shareOn({ interface: id }) {
      if (!deps.shareInterfaces().some((known) => known.id === id)) {
        throw new UploadFailure({ kind: 'settings-invalid', field: 'interface' });
      }
      settings.set({ share: { ...settings.get().share, interface: id } });
      deps.changed(view());
    },
    chain(start = null) {
      const { choice } = settings.get();
      if (choice === null) return null;
      const own = [...deps.destinations.chain(choice)];
      if (start === null) {
        return { chain: own, scope: deps.destinations.agreedScope(choice), granted: deps.destinations.granted(own) };
      }
      const first = deps.view(start);
      if (!first) throw new UploadFailure({ kind: 'settings-invalid', field: 'destination' });
      // What stays here never goes elsewhere instead.
      if (start === deps.thisComputer) return { chain: [start], scope: 'local', granted: [] };
      const chain = own.includes(start) ? [...rotate(own, start)] : [start, ...own];
      const scope = deps.destinations.agreedScope(choice, start);
      const granted = deps.destinations.granted(chain);
      // To choose it is to agree to it, and to no other.
      return { chain, scope, granted: isWider(first.scope, scope) ? [...granted, start] : granted };
    },
    granted: deps.destinations.granted,
    thisComputer: deps.thisComputer,
  };
}
