/** How a destination has been doing, in words. */
import type { Health } from '../model.ts';
import { failureSentence } from './failure-message.ts';
import { formatElapsed, formatPace, formatPercent } from './format.ts';
import { formatWhen } from './moments.ts';
import { spoken, type Tongue } from './tongue.ts';

export interface HealthLine {
  /** "working · 96 % of the last 20 · answers in 0.8 s · 6.2 MB/s", "resting, tries again at 14:32". */
  readonly text: string;
  /** When it last failed and why; null where it never did. */
  readonly lastFailure: string | null;
}

/** @param now epoch ms */
export function healthLine(health: Health, now: number, tongue: Tongue = spoken()): HealthLine {
  const { lastFailure } = health;
  return {
    text: textOf(health, now, tongue),
    lastFailure:
      lastFailure &&
      tongue.words.health.lastFailure(
        formatWhen(lastFailure.at, now, tongue),
        failureSentence(lastFailure.failure, tongue.words.it, null, tongue),
      ),
  };
}

/** The same on a card, as a sentence: "The last 12 arrived · 6.2 MB/s", "Resting, tries again at 14:32". */
export function healthOnCard(health: Health, now: number, tongue: Tongue = spoken()): string {
  const text = health.state === 'working' ? arrivals(health, tongue) : textOf(health, now, tongue);
  return text.charAt(0).toLocaleUpperCase(tongue.locale) + text.slice(1);
}

function arrivals(health: Health, tongue: Tongue): string {
  const { successes, failures, bytesPerSecond } = health;
  const count = successes + failures;
  if (count < 2 || successes === 0) return figures({ ...health, latencyMs: null }, tongue).join(' · ');
  const pace = bytesPerSecond === null ? [] : [formatPace(bytesPerSecond, tongue)];
  return [tongue.words.health.arrivedOf(successes, count), ...pace].join(' · ');
}

function textOf(health: Health, now: number, tongue: Tongue): string {
  const say = tongue.words.health;
  switch (health.state) {
    case 'unknown':
      return say.unknown;
    case 'working':
      return figures(health, tongue).join(' · ');
    case 'resting':
      return health.probeAt === null || health.probeAt <= now
        ? say.restingUntilNext
        : say.restingUntil(formatWhen(health.probeAt, now, tongue));
    case 'probing':
      return say.probing;
  }
}

function figures({ successes, failures, latencyMs, bytesPerSecond }: Health, tongue: Tongue): string[] {
  const say = tongue.words.health;
  const count = successes + failures;
  if (count > 0 && successes === 0) return [say.noneArrived(count)];
  const parts = [say.working];
  if (count === 1) parts.push(say.lastArrived);
  else if (count > 1) parts.push(say.arrived(formatPercent(successes, count, tongue), count));
  if (latencyMs !== null) parts.push(say.answersIn(formatElapsed(latencyMs, tongue)));
  if (bytesPerSecond !== null) parts.push(formatPace(bytesPerSecond, tongue));
  return parts;
}
