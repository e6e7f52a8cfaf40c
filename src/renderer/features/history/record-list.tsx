/** All that was found, newest first, under its days: only what is in sight is in the page. */
import {
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { HistoryFound } from '../../../shared/history.ts';
import { chooseUpTo, moveAnchor, setAnchor, toggle } from '../../state/history-choice.ts';
import { type Pages, rowAt } from '../../state/history-pages.ts';
import { lookAt } from '../../state/history-search.ts';
import { useHistory } from '../../state/history-store.ts';
import { useMinutes } from '../../state/now.ts';
import { clamp, groupAt, type Layout, layoutOf, type PlacedGroup, placeOf } from '../../ui/long-list.ts';
import { useLongList } from '../../ui/use-long-list.ts';
import { historyWords, tongue } from '../../ui/words.ts';
import { dayName } from './day-name.ts';
import { keysOf } from './list-keys.ts';
import { openOrClose } from './opened.ts';
import { Record, type RecordEdge } from './record.tsx';
import './record-grid.css';
import './record-list.css';
import { openRecordMenu } from './record-menu.tsx';
import { useListFocus } from './use-list-focus.ts';
import { useMeasures } from './use-measures.ts';
import { usePlace } from './use-place.ts';

export function RecordList({ found }: { found: HistoryFound }) {
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const kind = useHistory((state) => state.layout);
  const pages = useHistory((state) => state.pages);
  const question = useHistory((state) => state.question);
  const choosing = useHistory((state) => state.chosen.size > 0);
  const measures = useMeasures(list, kind);
  const layout = useMemo(
    () =>
      layoutOf(
        found.days.map(({ day, count }) => ({ key: day, count })),
        measures,
      ),
    [found.days, measures],
  );
  const [at, setAt] = useState(0);
  const current = clamp(at, layout.count);
  usePlace(scroller, { layout, pages, question }, (by) => {
    if (by === null) setAnchor(null);
    else moveAnchor(by);
    setAt((place) => (by === null ? 0 : Math.max(0, place + by)));
  });
  const shown = useLongList(scroller, layout);
  useLayoutEffect(() => lookAt(shown.first, Math.min(shown.end, found.matching)), [shown, found]);
  const focus = useListFocus(list, current, shown, pages);

  const go = (place: number) => {
    setAt(place);
    bringIntoSight(scroller.current, layout, place);
    focus();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const tall = scroller.current?.clientHeight ?? 0;
    keysOf(event, { layout, current, go, row: rowAt(pages, current) ?? null, tall });
  };
  const onClick = (event: MouseEvent<HTMLElement>) => {
    const place = placeFrom(event.target);
    if (place === null) return;
    setAt(place);
    onPress(event, pages, place, current);
  };
  const onContextMenu = (event: MouseEvent<HTMLElement>) => {
    const row = rowAt(pages, placeFrom(event.target) ?? -1);
    const button = event.target instanceof Element && event.target.closest('.record')?.querySelector('.more button');
    if (!row || !(button instanceof HTMLElement)) return;
    event.preventDefault();
    openRecordMenu(row, button);
  };
  const places = placesOf(shown.first, Math.min(shown.end, layout.count), current);
  return (
    <div ref={scroller} className="scroll">
      {/* biome-ignore lint/a11y/useSemanticElements: a table has no rows that are placed by hand. */}
      <div
        ref={list}
        role="grid"
        aria-label={historyWords.list}
        aria-rowcount={layout.count + layout.groups.length}
        aria-multiselectable
        className={`records${kind === 'grid' ? ' is-grid' : ''}${choosing ? ' is-choosing' : ''}`}
        style={
          { height: layout.height, '--record': `${measures.row}px`, '--columns': measures.columns } as CSSProperties
        }
        onKeyDown={onKeyDown}
        onClick={onClick}
        onContextMenu={onContextMenu}
        tabIndex={-1}
      >
        {shown.groups.map((group) => (
          <Day key={group.key} group={group} rowIndex={rowIndexOf(layout, group.first) - 1} />
        ))}
        {places.map((place) => (
          <Slot key={rowAt(pages, place)?.id ?? place} {...{ layout, pages, place }} current={place === current} />
        ))}
      </div>
    </div>
  );
}

function Day({ group, rowIndex }: { group: PlacedGroup; rowIndex: number }) {
  const now = useMinutes();
  return (
    // biome-ignore lint/a11y/useSemanticElements: as the grid.
    // biome-ignore lint/a11y/useFocusableInteractive: nothing is done with a heading.
    <div role="row" className="day" style={{ insetBlockStart: group.top }} aria-rowindex={rowIndex}>
      {/* biome-ignore lint/a11y/useSemanticElements: as the grid. */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: nothing is done with a heading. */}
      <span role="gridcell">{dayName(group.key, now, tongue)}</span>
    </div>
  );
}

interface SlotProps {
  layout: Layout;
  pages: Pages;
  place: number;
  current: boolean;
}

function Slot({ layout, pages, place, current }: SlotProps) {
  const row = rowAt(pages, place);
  const group = groupAt(layout, place);
  const edge = edgeOf(group, place);
  const { top, column } = placeOf(layout, place);
  const rowIndex = rowIndexOf(layout, place);
  if (row) return <Record {...{ row, place, rowIndex, top, column, edge, current }} />;
  return (
    // biome-ignore lint/a11y/useSemanticElements: as the grid.
    <div
      role="row"
      className="record is-blank"
      style={{ insetBlockStart: top, '--column': column } as CSSProperties}
      data-place={place}
      tabIndex={current ? 0 : -1}
      aria-rowindex={rowIndex}
      aria-busy
    >
      {/* biome-ignore lint/a11y/useSemanticElements: as the grid. */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: the row has the focus. */}
      <span role="gridcell" className="sr">
        {historyWords.loading}
      </span>
      <i aria-hidden />
      <i aria-hidden />
    </div>
  );
}

function edgeOf(group: PlacedGroup | null, place: number): RecordEdge {
  if (group === null) return '';
  const isFirst = place === group.first;
  return place === group.first + group.count - 1 ? (isFirst ? 'only' : 'last') : isFirst ? 'first' : '';
}

/** Among rows and headings, from 1 on. */
function rowIndexOf(layout: Layout, place: number): number {
  const group = groupAt(layout, place);
  return place + 1 + (group === null ? 0 : layout.groups.indexOf(group) + 1);
}

/** The current one stays in the page wherever the list is scrolled to, so that the focus stays with it. */
function placesOf(first: number, end: number, current: number): number[] {
  const places = Array.from({ length: end - first }, (_, at) => first + at);
  if (end > first && (current < first || current >= end)) places.push(current);
  return places;
}

/** The place of the row that was pressed, null where it was one of the row's own controls. */
function placeFrom(target: EventTarget): number | null {
  if (!(target instanceof Element)) return null;
  const place = target.closest<HTMLElement>('.record')?.dataset.place;
  return place === undefined ? null : Number(place);
}

function onPress(event: MouseEvent<HTMLElement>, pages: Pages, place: number, current: number): void {
  const row = rowAt(pages, place);
  if (!row || !(event.target instanceof Element)) return;
  const control = event.target.closest('button');
  if (control !== null && !(event.shiftKey && control.matches('.choose'))) return;
  if (event.shiftKey) void chooseUpTo(place, current);
  else if (event.ctrlKey || event.metaKey || useHistory.getState().chosen.size > 0) toggle(row.id, place);
  else {
    setAnchor(place);
    openOrClose(row);
  }
}

function bringIntoSight(scroller: HTMLElement | null, layout: Layout, place: number): void {
  if (!scroller) return;
  const { top } = placeOf(layout, place);
  const { heading, row } = layout.measures;
  const isFirst = groupAt(layout, place)?.first === place;
  const from = isFirst ? top - heading : top;
  if (from < scroller.scrollTop) scroller.scrollTop = from;
  else if (top + row > scroller.scrollTop + scroller.clientHeight)
    scroller.scrollTop = top + row - scroller.clientHeight;
}
