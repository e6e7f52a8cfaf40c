/** Points in time as people read them, in the tongue's locale and time zone. */
import { spoken, type Tongue } from './tongue.ts';

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(tongue: Tongue, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${tongue.locale} ${tongue.timeZone} ${Object.entries(options).join()}`;
  let formatter = formatters.get(key);
  if (!formatter) {
    const zone = tongue.timeZone === undefined ? {} : { timeZone: tongue.timeZone };
    formatter = new Intl.DateTimeFormat(tongue.locale, { ...options, ...zone });
    formatters.set(key, formatter);
  }
  return formatter;
}

function written(at: number, tongue: Tongue, options: Intl.DateTimeFormatOptions): string {
  return formatterOf(tongue, options).format(at);
}

/** "25 Nov, 14:31"; with the year where it is not that of `now` (epoch ms). */
export function formatMoment(at: number, now: number, tongue: Tongue = spoken()): string {
  const year = { year: 'numeric' } as const;
  const sameYear = written(at, tongue, year) === written(now, tongue, year);
  const date = { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' } as const;
  return written(at, tongue, sameYear ? date : { ...date, ...year });
}

/** "25 Nov 2026, 14:31": stays true wherever it is put. */
export function formatDate(at: number, tongue: Tongue = spoken()): string {
  return written(at, tongue, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', year: 'numeric' });
}

/** "25 Nov"; with the year where it is not that of `now` (epoch ms). */
export function formatDay(at: number, now: number, tongue: Tongue = spoken()): string {
  const year = { year: 'numeric' } as const;
  const date = { day: 'numeric', month: 'short' } as const;
  return written(at, tongue, written(at, tongue, year) === written(now, tongue, year) ? date : { ...date, ...year });
}

/** "Wednesday, 25 November"; with the year, and without the name of the day, where it is not the year of `now`. */
export function formatLongDay(at: number, now: number, tongue: Tongue = spoken()): string {
  const year = { year: 'numeric' } as const;
  const date = { day: 'numeric', month: 'long' } as const;
  const sameYear = written(at, tongue, year) === written(now, tongue, year);
  return written(at, tongue, sameYear ? { weekday: 'long', ...date } : { ...date, ...year });
}

/** "14:31". */
export function formatTime(at: number, tongue: Tongue = spoken()): string {
  return written(at, tongue, { hour: '2-digit', minute: '2-digit' });
}

/** "14:30:02". */
export function formatTimeToSecond(at: number, tongue: Tongue = spoken()): string {
  return written(at, tongue, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
}

/** "14:31" on the day of `now`, else with the date. */
export function formatWhen(at: number, now: number, tongue: Tongue = spoken()): string {
  const day = { year: 'numeric', month: 'short', day: 'numeric' } as const;
  return written(at, tongue, day) === written(now, tongue, day)
    ? formatTime(at, tongue)
    : formatMoment(at, now, tongue);
}
