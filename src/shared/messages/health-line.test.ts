/** How a destination has been doing, as settings and chain say it. */
import { expect, it } from 'vitest';
import type { Health } from '../model.ts';
import { english } from './english.ts';
import { healthLine, healthOnCard } from './health-line.ts';

const now = Date.UTC(2026, 10, 22, 14, 30);
const utc = { ...english, timeZone: 'UTC' };
const unused: Health = {
  state: 'unknown',
  probeAt: null,
  successes: 0,
  failures: 0,
  latencyMs: null,
  bytesPerSecond: null,
  lastFailure: null,
};
const working: Health = { ...unused, state: 'working' };

it.each<[string, Health]>([
  ['not used yet', unused],
  ['working', working],
  [
    'working · 95 % of the last 20 · answers in 0.8 s · 6.2 MB/s',
    { ...working, successes: 19, failures: 1, latencyMs: 800, bytesPerSecond: 6_200_000 },
  ],
  ['working · 100 % of the last 3', { ...working, successes: 3 }],
  ['working · 66 % of the last 3', { ...working, successes: 2, failures: 1 }],
  ['working · the last one arrived', { ...working, successes: 1 }],
  ['the last one did not arrive', { ...working, failures: 1 }],
  ['none of the last 4 arrived', { ...working, failures: 4, latencyMs: 800 }],
  ['resting, tries again at 14:32', { ...unused, state: 'resting', failures: 5, probeAt: now + 120_000 }],
  ['resting, tries again at 23 Nov, 02:30', { ...unused, state: 'resting', probeAt: now + 12 * 3_600_000 }],
  ['resting, the next upload tries it again', { ...unused, state: 'resting', probeAt: now }],
  ['resting, an upload is trying it again', { ...unused, state: 'probing' }],
])('%s', (text, health) => {
  expect(healthLine(health, now, utc)).toEqual({ text, lastFailure: null });
});

it.each<[string, Health]>([
  ['Not used yet', unused],
  ['Working', working],
  [
    'Working · the last one arrived · 6.2 MB/s',
    { ...working, successes: 1, latencyMs: 800, bytesPerSecond: 6_200_000 },
  ],
  ['The last 12 arrived · 6.2 MB/s', { ...working, successes: 12, latencyMs: 800, bytesPerSecond: 6_200_000 }],
  ['19 of the last 20 arrived', { ...working, successes: 19, failures: 1 }],
  ['None of the last 4 arrived', { ...working, failures: 4 }],
  ['Resting, tries again at 14:32', { ...unused, state: 'resting', failures: 5, probeAt: now + 120_000 }],
])('on a card: %s', (text, health) => {
  expect(healthOnCard(health, now, utc)).toBe(text);
});

it('says when it last failed, and why', () => {
  const failure = { kind: 'server', host: 'catbox.moe', status: 503, retryAfterMs: null } as const;
  const health: Health = { ...working, successes: 3, failures: 1, lastFailure: { failure, at: now - 60_000 } };
  expect(healthLine(health, now, utc).lastFailure).toBe('Last failure, 14:29: It has a problem of its own (503).');
});
