/** How long a link still lasts, in a few words for the column beside it. */

import type { HistoryRow } from '../../../shared/history.ts';
import { formatDay, formatLeft, type Tongue } from '../../../shared/messages/index.ts';

export interface TimeLeft {
  readonly text: string;
  /** `soon`: under an hour; `gone`: the link leads nowhere any more. */
  readonly tone: 'plain' | 'soon' | 'gone';
}

const soonMs = 3_600_000;
const day = 86_400_000;

type Known = Pick<HistoryRow, 'state' | 'receipt' | 'check'>;

/** At `now` (epoch ms); null where there was never a link. */
export function timeLeft({ state, receipt, check }: Known, now: number, tongue: Tongue): TimeLeft | null {
  const say = tongue.words.history;
  if (state.name !== 'done' || receipt === null) return null;
  const { deletion, share, expiresAt, scope } = receipt;
  if (deletion.kind === 'deleted') return { text: say.deleted(formatDay(deletion.at, now, tongue)), tone: 'gone' };
  if (deletion.kind === 'asked') return { text: say.deleting, tone: 'gone' };
  if (share?.stopped) return { text: say.stopped, tone: 'gone' };
  const seenGone = check?.found === 'gone' ? check.at : null;
  const goneAt = expiresAt !== null && expiresAt <= now ? expiresAt : seenGone;
  if (goneAt !== null) return { text: say.gone(formatDay(goneAt, now, tongue)), tone: 'gone' };
  if (expiresAt === null) {
    if (share) return { text: say.whileShared, tone: 'plain' };
    return scope === 'public' ? { text: say.noEnd, tone: 'plain' } : null;
  }
  const left = expiresAt - now;
  // Hours say nothing about weeks.
  const shown = left < 10 * day ? left : left - (left % day);
  return { text: say.left(formatLeft(shown, tongue)), tone: left < soonMs ? 'soon' : 'plain' };
}
