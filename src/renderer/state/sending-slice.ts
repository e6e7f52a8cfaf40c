/** What the user says before files go: where the next ones begin, what is being chosen, renamed or packed. */
import type { StateCreator } from 'zustand';
import type { UploadId } from '../../shared/ids.ts';
import type { PackingView, Where } from '../../shared/sending.ts';
import type { Store } from './store.ts';

/** What a destination is being chosen for. */
export type Choosing =
  | { readonly kind: 'next' }
  | { readonly kind: 'held'; readonly token: string; readonly count: number }
  | { readonly kind: 'upload'; readonly id: UploadId };

export interface SendingSlice {
  /** For the next files that are handed in, and for them alone; null: as usual. */
  readonly next: Where | null;
  readonly choosing: Choosing | null;
  readonly renaming: UploadId | null;
  readonly packings: readonly PackingView[];
  /** Files that are let go now wait until their destination is chosen. */
  readonly picksOnDrop: boolean;
  setNext(where: Where | null): void;
  choose(choosing: Choosing | null): void;
  rename(id: UploadId | null): void;
  putPackings(packings: readonly PackingView[]): void;
  pickOnDrop(on: boolean): void;
}

export const sendingSlice: StateCreator<Store, [], [], SendingSlice> = (set) => ({
  next: null,
  choosing: null,
  renaming: null,
  packings: [],
  picksOnDrop: false,

  setNext: (where) => set({ next: where?.start === null && where.keepAtLeastMs === null ? null : where }),
  choose: (choosing) => set({ choosing }),
  rename: (renaming) => set({ renaming }),
  putPackings: (packings) => set({ packings }),
  pickOnDrop: (picksOnDrop) => set((state) => (state.picksOnDrop === picksOnDrop ? state : { picksOnDrop })),
});
