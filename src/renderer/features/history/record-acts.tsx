/** The right edge of a row: its link, Send again where that has ended, or its one next step. */
import { RotateCw } from 'lucide-react';
import { useShallow } from 'zustand/react/shallow';
import type { HistoryRow } from '../../../shared/history.ts';
import { hasLiveLink } from '../../state/conditions.ts';
import { sendAgain } from '../../state/history-acts.ts';
import { useStore } from '../../state/store.ts';
import { LinkChip } from '../../ui/link-chip.tsx';
import { historyWords } from '../../ui/words.ts';
import { nextActs, perform } from '../uploads/acts.ts';
import { openRecordMenu } from './record-menu.tsx';
import type { TimeLeft } from './time-left.ts';

interface Props {
  row: HistoryRow;
  left: TimeLeft | null;
  tabIndex: number;
}

export function RecordActs({ row, left, tabIndex }: Props) {
  const known = useStore(useShallow(({ destinations, settings }) => ({ destinations, settings })));
  if (left?.tone === 'gone') {
    return (
      <button
        type="button"
        className="btn small"
        tabIndex={tabIndex}
        onClick={({ currentTarget }) => {
          focusRow(currentTarget);
          void sendAgain([row.id]);
        }}
      >
        <RotateCw className="i" aria-hidden />
        {historyWords.sendAgain}
      </button>
    );
  }
  if (row.receipt !== null && hasLiveLink(row, Date.now())) {
    return <LinkChip id={row.id} link={row.receipt.link} tabIndex={tabIndex} />;
  }
  const [act] = nextActs(row, known);
  if (!act) return null;
  return (
    <button
      type="button"
      className="btn small"
      tabIndex={tabIndex}
      onClick={({ currentTarget }) => {
        // Its menu has the destinations.
        if (act.kind === 'send-elsewhere') return openRecordMenu(row, currentTarget);
        focusRow(currentTarget);
        perform(act.kind, row);
      }}
    >
      {act.kind === 'retry' && <RotateCw className="i" aria-hidden />}
      {act.label}
    </button>
  );
}

/** The button may go away with what it was for. */
function focusRow(pressed: HTMLElement): void {
  pressed.closest<HTMLElement>('[role="row"]')?.focus();
}
