/** What the filters ask of the main process. */
import { describe, expect, it } from 'vitest';
import { HistoryQuery } from '../../shared/history.ts';
import { DestinationId } from '../../shared/ids.ts';
import { isNarrow, noFilters, queryOf } from './history-query.ts';

const now = new Date(2026, 10, 22, 14, 31);

describe('a query', () => {
  it('asks nothing without words and filters', () => {
    expect(queryOf('  ', noFilters, now)).toEqual({
      text: '',
      destinations: [],
      types: [],
      from: null,
      to: null,
      states: [],
      expired: 'any',
    });
    expect(isNarrow('  ', noFilters)).toBe(false);
  });

  it('is one that the contract takes', () => {
    const filters = {
      destinations: [DestinationId.parse('catbox'), DestinationId.parse('uguu')],
      types: ['image', 'video'],
      date: 'week',
      states: ['done'],
      expiry: 'only',
    } as const;
    const query = queryOf(' anna ', filters, now);
    expect(HistoryQuery.safeParse(query).success).toBe(true);
    expect(query).toMatchObject({ text: 'anna', destinations: ['catbox', 'uguu'], states: ['done'] });
    expect(query.types).toEqual(['image', 'video']);
    expect(query.expired).toBe('only');
    expect(isNarrow('', filters)).toBe(true);
    expect(isNarrow('', { ...noFilters, states: ['failed'] })).toBe(true);
  });

  it('holds the whole of both days that were chosen, and is open where none was', () => {
    const asked = (from: string, to: string) => queryOf('', { ...noFilters, date: { from, to } }, now);
    expect(asked('2026-11-03', '2026-11-05')).toMatchObject({
      from: new Date(2026, 10, 3).getTime(),
      to: new Date(2026, 10, 6).getTime(),
    });
    expect(asked('2026-11-03', '')).toMatchObject({ from: new Date(2026, 10, 3).getTime(), to: null });
    expect(asked('', '2025-12-31')).toMatchObject({ from: null, to: new Date(2026, 0, 1).getTime() });
    expect(HistoryQuery.safeParse(asked('1970-01-01', '9999-12-31')).success).toBe(true);
  });

  it.each([
    ['today', new Date(2026, 10, 22)],
    ['week', new Date(2026, 10, 16)],
    ['month', new Date(2026, 9, 24)],
    ['year', new Date(2025, 10, 23)],
  ] as const)('begins a range at the start of its first day: %s', (date, from) => {
    expect(queryOf('', { ...noFilters, date }, now).from).toBe(from.getTime());
  });
});
