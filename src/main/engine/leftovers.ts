/**
 * Lists and deletes what uploads that never ended have left at a destination, by whomever they were begun.
 *
 * The window and the command line know leftovers by an id: a state never leaves main. What an upload of this computer
 * still needs is neither listed nor deleted, whichever program works on it and whichever destination it goes through.
 */
import { createHash } from 'node:crypto';
import { toFailure, UploadFailure } from '../../shared/failure.ts';
import type { DestinationId } from '../../shared/ids.ts';
import type { LeftoverEnd, LeftoverView } from '../../shared/leftover.ts';
import type { Connection, Leftover } from '../providers/provider.ts';
import type { Checkpoints } from '../store/checkpoints.ts';
import type { FindDestination } from './destination.ts';
import { discardMs } from './discarding.ts';

export interface LeftoversDeps {
  readonly find: FindDestination;
  readonly checkpoints: Pick<Checkpoints, 'inUse'>;
}

export interface Leftovers {
  /**
   * At most 1,000, oldest first; null where the destination can not tell.
   * Fails with an `UploadFailure`, `settings-invalid` where there is no such destination.
   */
  list(at: DestinationId, signal: AbortSignal): Promise<LeftoverView[] | null>;
  /**
   * Deletes those of `ids`, one after the other; one end for each, in their order. What is gone, or is in use by now, is
   * left alone and fails with `not-found`. Ends early, with `cancelled`, where the signal aborts.
   * Fails as a whole with an `UploadFailure` where the host can not be asked what there is.
   */
  discard(at: DestinationId, ids: readonly string[], signal: AbortSignal): Promise<LeftoverEnd[]>;
}

const maxListed = 1_000;

export function createLeftovers({ find, checkpoints }: LeftoversDeps): Leftovers {
  async function ask(at: DestinationId, signal: AbortSignal) {
    const destination = find(at);
    if (!destination) throw new UploadFailure({ kind: 'settings-invalid', field: 'destination' });
    const connection = await destination.connect();
    const inUse = checkpoints.inUse(destination.provider);
    const found = await connection.leftovers?.(inUse, signal);
    return { connection, found: found?.slice(0, maxListed) ?? null, host: destination.servers[0]?.host ?? '' };
  }

  return {
    async list(at, signal) {
      const { found } = await ask(at, signal);
      if (found === null) return null;
      return found.map(toView).sort((one, other) => (one.startedAt ?? 0) - (other.startedAt ?? 0));
    },

    async discard(at, ids, signal) {
      // Asked anew: since the list was shown, an upload may have gone on with one of them.
      const { connection, found, host } = await ask(at, signal);
      const states = new Map(found?.map(({ state }) => [idOf(state), state]));
      const ends: LeftoverEnd[] = [];
      for (const id of ids) {
        const state = states.get(id);
        const missing = { kind: 'not-found', host: host.slice(0, 255) } as const;
        ends.push({ id, failure: state === undefined ? missing : await discard(connection, state, signal) });
      }
      return ends;
    },
  };
}

/** Null once the host confirmed it. */
async function discard(connection: Connection, state: string, signal: AbortSignal): Promise<LeftoverEnd['failure']> {
  if (signal.aborted) return { kind: 'cancelled' };
  try {
    await connection.discard?.(state, AbortSignal.any([signal, AbortSignal.timeout(discardMs)]));
    return null;
  } catch (error) {
    return toFailure(error);
  }
}

function idOf(state: string): string {
  return createHash('sha256').update(state).digest('hex').slice(0, 32);
}

/** What a host says is bounded, and what is no time or size is none. */
function toView({ state, name, startedAt, bytes }: Leftover): LeftoverView {
  return { id: idOf(state), name: name.slice(0, 1024), startedAt: whole(startedAt), bytes: whole(bytes) };
}

function whole(value: number | null): number | null {
  return value !== null && Number.isSafeInteger(value) && value >= 0 ? value : null;
}
