/** Days that were chosen, where the clocks change twice a year. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endOfDay, isReversed, noonOf, spanOf, startOfDay } from './day-span.ts';

const hour = 3_600_000;
const zone = process.env.TZ;
const inZone = (name: string): void => {
  beforeAll(() => {
    process.env.TZ = name;
  });
  afterAll(() => {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  });
};
const length = (day: string): number => ((endOfDay(day) ?? 0) - (startOfDay(day) ?? 0)) / hour;

describe('in Berlin', () => {
  inZone('Europe/Berlin');

  it.each([
    ['2026-03-28', '2026-03-27T23:00:00Z', 24],
    ['2026-03-29', '2026-03-28T23:00:00Z', 23],
    ['2026-03-30', '2026-03-29T22:00:00Z', 24],
    ['2026-10-24', '2026-10-23T22:00:00Z', 24],
    ['2026-10-25', '2026-10-24T22:00:00Z', 25],
    ['2026-10-26', '2026-10-25T23:00:00Z', 24],
    ['2026-12-31', '2026-12-30T23:00:00Z', 24],
  ])('%s begins at %s and has %i hours', (day, start, hours) => {
    expect(new Date(startOfDay(day) ?? 0).toISOString()).toBe(start.replace('Z', '.000Z'));
    expect(length(day)).toBe(hours);
  });

  it('asks for no time before all time', () => {
    expect(startOfDay('1970-01-01')).toBe(0);
  });
});

describe('where the clocks change at midnight', () => {
  inZone('Africa/Cairo');

  it('a day begins with its first moment', () => {
    // The last Friday of April has no midnight there: it begins at one o'clock.
    expect(new Date(startOfDay('2026-04-24') ?? 0).toISOString()).toBe('2026-04-23T22:00:00.000Z');
    expect(length('2026-04-24')).toBe(23);
    expect(endOfDay('2026-04-23')).toBe(startOfDay('2026-04-24'));
    expect(new Date(noonOf('2026-04-24') ?? 0).getDate()).toBe(24);
  });
});

describe('two fields', () => {
  it.each([
    ['', ''],
    ['2026-02-30', ''],
    ['0002-11-05', '0202-11-05'],
    ['tomorrow', '2026-1-1'],
    ['20260-01-01', '2026-00-10'],
  ])('with %j and %j ask nothing', (from, to) => {
    expect(spanOf({ from, to })).toBeNull();
    expect(startOfDay(from)).toBeNull();
    expect(endOfDay(to)).toBeNull();
  });

  it('are a span with one of them, and leave away what is no day yet', () => {
    expect(spanOf({ from: '2026-11-01', to: '' })).toEqual({ from: '2026-11-01', to: '' });
    expect(spanOf({ from: '0002-11-01', to: '2026-11-03' })).toEqual({ from: '', to: '2026-11-03' });
  });

  it.each([
    ['2026-11-02', '2026-11-01', true],
    ['2026-11-01', '2026-11-01', false],
    ['2025-12-31', '2026-01-01', false],
    ['2026-11-02', '', false],
    ['', '2026-11-01', false],
    ['2026-11-02', '0002-11-01', false],
  ])('from %j to %j are the wrong way round: %j', (from, to, reversed) => {
    expect(isReversed({ from, to })).toBe(reversed);
  });
});
