/** Sizes, paces and durations as people read them. */
import { spoken, type Tongue } from './tongue.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const year = 365 * day;

const formatters = new Map<string, Intl.NumberFormat>();

function figure(value: number, locale: string, least: number, most: number): string {
  const key = `${locale} ${least} ${most}`;
  let formatter = formatters.get(key);
  if (!formatter) {
    formatter = new Intl.NumberFormat(locale, { minimumFractionDigits: least, maximumFractionDigits: most });
    formatters.set(key, formatter);
  }
  return formatter.format(value);
}

type Rounding = 'nearest' | 'down';

function rounded(value: number, digits: number, rounding: Rounding): number {
  const scale = 10 ** digits;
  return (rounding === 'down' ? Math.floor(value * scale) : Math.round(value * scale)) / scale;
}

interface Scaled {
  readonly value: number;
  readonly digits: number;
  /** Index of the unit; its size is 1000 to that power. */
  readonly unit: number;
}

/** Three figures at most: one decimal under 10, none from there on; 999,950 bytes are 1 MB, not 1,000 KB. */
function scale(bytes: number, rounding: Rounding): Scaled {
  for (let unit = 0; ; unit++) {
    const raw = bytes / 1000 ** unit;
    const digits = unit === 0 || rounded(raw, 1, rounding) >= 10 ? 0 : 1;
    const value = rounded(raw, digits, rounding);
    if (value < 1000 || unit === 4) return { value, digits, unit };
  }
}

/** Bytes in decimal units: "812 KB", "2.4 MB", "184 MB". */
export function formatBytes(bytes: number, tongue: Tongue = spoken(), rounding: Rounding = 'nearest'): string {
  const { value, digits, unit } = scale(bytes, rounding);
  const { amount, bytes: names } = tongue.words.units;
  return amount(figure(value, tongue.locale, 0, digits), names[unit] ?? '');
}

/** A limit in bytes, never shown larger than it is. */
export function formatLimit(bytes: number, tongue: Tongue = spoken()): string {
  return formatBytes(bytes, tongue, 'down');
}

/** A size beside the limit it is over, with as many figures as it takes to tell them apart. */
export function formatOverLimit(
  size: number,
  limit: number,
  tongue: Tongue = spoken(),
): { size: string; limit: string } {
  const short = { size: formatBytes(size, tongue), limit: formatLimit(limit, tongue) };
  if (short.size !== short.limit) return short;
  const { amount, bytes: names } = tongue.words.units;
  const exact = (bytes: number) => amount(figure(bytes, tongue.locale, 0, 0), names[0] ?? '');
  return { size: exact(size), limit: exact(limit) };
}

/** "118 of 184 MB": both in the whole's unit, the part never rounded up to the whole. */
export function formatBytesOf(part: number, whole: number, tongue: Tongue = spoken()): string {
  const total = scale(whole, 'nearest');
  const shown = Math.min(rounded(part / 1000 ** total.unit, total.digits, 'down'), total.value);
  const fixed = Number.isInteger(total.value) ? 0 : total.digits;
  return tongue.words.units.of(figure(shown, tongue.locale, fixed, total.digits), formatBytes(whole, tongue));
}

/** The share of `part` in `whole`, never rounded up to all: "96 %". */
export function formatPercent(part: number, whole: number, tongue: Tongue = spoken()): string {
  return tongue.words.units.percent(figure(Math.floor((100 * part) / whole), tongue.locale, 0, 0));
}

/** Bytes per second: "6.2 MB/s". */
export function formatPace(bytesPerSecond: number, tongue: Tongue = spoken()): string {
  return tongue.words.units.pace(formatBytes(bytesPerSecond, tongue));
}

/** A wait or a time left, in one unit: "11 s", "2 min", "3 h", "4 d". Never "0 s". */
export function formatDuration(ms: number, tongue: Tongue = spoken()): string {
  const { units } = tongue.words;
  const whole = (value: number) => figure(Math.max(1, value), tongue.locale, 0, 0);
  if (ms < 90 * second) return units.second(whole(Math.ceil(ms / second)));
  if (ms < 90 * minute) return units.minute(whole(Math.round(ms / minute)));
  if (ms < 2 * day) return units.hour(whole(Math.round(ms / hour)));
  return units.day(whole(Math.round(ms / day)));
}

/** How long something took: "0.8 s", "30 s", "2 min 5 s"; at least "0.1 s". */
export function formatElapsed(ms: number, tongue: Tongue = spoken()): string {
  const { units } = tongue.words;
  const seconds = (value: number, digits: number) => units.second(figure(value, tongue.locale, digits, digits));
  if (ms < 9_950) return seconds(Math.max(0.1, ms / second), 1);
  const total = Math.round(ms / second);
  if (total < 60) return seconds(total, 0);
  if (total >= 3600) return formatLeft(ms, tongue);
  const minutes = units.minute(figure(Math.floor(total / 60), tongue.locale, 0, 0));
  return total % 60 === 0 ? minutes : `${minutes} ${seconds(total % 60, 0)}`;
}

/** The life that a link has left, in its two largest units: "2 d 23 h", "5 h 12 min", "41 min". */
export function formatLeft(ms: number, tongue: Tongue = spoken()): string {
  const { units } = tongue.words;
  const whole = (value: number) => figure(Math.floor(value), tongue.locale, 0, 0);
  const pair = (large: string, small: string, rest: number) => (rest < 1 ? large : `${large} ${small}`);
  if (ms < minute) return units.underAMinute;
  if (ms < hour) return units.minute(whole(ms / minute));
  if (ms < day) {
    const rest = (ms % hour) / minute;
    return pair(units.hour(whole(ms / hour)), units.minute(whole(rest)), rest);
  }
  const rest = (ms % day) / hour;
  return pair(units.day(whole(ms / day)), units.hour(whole(rest)), rest);
}

/** A period that a host names, in full words: "12 hours", "3 days", "2 years". */
export function formatPeriod(ms: number, tongue: Tongue = spoken()): string {
  const { units } = tongue.words;
  if (ms >= year && ms % year === 0) return units.years(ms / year);
  if (ms < 2 * day) return units.hours(Math.max(1, Math.round(ms / hour)));
  return units.days(Math.round(ms / day));
}

/** "3 to 100 days". */
export function formatPeriodSpan(minMs: number, maxMs: number, tongue: Tongue = spoken()): string {
  const days = figure(Math.round(minMs / day), tongue.locale, 0, 0);
  const from = minMs >= day && maxMs >= 2 * day ? days : formatPeriod(minMs, tongue);
  const to = from === days ? tongue.words.units.days(Math.round(maxMs / day)) : formatPeriod(maxMs, tongue);
  return tongue.words.units.span(from, to);
}
