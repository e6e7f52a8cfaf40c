/** Headers as hosts send them, and as they should not. */
import type { Chance } from './mutated-answers-chance.ts';

const types: readonly [string, ...string[]] = [
  'text/html; charset=UTF-8',
  'text/html',
  'text/plain',
  'application/json',
  'TEXT/HTML',
  'image/png',
  '',
  ';;;',
];

/** Lower-case names: values as `Retry-After`, types, lengths and dates come, and as they should not. */
export function headers(chance: Chance): Record<string, string> {
  const made: Record<string, string> = {};
  if (chance.is(0.8)) made['content-type'] = chance.pick(types);
  if (chance.is(0.4)) made['retry-after'] = retryAfter(chance);
  if (chance.is(0.3))
    made.date = chance.make(
      () => httpDate(chance),
      () => 'yesterday',
      () => 'Thu, 01 Jan 1970 00:00:00 GMT',
    );
  if (chance.is(0.1)) made['content-length'] = chance.pick(['0', '-1', '1e9', '99999999999999999999', '12, 12', 'x']);
  if (chance.is(0.05)) made['content-encoding'] = chance.pick(['gzip', 'br', 'identity', 'x']);
  if (chance.is(0.05)) made.location = chance.pick(['javascript:alert(1)', '/', 'https://evil.test/', '']);
  if (chance.is(0.05)) made['__proto__x'.slice(0, chance.pick([9, 10]))] = 'x';
  return made;
}

/** What www0x0 tells in headers, and how it should not. */
export function tokenHeaders(chance: Chance): Record<string, string> {
  return {
    ...(chance.is(0.5) && { 'x-token': chance.pick(['abc', '', 'a b', '\u0007', 'x'.repeat(201)]) }),
    ...(chance.is(0.5) && { 'x-expires': chance.pick(['1795436929901.1956', '0', '-1', 'Infinity', 'soon', '1e13']) }),
  };
}

/** What the clock of the tests always says, epoch ms. */
export const now = Date.UTC(2026, 10, 22, 12, 0, 0);

function httpDate(chance: Chance): string {
  return new Date(now + (chance.below(2_000) - 1_000) * 1_000).toUTCString();
}

function retryAfter(chance: Chance): string {
  return chance.make(
    () => String(chance.below(100_000)),
    () => httpDate(chance),
    () => `Sunday, 22-Nov-26 12:${10 + chance.below(50)}:00 GMT`,
    () => `Sun Nov 22 12:${10 + chance.below(50)}:00 2026`,
    () => chance.scratched(httpDate(chance)),
    () => chance.pick(['', '-5', '1.5', 'Infinity', '1e3', '0x10', '120, 120', ' 7 ', '9'.repeat(30), '００7']),
    () => chance.pick(['soon', 'Sunny', 'Sunshine 5', 'Monday 1', 'Mon, 99 Foo 2026', 'Sun, 30 Feb 2026 10:00:00 GMT']),
    () => 'Sun, 22 Nov 2026 12:00:30 +0500',
    () => 'Fri, 31 Dec 275760 23:59:59 GMT',
  );
}
