/** What a destination promises, in words: scope, retention, and the three facts of a first stop. */
import type { DestinationView, Retention, Scope } from '../model.ts';
import { formatLimit, formatPeriod, formatPeriodSpan } from './format.ts';
import { spoken, type Tongue } from './tongue.ts';

/** "Public", "Account", "Local". */
export function scopeName(scope: Scope, tongue: Tongue = spoken()): string {
  return tongue.words.scopes[scope];
}

/** "3 days", "stays while it is used", "3 to 100 days by size". */
export function retentionName(retention: Retention, tongue: Tongue = spoken()): string {
  const say = tongue.words.retentions;
  switch (retention.kind) {
    case 'no-end-date':
      return say.noEnd;
    case 'while-used':
      return say.whileUsed;
    case 'fixed':
      return say.fixed(formatPeriod(retention.ms, tongue));
    case 'by-size':
      return say.bySize(formatPeriodSpan(retention.minMs, retention.maxMs, tongue));
    case 'while-shared':
      return say.whileShared;
  }
}

export interface Fact {
  readonly title: string;
  readonly more: string;
}

type Promised = Pick<DestinationView, 'label' | 'scope' | 'maxBytes' | 'retention'>;

/** Who can open a link of this destination. `onNetwork`: this computer shares beyond itself. */
export function scopeFact(destination: Promised, onNetwork: boolean, tongue: Tongue = spoken()): Fact {
  const say = tongue.words.facts;
  switch (destination.scope) {
    case 'public':
      return { title: say.publicLink, more: say.publicLinkMore };
    case 'account':
      return { title: say.accountLink, more: say.accountLinkMore };
    case 'local':
      return { title: say.localLink, more: onNetwork ? say.localLinkMore : say.loopbackLinkMore };
  }
}

/** How long a file stays there. */
export function retentionFact({ label, retention }: Promised, tongue: Tongue = spoken()): Fact {
  const say = tongue.words.facts;
  switch (retention.kind) {
    case 'no-end-date':
      return { title: say.noEnd, more: say.noEndMore(label) };
    case 'while-used':
      return { title: say.whileUsed, more: say.whileUsedMore(label, formatPeriod(retention.idleMs, tongue)) };
    case 'fixed':
      return { title: say.fixed(formatPeriod(retention.ms, tongue)), more: say.fixedMore(label) };
    case 'by-size':
      return {
        title: say.bySize(formatPeriodSpan(retention.minMs, retention.maxMs, tongue)),
        more: say.bySizeMore,
      };
    case 'while-shared':
      return {
        title: say.whileShared,
        more:
          retention.maxMs === null ? say.whileSharedMore : say.whileSharedAtMost(formatPeriod(retention.maxMs, tongue)),
      };
  }
}

/** How large a file may be at the first destination of `chain`, and where bigger ones go. */
export function sizeFact(chain: readonly Promised[], tongue: Tongue = spoken()): Fact {
  const say = tongue.words.facts;
  const limit = chain[0]?.maxBytes ?? null;
  if (limit === null) return { title: say.anySize, more: say.anySizeMore };
  const bigger = chain.find((other) => other.maxBytes === null || other.maxBytes > limit);
  if (!bigger) return { title: say.upTo(formatLimit(limit, tongue)), more: say.biggerNowhere };
  const size = bigger.maxBytes === null ? say.anySize : formatLimit(bigger.maxBytes, tongue);
  const terms = `${size}, ${retentionName(bigger.retention, tongue)}`;
  return { title: say.upTo(formatLimit(limit, tongue)), more: say.biggerGoTo(bigger.label, terms) };
}

/** The most that any of these destinations takes; null where one takes all. This computer counts only alone. */
export function chainMaxBytes(destinations: readonly Pick<DestinationView, 'scope' | 'maxBytes'>[]): number | null {
  const remote = destinations.filter((destination) => destination.scope !== 'local');
  let most = 0;
  for (const { maxBytes } of remote.length > 0 ? remote : destinations) {
    if (maxBytes === null) return null;
    most = Math.max(most, maxBytes);
  }
  return most === 0 ? null : most;
}
