/** What the History view holds: the query, what was found, the rows that were read, and what is chosen. */
import { create } from 'zustand';
import type { HistoryDestination, HistoryFound, HistoryRow, LongAct } from '../../shared/history.ts';
import type { BatchId, UploadId } from '../../shared/ids.ts';
import { changed, noPages, type Pages, withPage } from './history-pages.ts';
import { type Filters, noFilters } from './history-query.ts';

export type HistoryLayout = 'list' | 'grid';

/** What was done last, told at the foot of the view. */
export type Told =
  | { readonly kind: 'removed'; readonly token: string; readonly text: string; readonly until: number }
  | { readonly kind: 'work'; readonly act: LongAct; readonly done: number; readonly total: number }
  | { readonly kind: 'outcome'; readonly text: string; readonly tone: 'quiet' | 'bad'; readonly chooseAgain: boolean };

export interface HistoryStore {
  readonly text: string;
  readonly filters: Filters;
  /** Null until the first answer. */
  readonly found: HistoryFound | null;
  /** Rises with each new question: what is shown then begins at its top. */
  readonly question: number;
  readonly pages: Pages;
  readonly destinations: readonly HistoryDestination[];
  /** Each with its place in the list, which gives the order. */
  readonly chosen: ReadonlyMap<UploadId, number>;
  readonly layout: HistoryLayout;
  /** The row whose menu is open, and the button that opened it. */
  readonly menuOf: { readonly row: HistoryRow; readonly button: HTMLElement } | null;
  /** The row whose details are open. */
  readonly opened: HistoryRow | null;
  readonly told: Told | null;
  /** The batch whose old and new links are shown. */
  readonly movedShown: { readonly batch: BatchId; readonly to: string } | null;
  /** What the user is asked about before it is deleted at its hosts; null while nobody is. */
  readonly deleting: readonly UploadId[] | null;
  put(change: Partial<Omit<HistoryStore, 'put' | 'putPage' | 'changeRows' | 'choose'>>): void;
  putPage(number: number, rows: readonly (HistoryRow | null)[]): void;
  changeRows(change: (row: HistoryRow) => HistoryRow): void;
  choose(chosen: ReadonlyMap<UploadId, number>): void;
}

export const useHistory = create<HistoryStore>()((set) => ({
  text: '',
  filters: noFilters,
  found: null,
  question: 0,
  pages: noPages,
  destinations: [],
  chosen: new Map(),
  layout: 'list',
  menuOf: null,
  opened: null,
  told: null,
  movedShown: null,
  deleting: null,

  put: (change) => set(change),
  putPage: (number, rows) => set(({ pages }) => ({ pages: withPage(pages, number, rows) })),
  changeRows: (change) =>
    set(({ pages, opened }) => ({ pages: changed(pages, change), opened: opened && change(opened) })),
  choose: (chosen) => set({ chosen }),
}));
