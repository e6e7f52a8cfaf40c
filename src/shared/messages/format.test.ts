/** Figures as people read them: three digits at most, in the unit that fits. */
import { expect, it } from 'vitest';
import { english } from './english.ts';
import {
  formatBytes,
  formatBytesOf,
  formatDuration,
  formatElapsed,
  formatLeft,
  formatLimit,
  formatPace,
  formatPeriod,
  formatPeriodSpan,
} from './format.ts';
import { formatMoment, formatTimeToSecond, formatWhen } from './moments.ts';

const second = 1000;
const hour = 3_600_000;
const day = 24 * hour;
const utc = { ...english, timeZone: 'UTC' };
const moment = Date.UTC(2026, 10, 25, 14, 31, 2);

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1 KB'],
  [812_345, '812 KB'],
  [999_949, '1 MB'],
  [2_400_000, '2.4 MB'],
  [9_960_000, '10 MB'],
  [184_000_000, '184 MB'],
  [999_600_000, '1 GB'],
  [1_400_000_000, '1.4 GB'],
  [5_000_000_000_000_000, '5,000 TB'],
])('%d bytes are %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));

it('never shows a limit larger than it is', () => expect(formatLimit(104_857_600)).toBe('104 MB'));

it.each([
  [118_000_000, 184_000_000, '118 of 184 MB'],
  [183_999_999, 184_000_000, '183 of 184 MB'],
  [300_000, 2_400_000, '0.3 of 2.4 MB'],
  [0, 0, '0 of 0 B'],
])('%d of %d is %s', (part, whole, text) => expect(formatBytesOf(part, whole)).toBe(text));

it.each([
  [0, '1 s'],
  [10_400, '11 s'],
  [89_000, '89 s'],
  [120_000, '2 min'],
  [20 * 60_000, '20 min'],
  [3 * hour, '3 h'],
  [4 * day, '4 d'],
])('a wait of %d ms is %s', (ms, text) => expect(formatDuration(ms)).toBe(text));

it.each([
  [3, '0.1 s'],
  [800, '0.8 s'],
  [3_100, '3.1 s'],
  [9_960, '10 s'],
  [30_000, '30 s'],
  [125_000, '2 min 5 s'],
  [120_000, '2 min'],
  [2 * hour, '2 h'],
])('%d ms took %s', (ms, text) => expect(formatElapsed(ms)).toBe(text));

it.each([
  [30 * second, 'under 1 min'],
  [41 * 60_000, '41 min'],
  [5 * hour + 12 * 60_000, '5 h 12 min'],
  [3 * day - hour, '2 d 23 h'],
  [3 * day, '3 d'],
])('%d ms are left as %s', (ms, text) => expect(formatLeft(ms)).toBe(text));

it.each([
  [hour, '1 hour'],
  [24 * hour, '24 hours'],
  [3 * day, '3 days'],
  [730 * day, '2 years'],
])('a period of %d ms is %s', (ms, text) => expect(formatPeriod(ms)).toBe(text));

it('shares the unit of a span', () => {
  expect(formatPeriodSpan(3 * day, 100 * day)).toBe('3 to 100 days');
  expect(formatPeriodSpan(12 * hour, 3 * day)).toBe('12 hours to 3 days');
});

it('gives a pace by the second', () => expect(formatPace(6_200_000)).toBe('6.2 MB/s'));

it('names a moment, with the year only where it is another one', () => {
  expect(formatMoment(moment, Date.UTC(2026, 1, 1), utc)).toBe('25 Nov, 14:31');
  expect(formatMoment(moment, Date.UTC(2025, 11, 31), utc)).toBe('25 Nov 2026, 14:31');
  expect(formatTimeToSecond(moment, utc)).toBe('14:31:02');
});

it('leaves the date away on the same day', () => {
  expect(formatWhen(moment, moment + hour, utc)).toBe('14:31');
  expect(formatWhen(moment, moment + day, utc)).toBe('25 Nov, 14:31');
});

it('goes by the time zone that it is given', () => {
  expect(formatMoment(moment, moment, { ...english, timeZone: 'Asia/Tokyo' })).toBe('25 Nov, 23:31');
});
