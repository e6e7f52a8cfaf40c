/** Opens and closes the details of a row; the row stays known when it is scrolled out of what was read. */
import type { HistoryRow } from '../../../shared/history.ts';
import { useHistory } from '../../state/history-store.ts';
import { useStore } from '../../state/store.ts';

export function openRow(row: HistoryRow, withCode = false): void {
  useHistory.getState().put({ opened: row, movedShown: null });
  useStore.getState().showDetails(row.id, withCode);
}

/** Details that are open for it are closed. */
export function openOrClose(row: HistoryRow): void {
  if (useStore.getState().detailsOf === row.id) useStore.getState().showDetails(null);
  else openRow(row);
}
