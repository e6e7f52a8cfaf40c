/** Keeps what is to be discarded at hosts until they confirmed it. */
import { DestinationId } from '../../shared/ids.ts';
import type { Database } from './database.ts';
import { integer, text } from './rows.ts';

/** What an upload has left at a host, and does not go on from. */
export interface ToDiscard {
  readonly id: number;
  readonly at: DestinationId;
  /** The provider that saved the state. */
  readonly provider: string;
  readonly state: string;
  /** Epoch ms. */
  readonly since: number;
}

export type Discards = ReturnType<typeof createDiscards>;

/** More are not looked at in one round. */
const maxListed = 1_000;

export function createDiscards(db: Database) {
  return {
    /** What failed least comes first, and of that the oldest. */
    all: (): ToDiscard[] =>
      db
        .all('SELECT id, destination_id, provider, state, since FROM discard ORDER BY failed, id LIMIT ?', maxListed)
        .map((row) => ({
          id: integer(row, 'id'),
          at: DestinationId.parse(text(row, 'destination_id')),
          provider: text(row, 'provider'),
          state: text(row, 'state'),
          since: integer(row, 'since'),
        })),

    /** It is gone at the host, or given up. */
    delete(id: number): void {
      db.run('DELETE FROM discard WHERE id = ?', id);
    },

    noteFailure(id: number): void {
      db.run('UPDATE discard SET failed = failed + 1 WHERE id = ?', id);
    },
  };
}
