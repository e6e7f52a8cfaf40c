/** Where files go, and what the computer is. */
import type { StateCreator } from 'zustand';
import type { SettingsView, Snapshot } from '../../shared/contract.ts';
import type { DestinationView } from '../../shared/model.ts';
import type { Store } from './store.ts';

export interface SettingsSlice {
  /** Null until the first snapshot. */
  readonly settings: SettingsView | null;
  readonly platform: Snapshot['platform'];
  /** Every destination that an upload may name, each once. */
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
    set({ settings, destinations: settings.known, stops: settings.chain });
  },
  putPlatform: (platform) => set({ platform }),
});
