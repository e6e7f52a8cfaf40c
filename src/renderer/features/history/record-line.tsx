/** The quiet line of a row: where its link leads, how large it is and when it came; else how it stands. */
import { CircleAlert } from 'lucide-react';
import type { HistoryRow } from '../../../shared/history.ts';
import { formatBytes, formatTime } from '../../../shared/messages/index.ts';
import { historyWords, tongue } from '../../ui/words.ts';
import { QuietLine } from '../uploads/quiet-line.tsx';
import type { TimeLeft } from './time-left.ts';

export function RecordLine({ row, left }: { row: HistoryRow; left: TimeLeft | null }) {
  const { state, receipt, size, createdAt, check } = row;
  if (state.name !== 'done' || receipt === null || receipt.deletion.kind === 'unconfirmed') {
    return <QuietLine upload={row} />;
  }
  return (
    <div className="line num">
      <span className="clip">
        <bdi>{receipt.destinationLabel}</bdi>
        <span className="detail">
          {size !== null && <> · {formatBytes(size, tongue)}</>} · {formatTime(createdAt, tongue)}
        </span>
        {left !== null && <span className={left.tone === 'soon' ? 'also is-soon' : 'also'}> · {left.text}</span>}
        {check !== null && left?.tone !== 'gone' && <CheckWord found={check.found} />}
      </span>
    </div>
  );
}

function CheckWord({ found }: { found: NonNullable<HistoryRow['check']>['found'] }) {
  const say = historyWords.verdict;
  switch (found) {
    case 'open':
      return <> · {say.open}</>;
    case 'not-checkable':
      return <> · {say.notCheckable}</>;
    case 'gone':
      return <> · {say.gone}</>;
    case 'unreachable':
      return (
        <span className="is-soon">
          {' · '}
          <CircleAlert className="i" aria-hidden /> {say.unreachable}
        </span>
      );
  }
}
