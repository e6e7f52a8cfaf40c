/** Brings rows of the history into the search index, bit by bit, while nothing else happens. */
import type { Database } from './database.ts';
import { integer } from './rows.ts';

export interface HistoryIndex extends Disposable {
  /** Rows were written: they come into the index once it is quiet. Until then they are searched without it. */
  changed(): void;
}

export interface HistoryIndexTimes {
  /** So long nothing is written before it begins, ms. */
  readonly quietMs?: number;
  /** Between two steps, ms. */
  readonly restMs?: number;
}

/** A step of so many rows, or of so many pages of the index, takes a few ms. */
const stepRows = 100;
const stepPages = 16;

export function createHistoryIndex(
  db: Database,
  report: (error: unknown) => void,
  { quietMs = 1_000, restMs = 30 }: HistoryIndexTimes = {},
): HistoryIndex {
  let timer: NodeJS.Timeout | undefined;
  let over = false;

  const schedule = (ms: number): void => {
    clearTimeout(timer);
    if (!over) timer = setTimeout(step, ms).unref();
  };

  function step(): void {
    try {
      if (indexSome(db) > 0 || mergeSome(db)) schedule(restMs);
    } catch (error) {
      // No room, or locked: the next change tries again.
      report(error);
    }
  }

  schedule(quietMs);
  return {
    changed: () => schedule(quietMs),
    [Symbol.dispose]() {
      over = true;
      clearTimeout(timer);
    },
  };
}

/** Gives how many rows it brought in. */
export function indexSome(db: Database): number {
  return db.transaction(() => {
    const ids = db.all('SELECT id FROM listing WHERE indexed = 0 LIMIT ?', stepRows).map((row) => integer(row, 'id'));
    if (ids.length === 0) return 0;
    const some = JSON.stringify(ids);
    const those = 'id IN (SELECT value FROM json_each(?))';
    db.run(`INSERT OR REPLACE INTO listing_search (rowid, text) SELECT id, text FROM listing WHERE ${those}`, some);
    db.run(`UPDATE listing SET indexed = 1 WHERE ${those}`, some);
    mergeSome(db);
    return ids.length;
  });
}

/** Brings parts of the index together; true where there may be more to do. */
function mergeSome(db: Database): boolean {
  const written = (): number => integer(db.get('SELECT total_changes() AS many') ?? {}, 'many');
  const before = written();
  db.run("INSERT INTO listing_search (listing_search, rank) VALUES ('merge', ?)", stepPages);
  // As SQLite documents it: a change more than the command's own means that it did something.
  return written() - before >= 2;
}
