/** The window's one store, a slice for each subject; components take from it by selector. */
import { create } from 'zustand';
import { type AccountSlice, accountSlice } from './account-slice.ts';
import { type DestinationsSlice, destinationsSlice } from './destinations-slice.ts';
import { type SendingSlice, sendingSlice } from './sending-slice.ts';
import { type SettingsSlice, settingsSlice } from './settings-slice.ts';
import { type UploadsSlice, uploadsSlice } from './uploads-slice.ts';
import { type WindowSlice, windowSlice } from './window-slice.ts';

export type Store = UploadsSlice & SettingsSlice & DestinationsSlice & AccountSlice & SendingSlice & WindowSlice;

export const useStore = create<Store>()((...parts) => ({
  ...uploadsSlice(...parts),
  ...settingsSlice(...parts),
  ...destinationsSlice(...parts),
  ...accountSlice(...parts),
  ...sendingSlice(...parts),
  ...windowSlice(...parts),
}));
