/** A span of days as two date fields give it; days are those of this place, whatever its clocks did. */

/** YYYY-MM-DD, or '' where the span is open. Both days belong to it. */
export interface Span {
  readonly from: string;
  readonly to: string;
}

interface Day {
  readonly year: number;
  readonly month: number;
  readonly date: number;
}

/** Null for what is no day, and for years that are still being typed: 2026 begins as 0002. */
function parts(day: string): Day | null {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day)?.map(Number) ?? [];
  if (!year || !month || !date || year < 1970) return null;
  const noon = new Date(year, month - 1, date, 12);
  return noon.getMonth() === month - 1 && noon.getDate() === date ? { year, month, date } : null;
}

/** Epoch ms; null where it is open. */
export function startOfDay(day: string): number | null {
  const known = parts(day);
  return known && Math.max(0, new Date(known.year, known.month - 1, known.date).getTime());
}

/** The first moment of the day after it, epoch ms: a day has 23 or 25 hours where the clocks change. */
export function endOfDay(day: string): number | null {
  const known = parts(day);
  return known && Math.max(0, new Date(known.year, known.month - 1, known.date + 1).getTime());
}

/** A moment that is on this day for every clock of this place. */
export function noonOf(day: string): number | null {
  const known = parts(day);
  return known && new Date(known.year, known.month - 1, known.date, 12).getTime();
}

/** The fields as a filter; null where both are open. */
export function spanOf({ from, to }: Span): Span | null {
  const known = { from: parts(from) ? from : '', to: parts(to) ? to : '' };
  return known.from === '' && known.to === '' ? null : known;
}

/** The first day comes after the last one. */
export function isReversed(fields: Span): boolean {
  const span = spanOf(fields);
  return span !== null && span.from !== '' && span.to !== '' && span.from > span.to;
}
