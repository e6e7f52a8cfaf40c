/** The line of an upload that waits to be tried again: that it is, and what comes where the last try fails. */
import { expect, it } from 'vitest';
import { DestinationId } from '../ids.ts';
import type { Wait } from '../model.ts';
import { de } from './de.ts';
import { english } from './english.ts';
import { type KnownDestination, stateLine } from './state-line.ts';

const now = Date.UTC(2026, 10, 22, 14, 30);
const id = (name: string) => DestinationId.parse(name);
const catbox = id('catbox');
const timeout = { kind: 'timeout', host: 'catbox.moe', afterMs: 30_000 } as const;
const limited = { kind: 'rate-limited', host: 'catbox.moe', retryAfterMs: 12_000 } as const;
const german = { ...english, locale: 'de', words: de };

const destinations = ['catbox', 'litterbox'].map(
  (name): KnownDestination => ({
    id: id(name),
    label: name,
    scope: 'public',
    maxBytes: null,
    retention: { kind: 'no-end-date' },
  }),
);

function line(wait: Wait, tongue = english): string {
  const state = { name: 'waiting', wait } as const;
  const upload = { state, size: 1, sentBytes: 0, receipt: null, copiesMayRemainAt: [], location: null };
  return stateLine(upload, destinations, now, tongue);
}

const limit = (ms: number, lastBefore?: string): Wait => ({
  ...{ what: 'rate-limit', until: now + ms, at: catbox, failure: limited, next: id('litterbox') },
  ...(lastBefore && { lastBefore: id(lastBefore) }),
});
const backOff = (ms: number, lastBefore?: string): Wait => ({
  ...{ what: 'back-off', until: now + ms, at: catbox, failure: timeout, next: id('litterbox') },
  ...(lastBefore && { lastBefore: id(lastBefore) }),
});

it.each<[string, string, Wait]>([
  [
    'catbox asked us to wait 12 s, then we try again',
    'catbox verlangt 12\u00a0s Wartezeit, danach neuer Versuch',
    limit(12_000),
  ],
  [
    'catbox asked us to wait 12 s, then one last try, then litterbox if that fails',
    'catbox verlangt 12\u00a0s Wartezeit, danach letzter Versuch, sonst litterbox',
    limit(12_000, 'litterbox'),
  ],
  ['catbox asked us to wait, trying again', 'catbox verlangte eine Wartezeit, neuer Versuch läuft', limit(0)],
  [
    'catbox asked us to wait, trying a last time, then litterbox if that fails',
    'catbox verlangte eine Wartezeit, letzter Versuch läuft, sonst litterbox',
    limit(0, 'litterbox'),
  ],
  [
    'catbox did not answer, next try in 4 s',
    'catbox hat nicht geantwortet, nächster Versuch in 4\u00a0s',
    backOff(4_000),
  ],
  [
    'catbox did not answer, last try in 4 s, then litterbox if that fails',
    'catbox hat nicht geantwortet, letzter Versuch in 4\u00a0s, sonst litterbox',
    backOff(4_000, 'litterbox'),
  ],
  [
    'catbox did not answer, trying a last time, then litterbox if that fails',
    'catbox hat nicht geantwortet, letzter Versuch läuft, sonst litterbox',
    backOff(0, 'litterbox'),
  ],
])('%s', (inEnglish, inGerman, wait) => {
  expect([line(wait), line(wait, german)]).toEqual([inEnglish, inGerman]);
});

it('names no destination that is gone since', () => {
  expect(line(limit(12_000, 'gone'))).toBe('catbox asked us to wait 12 s, then we try again');
  expect(line(backOff(4_000, 'gone'))).toBe('catbox did not answer, next try in 4 s');
});
