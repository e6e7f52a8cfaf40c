/** What the history is searched for, as the view holds it, and as the main process is asked. */
import type { ByExpiry, FileKind, HistoryQuery, HistoryState } from '../../shared/history.ts';
import type { DestinationId } from '../../shared/ids.ts';
import { endOfDay, type Span, startOfDay } from './day-span.ts';

export type DateRange = 'today' | 'week' | 'month' | 'year';
export type Expiry = Exclude<ByExpiry, 'any'>;

/** Of several values any one matches; none lets everything through. */
export interface Filters {
  readonly destinations: readonly DestinationId[];
  readonly types: readonly FileKind[];
  readonly date: DateRange | Span | null;
  readonly states: readonly HistoryState[];
  readonly expiry: Expiry | null;
}

export const noFilters: Filters = { destinations: [], types: [], date: null, states: [], expiry: null };

const days: Readonly<Record<DateRange, number>> = { today: 1, week: 7, month: 30, year: 365 };

export function queryOf(text: string, filters: Filters, now: Date): HistoryQuery {
  const { destinations, types, date, states, expiry } = filters;
  return {
    text: text.trim(),
    destinations: [...destinations],
    types: [...types],
    ...timesOf(date, now),
    states: [...states],
    expired: expiry ?? 'any',
  };
}

/** The days of a range are whole days, today the last of them. */
function timesOf(date: Filters['date'], now: Date): Pick<HistoryQuery, 'from' | 'to'> {
  if (date === null) return { from: null, to: null };
  if (typeof date === 'object') return { from: startOfDay(date.from), to: endOfDay(date.to) };
  const from = new Date(now.getFullYear(), now.getMonth(), now.getDate() - days[date] + 1);
  return { from: from.getTime(), to: null };
}

/** Something is held back by it. */
export function isNarrow(text: string, filters: Filters): boolean {
  const { destinations, types, date, states, expiry } = filters;
  const many = destinations.length + types.length + states.length;
  return text.trim() !== '' || many > 0 || date !== null || expiry !== null;
}
