/** A moment in this computer's time zone, as the parts that names of files are made of. */

export type LocalTime = Readonly<Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', string>>;

/** All but the year have two figures. */
export function localTime(at: Date): LocalTime {
  const two = (value: number): string => String(value).padStart(2, '0');
  return {
    year: String(at.getFullYear()),
    month: two(at.getMonth() + 1),
    day: two(at.getDate()),
    hour: two(at.getHours()),
    minute: two(at.getMinutes()),
    second: two(at.getSeconds()),
  };
}
