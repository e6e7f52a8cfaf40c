/** How high rows and headings are, and how many columns there are, by the room that there is. */
import { type RefObject, useLayoutEffect, useMemo, useState } from 'react';
import type { HistoryLayout } from '../../state/history-store.ts';
import type { Measures } from '../../ui/long-list.ts';

const heading = 32;
const listRow = 56;
/** With a line for the link. */
const narrowRow = 104;
const tile = { least: 176, gap: 12, row: 232 };
const narrow = '(max-width: 680px)';

export function useMeasures(list: RefObject<HTMLElement | null>, layout: HistoryLayout): Measures {
  const [columns, setColumns] = useState(1);
  const [isNarrow, setNarrow] = useState(() => matchMedia(narrow).matches);
  useLayoutEffect(() => {
    const element = list.current;
    if (!element) return;
    const look = () => {
      // Its right edge is that of the head, scroll bar or not.
      const scroller = element.parentElement;
      if (scroller) element.style.setProperty('--bar', `${scroller.offsetWidth - scroller.clientWidth}px`);
      setNarrow(matchMedia(narrow).matches);
      setColumns(Math.max(1, Math.floor((element.clientWidth + tile.gap) / (tile.least + tile.gap))));
    };
    look();
    const size = new ResizeObserver(look);
    size.observe(element);
    return () => size.disconnect();
  }, [list]);
  return useMemo(
    () =>
      layout === 'grid'
        ? { heading, row: tile.row, columns }
        : { heading, row: isNarrow ? narrowRow : listRow, columns: 1 },
    [layout, columns, isNarrow],
  );
}
