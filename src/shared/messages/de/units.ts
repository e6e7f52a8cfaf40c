/** German: units, periods and how a list of things reads. A figure never parts from its unit. */
import type { units as english } from '../en/units.ts';
import { listIn, pluralIn } from '../plural.ts';

const plural = pluralIn('de');

export const units: typeof english = {
  bytes: ['B', 'KB', 'MB', 'GB', 'TB'],
  amount: (figure, unit) => `${figure}\u00a0${unit}`,
  percent: (value) => `${value}\u00a0%`,
  pace: (bytes) => `${bytes}/s`,
  second: (value) => `${value}\u00a0s`,
  minute: (value) => `${value}\u00a0min`,
  hour: (value) => `${value}\u00a0h`,
  day: (value) => `${value}\u00a0d`,
  underAMinute: 'unter 1\u00a0min',
  hours: (count) => plural(count, { one: '#\u00a0Stunde', other: '#\u00a0Stunden' }),
  days: (count) => plural(count, { one: '#\u00a0Tag', other: '#\u00a0Tage' }),
  years: (count) => plural(count, { one: '#\u00a0Jahr', other: '#\u00a0Jahre' }),
  span: (from, to) => `${from} bis ${to}`,
  of: (part, whole) => `${part} von ${whole}`,
  all: listIn('de'),
};
