/** Plans a visit: which destinations an upload may use, in which order, and why others are passed over. */
import { extname } from 'node:path';
import type { Failure } from '../../shared/failure.ts';
import type { DestinationId } from '../../shared/ids.ts';
import { isWider, type Retention, type Scope, type State } from '../../shared/model.ts';
import type { Traits } from '../providers/provider.ts';
import type { Destination, FindDestination } from './destination.ts';
import type { GuardAsked, Guarded } from './guarding.ts';

export type Stop =
  | { readonly kind: 'try'; readonly destination: Destination }
  /** It would not take this file. */
  | { readonly kind: 'passed-over'; readonly destination: Destination; readonly failure: Failure }
  /** Only after the user said yes. */
  | { readonly kind: 'ask'; readonly destination: Destination; readonly asked: Asked };

/** It lets more people in, or keeps the file shorter, than was agreed; or the guard asks. */
export type Asked = { readonly why: 'wider' | 'shorter' } | GuardAsked;

export interface Agreed {
  /** The widest scope that was agreed. */
  readonly scope: Scope;
  /** ms that the link must last; null asks nothing. */
  readonly keepAtLeastMs: number | null;
  /** Destinations agreed to one by one. */
  readonly granted: readonly DestinationId[];
}

/** The destinations of a chain that exist now; where it is `fragile`, the first and no other may take its place. */
export function destinationsOf(
  chain: readonly DestinationId[],
  fragile: boolean,
  find: FindDestination,
): Destination[] {
  return (fragile ? chain.slice(0, 1) : chain).flatMap((id) => find(id) ?? []);
}

/** The chain, beginning at `start` and wrapping round once; as it is where `start` is null or not in it. */
export function rotate<T>(chain: readonly T[], start: T | null): readonly T[] {
  const at = start === null ? -1 : chain.indexOf(start);
  return at <= 0 ? chain : [...chain.slice(at), ...chain.slice(0, at)];
}

/**
 * The stops of a visit, in order. Those within the user's consent come first; those that need a question come after
 * them, so that nobody is asked while an agreed destination is left.
 */
export function planVisit(
  chain: readonly Destination[],
  agreed: Agreed,
  file: { name: string; size: number },
  guarded: Pick<Guarded, 'questionAt'>,
): Stop[] {
  const stops: Stop[] = [];
  const questions: Stop[] = [];
  for (const destination of chain) {
    const failure = refusal(destination.traits, file);
    const why = beyondConsent(destination, agreed, file.size);
    const asked = why ? { why } : guarded.questionAt(destination.traits.scope);
    if (failure) stops.push({ kind: 'passed-over', destination, failure });
    else if (asked) questions.push({ kind: 'ask', destination, asked });
    else stops.push({ kind: 'try', destination });
  }
  return [...stops, ...questions];
}

/** The wait for the user's answer, after what failed last. */
export function waitForAnswer(
  { destination, asked }: Extract<Stop, { kind: 'ask' }>,
  last: { readonly failure: Failure; readonly at: DestinationId } | null,
): Extract<State, { name: 'waiting' }> {
  const between = {
    what: 'consent',
    from: last?.at ?? null,
    to: destination.id,
    failure: last?.failure ?? null,
  } as const;
  return { name: 'waiting', wait: { ...between, ...asked } };
}

function beyondConsent(destination: Destination, agreed: Agreed, size: number): 'wider' | 'shorter' | null {
  if (agreed.granted.includes(destination.id)) return null;
  if (isWider(destination.traits.scope, agreed.scope)) return 'wider';
  if (agreed.keepAtLeastMs === null) return null;
  return keptMs(destination.traits, size) < agreed.keepAtLeastMs ? 'shorter' : null;
}

/** Why the destination would refuse this file; null where nothing speaks against it. */
export function refusal(traits: Traits, file: { name: string; size: number }): Failure | null {
  const extension = extname(file.name).slice(1).toLowerCase();
  const limitBytes = Math.min(traits.maxBytes ?? Infinity, traits.maxBytesByExtension[extension] ?? Infinity);
  if (file.size > limitBytes) return { kind: 'too-large', sizeBytes: file.size, limitBytes };
  if (file.size === 0 && !traits.takesEmptyFiles) return { kind: 'empty-refused' };
  if (extension !== '' && traits.refusedExtensions.includes(extension)) {
    return { kind: 'type-refused', type: `.${extension}`.slice(0, 100) };
  }
  return null;
}

/** The shortest time (ms) that a destination keeps a file of this size. */
export function keptMs(traits: Traits, size: number): number {
  const retention: Retention = traits.retention;
  switch (retention.kind) {
    case 'no-end-date':
      return Infinity;
    case 'while-used':
      return retention.idleMs;
    case 'fixed':
      return retention.ms;
    case 'by-size': {
      const part = traits.maxBytes === null ? 0 : Math.min(1, size / traits.maxBytes);
      return part >= 1 ? retention.minMs : retention.minMs + (retention.maxMs - retention.minMs) * (1 - part) ** 2;
    }
    case 'while-shared':
      return retention.maxMs ?? Infinity;
  }
}
