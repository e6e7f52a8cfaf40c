/** Rows of the history as the window shows them. */
import { FileKind, type HistoryRow, LinkCheck } from '../../shared/history.ts';
import { Intake } from '../../shared/model.ts';
import { isPictured } from '../../shared/pictured.ts';
import type { Row } from './database.ts';
import { integerOrNull, text, textOrNull } from './rows.ts';
import { toView, viewColumns, viewTables } from './upload-views.ts';

/** What `toHistoryRow` needs. */
export const historyRowColumns = `
  l.id AS listing_id, l.kind, l.ends_at, b.intake, u.dismissed_at, u.moved_from, r.checked_at, r.check_found,
  ${viewColumns}`;
export const historyRowTables = `${viewTables} JOIN listing l ON l.upload_id = u.id JOIN batch b ON b.id = u.batch_id`;

export function toHistoryRow(row: Row): HistoryRow {
  const view = toView(row);
  const at = integerOrNull(row, 'checked_at');
  const movedFrom = textOrNull(row, 'moved_from');
  return {
    ...view,
    kind: FileKind.parse(text(row, 'kind')),
    intake: Intake.parse(text(row, 'intake')),
    dismissed: integerOrNull(row, 'dismissed_at') !== null,
    endsAt: integerOrNull(row, 'ends_at'),
    check: at === null ? null : LinkCheck.parse({ at, found: text(row, 'check_found') }),
    movedFrom: movedFrom === '' ? null : movedFrom,
    pictured: isPictured(view.mime, view.size),
  };
}
