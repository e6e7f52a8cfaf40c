/** A cell's text: how often the first host was tried, why each attempt failed, and where the file went. */
import type { Failure } from '../../src/shared/failure.ts';
import type { AttemptView, State } from '../../src/shared/model.ts';
import type { Seen } from './cell.ts';
import { plainBackOffMs } from './chain.ts';

/** `attempts: why each failed → outcome`; the signs are explained in the table's page. */
export function storyOf({ view, ledger }: Pick<Seen, 'view' | 'ledger'>): string {
  const first = ledger.filter(({ destinationId }) => destinationId === 'first');
  const told: string[] = [];
  for (const [index, attempt] of first.entries()) {
    const previous = first[index - 1];
    const waitedMs = previous ? attempt.startedAt - previous.startedAt : plainBackOffMs;
    if (waitedMs !== plainBackOffMs) told.push(`${waitedMs / 1000} s`);
    const reason = reasonOf(attempt);
    if (reason !== null) told.push(reason);
  }
  const attempts = [String(first.length), told.join(', ')].filter((part) => part !== '').join(': ');
  return `${attempts} → ${outcomeOf(view.state, ledger)}`;
}

/** Why an attempt brought no link; null where it did. */
function reasonOf({ outcome, copyMayRemain, orphanLink }: AttemptView): string | null {
  const signs = `${copyMayRemain ? '*' : ''}${orphanLink === null ? '' : '°'}`;
  switch (outcome.kind) {
    case 'delivered':
      return copyMayRemain || orphanLink !== null ? `delivered${signs}` : null;
    case 'failed':
      return nameOf(outcome.failure) + signs;
    case 'passed-over':
      return `passed over: ${nameOf(outcome.failure)}${signs}`;
    default:
      return outcome.kind + signs;
  }
}

export function nameOf(failure: Failure): string {
  switch (failure.kind) {
    case 'server':
    case 'bad-request':
      return `${failure.kind} ${failure.status}`;
    case 'bad-proof':
      return `${failure.kind} (${failure.why})`;
    default:
      return failure.kind;
  }
}

function outcomeOf(state: State, ledger: readonly AttemptView[]): string {
  if (state.name === 'failed') return `failed: ${nameOf(state.failure)}`;
  if (state.name === 'waiting') return `waits for ${state.wait.what}`;
  const last = ledger.at(-1);
  if (state.name !== 'done' || last?.outcome.kind !== 'delivered') return state.name;
  const { proof } = last.outcome;
  const shown = proof.kind === 'unverified' ? `unverified: ${proof.why}` : proof.kind;
  // The second host has no fault: its proof is asserted, not told.
  return last.destinationId === 'first' ? `first (${shown})` : 'second';
}
