/** What the history is searched for, as the view holds it, and as the main process is asked. */
import type { ByExpiry, FileKind, HistoryQuery, HistoryState } from '../../shared/history.ts';
import type { DestinationId } from '../../shared/ids.ts';

export type DateRange = 'today' | 'week' | 'month' | 'year';
export type Expiry = Exclude<ByExpiry, 'any'>;

export interface Filters {
  readonly destination: DestinationId | null;
  readonly type: FileKind | null;
  readonly date: DateRange | null;
  readonly state: HistoryState | null;
  readonly expiry: Expiry | null;
}

export const noFilters: Filters = { destination: null, type: null, date: null, state: null, expiry: null };

const days: Readonly<Record<DateRange, number>> = { today: 1, week: 7, month: 30, year: 365 };

/** The days of a range are whole days, today the last of them. */
export function queryOf(text: string, filters: Filters, now: Date): HistoryQuery {
  const { destination, type, date, state, expiry } = filters;
  const from = date && new Date(now.getFullYear(), now.getMonth(), now.getDate() - days[date] + 1).getTime();
  return {
    text: text.trim(),
    destinations: destination === null ? [] : [destination],
    types: type === null ? [] : [type],
    from,
    to: null,
    states: state === null ? [] : [state],
    expired: expiry ?? 'any',
  };
}

/** Something is held back by it. */
export function isNarrow(text: string, filters: Filters): boolean {
  return text.trim() !== '' || Object.values(filters).some((value) => value !== null);
}
