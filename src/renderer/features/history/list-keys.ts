/** What the keys do in the list: they move, choose, open, copy and remove. */
import type { KeyboardEvent } from 'react';
import type { HistoryRow } from '../../../shared/history.ts';
import { remove } from '../../state/history-acts.ts';
import { chooseAll, chooseNone, chooseUpTo, chosenIds, setAnchor, toggle } from '../../state/history-choice.ts';
import { useHistory } from '../../state/history-store.ts';
import { copyLinks } from '../../state/requests.ts';
import { useStore } from '../../state/store.ts';
import { clamp, type Layout, rowStep } from '../../ui/long-list.ts';
import { openOrClose } from './opened.ts';

interface At {
  layout: Layout;
  current: number;
  row: HistoryRow | null;
  /** Height of what is seen, px. */
  tall: number;
  go: (place: number) => void;
}

export function keysOf(event: KeyboardEvent<HTMLElement>, at: At): void {
  if (event.defaultPrevented || event.altKey) return;
  const command = event.ctrlKey || event.metaKey;
  const target = command ? null : placeFor(event.key, at);
  if (target !== null) {
    event.preventDefault();
    at.go(target);
    if (event.shiftKey) void chooseUpTo(target, at.current);
    else setAnchor(target);
    return;
  }
  const act = command ? commandFor(event, at) : actFor(event, at);
  if (act === null) return;
  event.preventDefault();
  act();
}

function placeFor(key: string, { layout, current, tall }: At): number | null {
  const { row, columns } = layout.measures;
  const page = Math.max(1, Math.floor(tall / row) - 1) * columns;
  const isGrid = columns > 1;
  const ahead = document.dir === 'rtl' ? -1 : 1;
  switch (key) {
    case 'ArrowDown':
      return rowStep(layout, current, 1);
    case 'ArrowUp':
      return rowStep(layout, current, -1);
    case 'ArrowRight':
      return isGrid ? clamp(current + ahead, layout.count) : null;
    case 'ArrowLeft':
      return isGrid ? clamp(current - ahead, layout.count) : null;
    case 'PageDown':
      return clamp(current + page, layout.count);
    case 'PageUp':
      return clamp(current - page, layout.count);
    case 'Home':
      return 0;
    case 'End':
      return clamp(layout.count - 1, layout.count);
    default:
      return null;
  }
}

function commandFor({ key, shiftKey }: KeyboardEvent, { row }: At): (() => void) | null {
  if (shiftKey) return null;
  switch (key.toLowerCase()) {
    case 'a':
      return () => void chooseAll();
    case 'c':
      return withSome(chosenOr(row), (ids) => void copyLinks(ids));
    default:
      return null;
  }
}

/** Space and Enter belong to a control of the row that has the focus. */
function actFor({ key, target, currentTarget }: KeyboardEvent<HTMLElement>, { row, current }: At): (() => void) | null {
  const onRow = target instanceof HTMLElement && target !== currentTarget && target.matches('.record');
  switch (key) {
    case ' ':
      return onRow && row ? () => toggle(row.id, current) : null;
    case 'Enter':
      return onRow && row ? () => openOrClose(row) : null;
    case 'Delete':
      return withSome(chosenOr(row), (ids) => void remove(ids));
    case 'Escape':
      return keyOut();
    default:
      return null;
  }
}

/** Details close first. */
function keyOut(): (() => void) | null {
  const { chosen, movedShown } = useHistory.getState();
  if (useStore.getState().detailsOf !== null || movedShown !== null || chosen.size === 0) return null;
  return chooseNone;
}

function chosenOr(row: HistoryRow | null): HistoryRow['id'][] {
  const chosen = chosenIds();
  return chosen.length > 0 || row === null ? chosen : [row.id];
}

function withSome<T>(list: readonly T[], act: (list: readonly T[]) => void): (() => void) | null {
  return list.length === 0 ? null : () => act(list);
}
