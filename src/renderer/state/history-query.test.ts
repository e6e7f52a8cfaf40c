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
      destination: DestinationId.parse('catbox'),
      type: 'image',
      date: 'week',
      state: 'done',
      expiry: 'only',
    } as const;
    const query = queryOf(' anna ', filters, now);
    expect(HistoryQuery.safeParse(query).success).toBe(true);
    expect(query).toMatchObject({ text: 'anna', destinations: ['catbox'], types: ['image'], states: ['done'] });
    expect(query.expired).toBe('only');
    expect(isNarrow('', filters)).toBe(true);
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
