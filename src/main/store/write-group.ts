/** Joins writes that come at about the same time into one transaction: with many small files, that is most of them. */
import type { Database } from './database.ts';

/**
 * Resolves with what `work` returned once its writes are durable, and rejects where they are not. `work` only writes to
 * the database: where another write of the same transaction fails, it runs once more in one of its own.
 */
export type WriteTogether = <T>(work: () => T) => Promise<T>;

interface Due {
  /** Does the work; gives what tells its caller. */
  readonly run: () => () => void;
  readonly reject: (error: unknown) => void;
}

/** What one turn of the event loop asks for is written at that turn's end. */
export function createWriteGroup(db: Pick<Database, 'transaction'>): WriteTogether {
  let due: Due[] = [];

  const write = (group: readonly Due[]): void => {
    try {
      for (const tell of db.transaction(() => group.map(({ run }) => run()))) tell();
    } catch (error) {
      if (group.length > 1) for (const one of group) write([one]);
      else group[0]?.reject(error);
    }
  };
  const flush = (): void => {
    const group = due;
    due = [];
    write(group);
  };

  return (work) =>
    new Promise((resolve, reject) => {
      const run = () => {
        const result = work();
        return () => resolve(result);
      };
      if (due.push({ run, reject }) === 1) setImmediate(flush);
    });
}
