/** Keeps how destinations have been doing, for every program on this data folder and over restarts. */
import { z } from 'zod';
import { Failure } from '../../shared/failure.ts';
import type { DestinationId } from '../../shared/ids.ts';
import type { Database } from './database.ts';
import { text } from './rows.ts';

const epochMs = z.number().int().nonnegative();

/** What is kept of one destination; its meaning is documented at the engine's breaker. */
export const HealthRecord = z.object({
  breaker: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('closed'), failuresInARow: z.number().int().nonnegative() }),
    /** `rests`: how often in a row it was opened. */
    z.object({ kind: z.literal('open'), until: epochMs, rests: z.number().int().positive() }),
  ]),
  pause: z.object({ until: epochMs, failure: Failure }).nullable(),
  /** The last attempts that say something about the host, oldest first: true where it delivered. */
  recent: z.array(z.boolean()).max(20),
  latencyMs: z.number().nonnegative().nullable(),
  bytesPerSecond: z.number().nonnegative().nullable(),
  lastFailure: z.object({ failure: Failure, at: epochMs }).nullable(),
});
export type HealthRecord = z.infer<typeof HealthRecord>;

export interface HealthStore {
  /** The row as it is now, whichever program wrote it; null where there is none, or none that can be read. */
  read(id: DestinationId): HealthRecord | null;
  /**
   * Applies `change` to the row as it is now, in one transaction: what another program wrote meanwhile counts.
   * Where it gives null, the row stays as it is.
   */
  update(id: DestinationId, change: (before: HealthRecord | null) => HealthRecord | null): void;
}

/**
 * Neither method throws: no upload fails because of these notes. What goes wrong is given to `report`, an unreadable
 * row once; it counts as none, and the next update takes its place.
 */
export function createHealthStore(db: Database, report: (error: unknown) => void): HealthStore {
  /** What each row's text was read as last, so that a row that nobody changed is not parsed again. */
  const parsed = new Map<DestinationId, { readonly text: string; readonly record: HealthRecord | null }>();

  const find = (id: DestinationId): HealthRecord | null => {
    const row = db.get('SELECT record FROM health WHERE destination_id = ?', id);
    if (!row) return null;
    const found = text(row, 'record');
    const known = parsed.get(id);
    if (known?.text === found) return known.record;
    const record = parse(id, found, report);
    parsed.set(id, { text: found, record });
    return record;
  };

  return {
    read(id) {
      try {
        return find(id);
      } catch (error) {
        report(error);
        return null;
      }
    },
    update(id, change) {
      try {
        db.transaction(() => {
          const record = change(find(id));
          if (!record) return;
          const written = JSON.stringify(record);
          db.run('INSERT OR REPLACE INTO health (destination_id, record) VALUES (?, ?)', id, written);
          parsed.set(id, { text: written, record });
        });
      } catch (error) {
        report(error);
      }
    },
  };
}

function parse(id: DestinationId, found: string, report: (error: unknown) => void): HealthRecord | null {
  try {
    return HealthRecord.parse(JSON.parse(found));
  } catch (cause) {
    report(new Error(`What is kept about the destination ${id} can not be read; it starts anew.`, { cause }));
    return null;
  }
}
