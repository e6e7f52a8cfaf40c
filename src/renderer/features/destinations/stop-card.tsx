/** A destination in the list: what it takes and keeps, how it has been doing, and whether it is in use. */
import type { ReactNode } from 'react';
import type { DestinationSheet } from '../../../shared/destination-setup.ts';
import { formatLimit, healthOnCard, plainName, retentionName } from '../../../shared/messages/index.ts';
import { isResting } from '../../state/conditions.ts';
import { hasChanges } from '../../state/destinations-slice.ts';
import { useMinutes } from '../../state/now.ts';
import { useStore } from '../../state/store.ts';
import { destinationWords, tongue } from '../../ui/words.ts';
import { ScopeBadge } from './scope-badge.tsx';
import { stopButtonId } from './stop-ids.ts';

interface Props {
  sheet: DestinationSheet;
  /** Why its provider is left out by default; null where it is not. */
  offBecause: string | null;
  /** It is in no chain. */
  isBeside?: boolean;
  /** Before the words, and behind them. */
  grip?: ReactNode;
  children?: ReactNode;
}

export function StopCard({ sheet, offBecause, isBeside = false, grip, children }: Props) {
  const { id, label, view, consent } = sheet;
  const isOpen = useStore((state) => state.opened?.kind === 'known' && state.opened.id === id);
  const open = useStore((state) => state.open);
  const { state, tone } = useStateLine(sheet, offBecause, isBeside);
  const say = destinationWords.stop;
  const terms = [
    view.maxBytes === null ? say.anySize : tongue.words.facts.upTo(formatLimit(view.maxBytes, tongue)),
    retentionName(view.retention, tongue),
    ...(consent === 'allow' ? [say.without] : []),
  ];
  return (
    <div className={isOpen ? 'stop-card is-open' : 'stop-card'}>
      {grip}
      <div className="stop-words">
        <span className="top">
          <button
            id={stopButtonId(id)}
            type="button"
            className="stop-open"
            aria-expanded={isOpen}
            aria-describedby={`${stopButtonId(id)}-terms ${stopButtonId(id)}-state`}
            onClick={() => open({ kind: 'known', id })}
          >
            <bdi className="label">{plainName(label)}</bdi>
          </button>
          <ScopeBadge scope={view.scope} />
        </span>
        <span className="quiet" id={`${stopButtonId(id)}-terms`}>
          {terms.join(' · ')}
        </span>
        <span className={`quiet num ${tone}`} id={`${stopButtonId(id)}-state`}>
          {state}
        </span>
      </div>
      {children}
    </div>
  );
}

/** The one line that says most: a setting that does not fit, changes, off, or how it has been doing. */
function useStateLine(
  { id, misfit, missingSecret, secrets, identity, enabled, view, provider }: DestinationSheet,
  offBecause: string | null,
  isBeside: boolean,
): { state: string; tone: '' | 'is-bad' | 'is-wait' } {
  const say = destinationWords.stop;
  const hasDraft = useStore((store) => hasChanges(store, id));
  const now = useMinutes();
  const signsIn = useStore((store) => store.setup?.providers.find((one) => one.id === provider)?.signsIn ?? false);
  if (misfit !== null) return { state: say.misfit, tone: 'is-bad' };
  if (hasDraft) return { state: say.unsaved, tone: 'is-wait' };
  const off = offBecause === null ? say.off : say.offBecause(offBecause);
  if (!enabled && !isBeside) return { state: off, tone: '' };
  if (missingSecret !== null) {
    const secret = secrets.find(({ field }) => field === missingSecret);
    // One that is not required by itself is one of several that will do.
    const needs = secret?.required ? say.needsSecret(secret.title) : say.needsSomeSecret;
    return { state: signsIn ? say.needsSignIn : needs, tone: 'is-wait' };
  }
  if (identity === '') return { state: say.needsIdentity, tone: 'is-wait' };
  if (isBeside && offBecause !== null) return { state: offBecause, tone: '' };
  if (!enabled) return { state: off, tone: '' };
  return { state: healthOnCard(view.health, now, tongue), tone: isResting(view.health) ? 'is-wait' : '' };
}
