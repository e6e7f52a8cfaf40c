/** Writes uploads of the history to a file, row by row: as CSV for a spreadsheet, or as JSON. */
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import type { HistoryRow } from '../../shared/history.ts';
import { csvLine, csvStart } from './csv.ts';
import { draftFor } from './draft.ts';
import { historyRowColumns, historyRowTables, toHistoryRow } from './history-rows.ts';
import { textOrNull } from './rows.ts';
import { syncFolderOf } from './settings.ts';

export type ExportForm = 'csv' | 'json';

/** Rows that are read at a time. */
const pageRows = 500;
const columns = `${historyRowColumns}, p.sha256`;

/**
 * Atomic and durable: the file that stood there is replaced only by a whole one. Fails as writing files does.
 * @param ids rows of `listing` in their order; null for all, newest first
 * @returns how many were written
 */
export function writeExport(db: DatabaseSync, ids: readonly number[] | null, form: ExportForm, path: string): number {
  const draft = draftFor(path);
  const file = openSync(draft, 'wx', 0o600);
  let open = true;
  try {
    let count = 0;
    writeFileSync(file, form === 'csv' ? csvStart + csvLine(exportColumns) : '[');
    for (const page of pages(db, ids ?? allIds(db))) {
      const texts = page.map((one) => {
        count += 1;
        return form === 'csv' ? csvLine(Object.values(one)) : `${count === 1 ? '' : ','}\n${JSON.stringify(one)}`;
      });
      writeFileSync(file, texts.join(''));
    }
    if (form === 'json') writeFileSync(file, '\n]\n');
    fsyncSync(file);
    closeSync(file);
    open = false;
    renameSync(draft, path);
    syncFolderOf(path);
    return count;
  } catch (error) {
    if (open) closeSync(file);
    rmSync(draft, { force: true });
    throw error;
  }
}

function allIds(db: DatabaseSync): number[] {
  const row = db
    .prepare(
      `SELECT json_group_array(id) AS ids FROM (
         SELECT id FROM listing INDEXED BY listing_order WHERE cleared_at IS NULL ORDER BY created_at DESC, id)`,
    )
    .get();
  // Checked border: a column of integers.
  return row ? (JSON.parse(textOrNull(row, 'ids') ?? '[]') as number[]) : [];
}

function* pages(db: DatabaseSync, ids: readonly number[]): Generator<Exported[]> {
  const read = db.prepare(
    `SELECT ${columns} FROM ${historyRowTables} JOIN json_each(?) wanted ON wanted.value = l.id
     WHERE l.cleared_at IS NULL ORDER BY wanted.key`,
  );
  for (let from = 0; from < ids.length; from += pageRows) {
    const rows = read.all(JSON.stringify(ids.slice(from, from + pageRows)));
    yield rows.map((row) => toExported(toHistoryRow(row), textOrNull(row, 'sha256')));
  }
}

type Exported = ReturnType<typeof toExported>;

/** In this order in both forms. Times are ISO 8601, in UTC. No path of this computer is among them. */
function toExported(row: HistoryRow, sha256: string | null) {
  const { receipt, state, check } = row;
  return {
    name: row.name,
    link: receipt?.link ?? null,
    destination: receipt?.destinationLabel ?? null,
    scope: receipt?.scope ?? null,
    state: state.name,
    reason: state.name === 'failed' ? state.failure.kind : null,
    size: row.size,
    type: row.mime,
    sha256,
    dropped: timeOf(row.createdAt),
    uploaded: timeOf(receipt?.createdAt ?? null),
    ends: timeOf(receipt?.expiresAt ?? null),
    deleted: timeOf(receipt?.deletion.kind === 'deleted' ? receipt.deletion.at : null),
    proof: receipt?.proof.kind ?? null,
    downloads: receipt?.share?.downloads ?? null,
    checked: timeOf(check?.at ?? null),
    found: check?.found ?? null,
    movedFrom: row.movedFrom,
  };
}

const exportColumns: readonly (keyof Exported)[] = [
  'name',
  'link',
  'destination',
  'scope',
  'state',
  'reason',
  'size',
  'type',
  'sha256',
  'dropped',
  'uploaded',
  'ends',
  'deleted',
  'proof',
  'downloads',
  'checked',
  'found',
  'movedFrom',
];

function timeOf(epochMs: number | null): string | null {
  return epochMs === null ? null : new Date(epochMs).toISOString();
}
