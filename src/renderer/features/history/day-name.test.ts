/** What the headings of the history say. */
import { describe, expect, it } from 'vitest';
import { english } from '../../../shared/messages/english.ts';
import { dayName } from './day-name.ts';

const now = new Date(2026, 10, 22, 0, 5).getTime();

describe('a day of the history', () => {
  it.each([
    ['2026-11-22', 'Today'],
    ['2026-11-21', 'Yesterday'],
    ['2026-11-20', 'Friday 20 November'],
    ['2025-11-22', '22 November 2025'],
    ['no day', 'no day'],
  ])('%s is %s', (day, name) => {
    expect(dayName(day, now, english)).toBe(name);
  });

  it('is yesterday over a change of the clock too', () => {
    expect(dayName('2026-03-28', new Date(2026, 2, 29, 23, 59).getTime(), english)).toBe('Yesterday');
  });
});
