/** A day of the list as it is called: today, yesterday, or its date. */
import { formatLongDay, type Tongue } from '../../../shared/messages/index.ts';

/** `day` is YYYY-MM-DD, as the clock of this place has it, at `now` (epoch ms). */
export function dayName(day: string, now: number, tongue: Tongue): string {
  const [year, month, date] = day.split('-').map(Number);
  if (!year || !month || !date) return day;
  const noon = new Date(year, month - 1, date, 12);
  const today = new Date(now);
  const away = Math.round(
    (new Date(today.getFullYear(), today.getMonth(), today.getDate(), 12).getTime() - noon.getTime()) / 86_400_000,
  );
  if (away === 0) return tongue.words.history.today;
  if (away === 1) return tongue.words.history.yesterday;
  return formatLongDay(noon.getTime(), now, tongue);
}
