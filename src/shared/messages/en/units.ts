/** English: units, periods and how a list of things reads. */
import { listIn, pluralIn } from '../plural.ts';

const plural = pluralIn('en');

export const units = {
  bytes: ['B', 'KB', 'MB', 'GB', 'TB'],
  amount: (figure: string, unit: string) => `${figure} ${unit}`,
  percent: (value: string) => `${value} %`,
  pace: (bytes: string) => `${bytes}/s`,
  second: (value: string) => `${value} s`,
  minute: (value: string) => `${value} min`,
  hour: (value: string) => `${value} h`,
  day: (value: string) => `${value} d`,
  underAMinute: 'under 1 min',
  hours: (count: number) => plural(count, { one: '# hour', other: '# hours' }),
  days: (count: number) => plural(count, { one: '# day', other: '# days' }),
  years: (count: number) => plural(count, { one: '# year', other: '# years' }),
  span: (from: string, to: string) => `${from} to ${to}`,
  of: (part: string, whole: string) => `${part} of ${whole}`,
  all: listIn('en'),
};
