/** One upload of the history: what it is, how long its link lasts, and the link or the one thing to do. */
import { Check } from 'lucide-react';
import { type CSSProperties, memo, useMemo } from 'react';
import type { HistoryRow } from '../../../shared/history.ts';
import { plainName } from '../../../shared/messages/index.ts';
import { toggle } from '../../state/history-choice.ts';
import { useHistory } from '../../state/history-store.ts';
import { useMinutes } from '../../state/now.ts';
import { useStore } from '../../state/store.ts';
import { FileName } from '../../ui/file-name.tsx';
import { Thumbnail } from '../../ui/thumbnail.tsx';
import { historyWords, tongue } from '../../ui/words.ts';
import { detailsButtonId } from '../details/details-button.ts';
import './record.css';
import { RecordActs } from './record-acts.tsx';
import { RecordLine } from './record-line.tsx';
import { RecordMenuTrigger } from './record-menu.tsx';
import { timeLeft } from './time-left.ts';

/** Where it stands among those of its day. */
export type RecordEdge = '' | 'first' | 'last' | 'only';

interface Props {
  row: HistoryRow;
  place: number;
  /** Among the rows and headings of the whole list, from 1 on. */
  rowIndex: number;
  top: number;
  column: number;
  edge: RecordEdge;
  /** The one that Tab leads to. */
  current: boolean;
}

export const Record = memo(function Record({ row: read, place, rowIndex, top, column, edge, current }: Props) {
  const live = useStore((state) => state.uploads[read.id]);
  const row = useMemo(() => (live ? { ...read, ...live } : read), [read, live]);
  const open = useStore((state) => state.detailsOf === read.id);
  const chosen = useHistory((state) => state.chosen.has(read.id));
  const left = timeLeft(row, useMinutes(), tongue);
  const tabIndex = current ? 0 : -1;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table has no rows that are placed by hand.
    <div
      role="row"
      id={detailsButtonId(row.id)}
      className={`record${open ? ' is-open' : ''}${chosen ? ' is-chosen' : ''}${left?.tone === 'gone' ? ' is-gone' : ''}`}
      style={{ insetBlockStart: top, '--column': column } as CSSProperties}
      data-place={place}
      data-edge={edge}
      tabIndex={tabIndex}
      aria-rowindex={rowIndex}
      aria-selected={chosen}
    >
      {/* biome-ignore-start lint/a11y/useSemanticElements: cells of that row. */}
      {/* biome-ignore-start lint/a11y/useFocusableInteractive: the row has the focus. */}
      <div role="gridcell" className="sign">
        <button
          type="button"
          className="choose"
          tabIndex={-1}
          aria-label={historyWords.choose(plainName(row.name))}
          aria-pressed={chosen}
          onClick={(event) => {
            if (!event.shiftKey) toggle(row.id, place);
          }}
        >
          <Thumbnail id={row.id} mime={row.mime} pictured={row.pictured} />
          <span className={chosen ? 'box is-on' : 'box'} aria-hidden>
            <Check className="i" />
          </span>
        </button>
      </div>
      <div role="gridcell" className="what">
        <FileName name={row.name} />
        <RecordLine row={row} left={left} />
      </div>
      <div role="gridcell" className={left?.tone === 'soon' ? 'left num is-soon' : 'left num'}>
        {left?.text}
      </div>
      <div role="gridcell" className="act">
        <RecordActs row={row} left={left} tabIndex={tabIndex} />
      </div>
      <div role="gridcell" className="more">
        <RecordMenuTrigger row={row} tabIndex={tabIndex} />
      </div>
      {/* biome-ignore-end lint/a11y/useFocusableInteractive: as above. */}
      {/* biome-ignore-end lint/a11y/useSemanticElements: as above. */}
    </div>
  );
});
