/** What the page may ask of the history. */
import { describe, expect, test } from 'vitest';
import { HistoryQuery, mostDestinations } from './history.ts';
import { historyCalls } from './history-calls.ts';

const anything: HistoryQuery = {
  ...{ text: '', destinations: [], types: [], from: null, to: null, states: [], expired: 'any' },
};
const takes = (change: object): boolean => HistoryQuery.safeParse({ ...anything, ...change }).success;

describe('a query', () => {
  test('takes several values of a filter', () => {
    expect(takes({ destinations: ['catbox', 'uguu'], types: ['image', 'video'], states: ['done', 'failed'] })).toBe(
      true,
    );
    expect(takes({ destinations: Array.from({ length: mostDestinations }, (_, at) => `d${at}`) })).toBe(true);
  });

  test.each([
    ['more destinations than there can be', { destinations: Array.from({ length: mostDestinations + 1 }, () => 'd') }],
    ['more types than there are', { types: Array.from({ length: 7 }, () => 'image') }],
    ['more states than there are', { states: Array.from({ length: 5 }, () => 'done') }],
    ['no such type', { types: ['image', "x') OR 1=1 --"] }],
    ['a day that is none', { from: Number.NaN }],
    ['a time before all time', { to: -1 }],
    ['what nobody knows', { limit: 3 }],
  ])('does not take %s', (_what, change) => {
    expect(takes(change)).toBe(false);
  });
});

describe('an export', () => {
  const { input } = historyCalls['history.export'];
  const ids = (count: number) => Array.from({ length: count }, (_, at) => `u${at}`);

  test.each([
    ['all', { list: null, as: 'csv' }],
    ['a list', { list: 'a', as: 'json' }],
    ['those that are chosen', { ids: ids(10_000), as: 'csv' }],
  ])('is of %s', (_what, asked) => {
    expect(input.parse(asked)).toEqual(asked);
  });

  test.each([
    ['none', { ids: [], as: 'csv' }],
    ['more than can be chosen', { ids: ids(10_001), as: 'csv' }],
    ['a list and of ids', { list: null, ids: ids(1), as: 'csv' }],
    ['nothing said', { as: 'csv' }],
    ['another form', { list: null, as: '../x' }],
  ])('is not of %s', (_what, asked) => {
    expect(input.safeParse(asked).success).toBe(false);
  });
});
