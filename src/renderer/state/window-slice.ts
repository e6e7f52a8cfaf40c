/** What only this window knows: the place it shows, open details, what it answered last. */
import type { StateCreator } from 'zustand';
import type { IntakeResult, Notice } from '../../shared/contract.ts';
import type { BatchId, UploadId } from '../../shared/ids.ts';
import type { Unfinished } from '../../shared/sending.ts';
import type { Store } from './store.ts';

export type Place = 'uploads' | 'history' | 'destinations' | 'settings';

export type FoldersQuestion = Extract<IntakeResult, { kind: 'folders' }>;

/** What the window answers to a drop, a paste or a press. */
export type Answer =
  | { readonly kind: 'note'; readonly text: string; readonly tone: 'quiet' | 'bad' }
  | { readonly kind: 'confirm'; readonly token: string; readonly count: number; readonly bytes: number }
  | FoldersQuestion
  | { readonly kind: 'confirm-text'; readonly token: string; readonly lines: number; readonly characters: number };

export interface WindowSlice {
  readonly place: Place;
  readonly detailsOf: UploadId | null;
  /** The details show the link as a QR code too. */
  readonly codeShown: boolean;
  readonly answer: Answer | null;
  readonly notices: readonly Notice[];
  /** Batches that the user unfolded or folded by hand. */
  readonly unfolded: Readonly<Record<BatchId, boolean>>;
  /** Read out politely; the number makes equal texts in a row count. */
  readonly announcement: { readonly text: string; readonly number: number };
  /** What was unfinished when the user wanted to quit; null while nobody does. */
  readonly quitAsked: Unfinished | null;
  /** The upload that the user is asked about before it is deleted at its host; null while nobody is. */
  readonly deletionOf: UploadId | null;
  /** How many files are held over the window: 0 where the system does not say, null while none are. */
  readonly held: number | null;
  goTo(place: Place): void;
  showDetails(id: UploadId | null, withCode?: boolean): void;
  showCode(on: boolean): void;
  give(answer: Answer | null): void;
  putNotice(notice: Notice): void;
  dismissNotice(id: string): void;
  unfold(id: BatchId, open: boolean): void;
  announce(text: string): void;
  hold(files: number | null): void;
  askToQuit(unfinished: Unfinished | null): void;
  askToDelete(id: UploadId | null): void;
}

export const windowSlice: StateCreator<Store, [], [], WindowSlice> = (set) => ({
  place: 'uploads',
  detailsOf: null,
  codeShown: false,
  answer: null,
  notices: [],
  unfolded: {},
  announcement: { text: '', number: 0 },
  quitAsked: null,
  deletionOf: null,
  held: null,

  /** A note was about the place that is left; a question stays until it is answered. */
  goTo: (place) =>
    set(({ answer }) => ({
      place,
      detailsOf: null,
      answer: answer === null || answer.kind === 'note' ? null : answer,
    })),
  showDetails: (detailsOf, codeShown = false) => set({ detailsOf, codeShown }),
  showCode: (codeShown) => set({ codeShown }),
  give: (answer) => set({ answer }),
  putNotice: (notice) =>
    set((state) => ({ notices: [...state.notices.filter((other) => other.id !== notice.id), notice] })),
  dismissNotice: (id) => set((state) => ({ notices: state.notices.filter((notice) => notice.id !== id) })),
  unfold: (id, open) => set((state) => ({ unfolded: { ...state.unfolded, [id]: open } })),
  announce: (text) => set((state) => ({ announcement: { text, number: state.announcement.number + 1 } })),
  askToQuit: (quitAsked) => set({ quitAsked }),
  askToDelete: (deletionOf) => set({ deletionOf }),
  hold: (held) => set((state) => (state.held === held ? state : { held })),
});
