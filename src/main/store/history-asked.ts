/** What is asked of the thread of the history, and what it answers. */
import type { HistoryDestination, HistoryQuery, HistoryRow, ListId } from '../../shared/history.ts';
import type { UploadId } from '../../shared/ids.ts';
import type { ExportForm } from './history-export.ts';

/** What the thread is started with. */
export interface HistoryWorkerData {
  readonly file: string;
}

/** What an export holds: all that matches, these uploads in this order, or everything (null). */
export type ExportOf = { readonly query: HistoryQuery } | { readonly ids: readonly UploadId[] } | null;

export type HistoryQuestion =
  | { readonly ask: 'find'; readonly list: ListId; readonly query: HistoryQuery; readonly now: number }
  | { readonly ask: 'rows' | 'ids'; readonly list: ListId; readonly offset: number; readonly limit: number }
  | { readonly ask: 'destinations' }
  | {
      readonly ask: 'export';
      readonly of: ExportOf;
      readonly now: number;
      readonly form: ExportForm;
      readonly path: string;
    };

/** By what was asked. Null for a list that is not known here (any more). */
export interface HistoryAnswers {
  readonly find: { readonly total: number; readonly matching: number; readonly days: { day: string; count: number }[] };
  readonly rows: (HistoryRow | null)[] | null;
  readonly ids: UploadId[] | null;
  readonly destinations: HistoryDestination[];
  /** How many were written; null where the place that was chosen did not take the file. */
  readonly export: number | null;
}

/** Every question is answered once, under its number. */
export type HistoryAnswer = { readonly number: number } & (
  | { readonly answer: HistoryAnswers[keyof HistoryAnswers] }
  | { readonly error: Error }
);

/** Lists that are kept; one of 100,000 rows takes 800 kB. */
export const keptLists = 4;
