/** Finds uploads of the history and reads their rows; runs in a thread of its own, on a connection that only reads. */
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { type HistoryDestination, type HistoryQuery, type HistoryRow, mostDestinations } from '../../shared/history.ts';
import { DestinationId, UploadId } from '../../shared/ids.ts';
import { historyRowColumns, historyRowTables, toHistoryRow } from './history-rows.ts';
import { type Condition, wordsOf } from './history-words.ts';
import { integer, text } from './rows.ts';

/** Rows of `listing`, newest first. */
export interface FoundRows {
  readonly ids: readonly number[];
  readonly days: { day: string; count: number }[];
}

export type HistoryLists = ReturnType<typeof createHistoryLists>;

/** So many ids are looked up one by one; of more, all rows are gone through in their order. */
const fewIds = 4_000;
/** So many values of a filter are compared one by one, which is quicker than looking them up; the + says so to SQLite. */
const fewValues = 8;
const soonMs = 24 * 3_600_000;
const totalKey = 'total';

export function createHistoryLists(db: DatabaseSync) {
  const statements = new Map<string, StatementSync>();
  const prepared = (sql: string): StatementSync => {
    const known = statements.get(sql);
    if (known) return known;
    // Texts of searches differ in their number of words only, but those who type make many.
    if (statements.size >= 64) statements.clear();
    const made = db.prepare(sql);
    statements.set(sql, made);
    return made;
  };
  /** Columns of numbers, each as one text of JSON: far quicker than a hundred thousand rows. */
  const columns = (of: readonly string[], from: string, values: readonly SQLInputValue[]): number[][] => {
    const row = prepared(
      `SELECT ${of.map((one, at) => `json_group_array(${one}) AS c${at}`).join(', ')} FROM ${from}`,
    ).get(...values);
    // Checked border: they are integers of a strict table.
    return of.map((_, at) => (row ? (JSON.parse(text(row, `c${at}`)) as number[]) : []));
  };
  const idsOf = (from: string, values: readonly SQLInputValue[], id = 'id'): number[] =>
    columns([id], from, values)[0] ?? [];
  const inOrder = (where: string, values: readonly SQLInputValue[], index = ''): [number[], number[]] => {
    const rows = `SELECT id, created_at FROM listing ${index} WHERE ${where} ORDER BY created_at DESC, id`;
    const [ids = [], times = []] = columns(['id', 'created_at'], `(${rows})`, values);
    return [ids, times];
  };

  /**
   * What was read last, while nobody wrote anything since: who types asks for the same list again and again, with other
   * words.
   */
  const remembered = new Map<string, unknown>();
  let version: unknown = null;
  const remember = <T>(key: string, read: () => T): T => {
    const now = prepared('PRAGMA data_version').get()?.data_version;
    if (now !== version || !remembered.has(key)) {
      if (now !== version) remembered.clear();
      version = now;
      // One list at most: the total is small.
      if (key !== totalKey) for (const other of remembered.keys()) if (other !== totalKey) remembered.delete(other);
      remembered.set(key, read());
    }
    // Checked border: each key is read by one kind of question.
    return remembered.get(key) as T;
  };

  /** The rows in which all words stand, in no order; null where there are no words. */
  function matching(query: string): number[] | null {
    const { match, short, all } = wordsOf(query);
    if (all === null) return null;
    const scan = ({ sql, values }: Condition, more = ''): number[] => idsOf(`listing WHERE ${sql} ${more}`, values);
    if (match === null) return scan(all);
    const indexed = idsOf('listing_search WHERE listing_search MATCH ?', [match], 'rowid');
    const unindexed = markOf(idsOf('listing WHERE indexed = 0', []));
    const inIndex = indexed.filter((id) => !unindexed[id]);
    const late = scan(all, 'AND indexed = 0');
    if (short === null) return [...inIndex, ...late];
    if (inIndex.length <= fewIds) {
      const few = [...short.values, JSON.stringify(inIndex)];
      return [...idsOf(`listing WHERE ${short.sql} AND id IN (SELECT value FROM json_each(?))`, few), ...late];
    }
    const both = markOf(scan(short));
    return [...inIndex.filter((id) => both[id]), ...late];
  }

  return {
    /** @param now epoch ms */
    find(query: HistoryQuery, now: number): FoundRows {
      const { sql, values } = conditionsOf(query, now);
      const ids = matching(query.text);
      if (ids !== null && ids.length <= fewIds) {
        const few = [...values, JSON.stringify(ids)];
        return toFound(...inOrder(`${sql} AND id IN (SELECT value FROM json_each(?))`, few));
      }
      const [all, times] = remember(JSON.stringify([sql, values]), () =>
        inOrder(sql, values, 'INDEXED BY listing_order'),
      );
      if (ids === null) return toFound(all, times);
      const marked = markOf(ids);
      const isWanted = (_: number, at: number): boolean => marked[all[at] ?? 0] === 1;
      return toFound(all.filter(isWanted), times.filter(isWanted));
    },

    total: (): number =>
      remember(totalKey, () => {
        const row = prepared(
          'SELECT count(*) AS many FROM listing INDEXED BY listing_order WHERE cleared_at IS NULL',
        ).get();
        return row ? integer(row, 'many') : 0;
      }),

    /** In the order of the ids, null for those that are there no more. */
    rows(ids: readonly number[]): (HistoryRow | null)[] {
      const found = prepared(
        `SELECT ${historyRowColumns} FROM ${historyRowTables}
         WHERE l.id IN (SELECT value FROM json_each(?)) AND l.cleared_at IS NULL`,
      ).all(JSON.stringify(ids));
      const byId = new Map(found.map((row) => [integer(row, 'listing_id'), row]));
      return ids.map((id) => {
        const row = byId.get(id);
        return row ? toHistoryRow(row) : null;
      });
    },

    /** Those of these rows that are still there, in their order. */
    uploads(ids: readonly number[]): UploadId[] {
      const found = prepared(
        'SELECT id, upload_id FROM listing WHERE id IN (SELECT value FROM json_each(?)) AND cleared_at IS NULL',
      ).all(JSON.stringify(ids));
      const byId = new Map(found.map((row) => [integer(row, 'id'), text(row, 'upload_id')]));
      return ids.flatMap((id) => {
        const upload = byId.get(id);
        return upload === undefined ? [] : [UploadId.parse(upload)];
      });
    },

    /** The rows of these uploads, in their order, each once; what is there no more is left out. */
    listed(uploads: readonly UploadId[]): number[] {
      const found = prepared(
        `SELECT l.id FROM json_each(?) wanted CROSS JOIN listing l ON l.upload_id = wanted.value
         WHERE l.cleared_at IS NULL ORDER BY wanted.key`,
      ).all(JSON.stringify([...new Set(uploads)]));
      return found.map((row) => integer(row, 'id'));
    },

    destinations(): HistoryDestination[] {
      const rows = prepared(
        `SELECT l.destination_id AS id, count(*) AS count, coalesce(
           (SELECT label FROM destination d WHERE d.id = l.destination_id), l.destination_id) AS label
         FROM listing l INDEXED BY listing_order WHERE cleared_at IS NULL AND l.destination_id IS NOT NULL
         GROUP BY l.destination_id ORDER BY count DESC, label LIMIT ?`,
      ).all(mostDestinations);
      return rows.map((row) => ({
        id: DestinationId.parse(text(row, 'id')),
        label: text(row, 'label'),
        count: integer(row, 'count'),
      }));
    },
  };
}

/** What the query asks of a row of `listing` beside its text. */
function conditionsOf(query: HistoryQuery, now: number): { sql: string; values: SQLInputValue[] } {
  const sql = ['cleared_at IS NULL'];
  const values: SQLInputValue[] = [];
  const ask = (condition: string, ...of: SQLInputValue[]): void => {
    sql.push(condition);
    values.push(...of);
  };
  const oneOf = (column: string, some: readonly string[]): void => {
    if (some.length > fewValues) ask(`${column} IN (SELECT value FROM json_each(?))`, JSON.stringify(some));
    else if (some.length > 0) ask(`(${some.map(() => `+${column} = ?`).join(' OR ')})`, ...some);
  };
  if (query.from !== null) ask('created_at >= ?', query.from);
  if (query.to !== null) ask('created_at < ?', query.to);
  oneOf('state', query.states);
  oneOf('kind', query.types);
  oneOf('destination_id', query.destinations);
  const open = "state = 'done' AND (ends_at IS NULL OR ends_at > ?)";
  if (query.expired === 'without') ask(open, now);
  if (query.expired === 'soon') ask(`${open} AND ends_at <= ?`, now, now + soonMs);
  if (query.expired === 'only') ask("state = 'done' AND ends_at <= ?", now);
  return { sql: sql.join(' AND '), values };
}

/** 1 at each of these ids. */
function markOf(ids: readonly number[]): Uint8Array {
  const marked = new Uint8Array(ids.reduce((most, id) => Math.max(most, id), 0) + 1);
  for (const id of ids) marked[id] = 1;
  return marked;
}

/** @param times epoch ms, newest first */
function toFound(ids: number[], times: readonly number[]): FoundRows {
  const days: { day: string; count: number }[] = [];
  let day = { day: '', count: 0 };
  let [start, end] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const at of times) {
    if (at < start || at >= end) {
      const date = new Date(at);
      const [year, month, of] = [date.getFullYear(), date.getMonth(), date.getDate()];
      start = new Date(year, month, of).getTime();
      end = new Date(year, month, of + 1).getTime();
      day = { day: [year, month + 1, of].map((each) => String(each).padStart(2, '0')).join('-'), count: 0 };
      days.push(day);
    }
    day.count += 1;
  }
  return { ids, days };
}
