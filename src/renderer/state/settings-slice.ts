/** Where files go, and what the computer is. */
import type { StateCreator } from 'zustand';
import type { SettingsView, Snapshot } from '../../shared/contract.ts';
import type { DestinationView } from '../../shared/model.ts';
import type { Store } from './store.ts';

export interface SettingsSlice {
  /** Null until the first snapshot. */
  readonly settings: SettingsView | null;
  readonly platform: Snapshot['platform'];
  /** The chain and this computer, each once. */
  readonly destinations: readonly DestinationView[];
  /** The stops that a new file would take, in their order. */
  readonly stops: readonly DestinationView[];
  putSettings(settings: SettingsView): void;
  putPlatform(platform: Snapshot['platform']): void;
}

export const settingsSlice: StateCreator<Store, [], [], SettingsSlice> = (set) => ({
  settings: null,
  platform: 'linux',
  destinations: [],
  stops: [],

  putSettings: (settings) => {
    const { chain, thisComputer } = settings;
    const elsewhere = chain.filter((destination) => destination.id !== thisComputer.id);
    const stops = settings.choice === 'this-computer' ? [thisComputer] : elsewhere;
    set({ settings, destinations: [...elsewhere, thisComputer], stops });
  },
  putPlatform: (platform) => set({ platform }),
});
