/** Deletes at the host what an upload was given there, by the user's wish. */
import { Failure, toFailure, UploadFailure } from '../../shared/failure.ts';
import type { UploadId } from '../../shared/ids.ts';
import { isDiskFull } from '../store/database-trouble.ts';
import type { Deletable, Deletions } from '../store/deletions.ts';
import type { FindDestination } from './destination.ts';
import type { Sleep } from './run-control.ts';

export interface RemovalDeps {
  readonly deletions: Deletions;
  readonly find: FindDestination;
  readonly sleep: Sleep;
  /** Something about this upload was written. */
  readonly changed: (id: UploadId) => void;
  readonly report: (error: unknown) => void;
}

export interface Removal extends AsyncDisposable {
  /**
   * True once the host confirmed that what it gave the upload is deleted, now or before; else the receipt says why not.
   * Fails with `disk-full` where its wish could not be noted: then nothing was asked.
   */
  remove(id: UploadId): Promise<boolean>;
  /** Asks again for what was to be deleted when the program ended: what is gone already counts as deleted. */
  goOn(): void;
}

/** How long a host may take to delete what is not wanted, ms. */
export const removalMs = 15_000;
/** How often room is looked for on a full disk, ms. */
const retryMs = 1_000;

export function createRemoval({ deletions, find, sleep, changed, report }: RemovalDeps): Removal {
  const closing = new AbortController();
  const underWay = new Map<UploadId, Promise<boolean>>();

  async function run(id: UploadId): Promise<boolean> {
    const wanted = deletions.find(id);
    if (!wanted) return deletions.isDeleted(id);
    deletions.ask(id).forEach(changed);
    const failure = await askHost(wanted);
    // What the host did is not known: the next start asks again.
    if (closing.signal.aborted && failure) return false;
    const written = await write(() => (failure ? deletions.giveUp(id, failure) : deletions.confirm(id)));
    written.forEach(changed);
    return failure === null;
  }

  /** Null once the host confirmed it. */
  async function askHost({ at, provider, link, deleteHandle }: Deletable): Promise<Failure | null> {
    const limit = AbortSignal.timeout(removalMs);
    const host = new URL(link).host;
    try {
      const destination = find(at);
      if (destination?.provider !== provider)
        throw new UploadFailure({ kind: 'settings-invalid', field: 'destination' });
      const connection = await destination.connect();
      if (!connection.remove) throw new UploadFailure({ kind: 'forbidden', host, detail: '' });
      await connection.remove({ link, deleteHandle }, AbortSignal.any([closing.signal, limit]));
      return null;
    } catch (error) {
      if (limit.aborted) return { kind: 'timeout', host, afterMs: removalMs };
      const failure = toFailure(error);
      if (failure.kind === 'bug' && !closing.signal.aborted) report(error);
      return Failure.safeParse(failure).data ?? { kind: 'bug', detail: `a malformed failure of kind ${failure.kind}` };
    }
  }

  /** What the host answered is written once there is room for it. */
  async function write(end: () => UploadId[]): Promise<UploadId[]> {
    for (;;) {
      try {
        return end();
      } catch (error) {
        if (!isDiskFull(error)) throw error;
        report(error);
        await sleep(retryMs, closing.signal);
        if (closing.signal.aborted) return [];
      }
    }
  }

  const remove: Removal['remove'] = (id) => {
    const known = underWay.get(id);
    if (known) return known;
    const removal = run(id).finally(() => underWay.delete(id));
    underWay.set(id, removal);
    return removal;
  };

  return {
    remove,
    goOn() {
      try {
        for (const id of deletions.unfinished()) remove(id).catch(report);
      } catch (error) {
        report(error);
      }
    },
    async [Symbol.asyncDispose]() {
      closing.abort();
      await Promise.allSettled(underWay.values());
    },
  };
}
