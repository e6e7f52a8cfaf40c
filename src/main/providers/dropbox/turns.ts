/** Dropbox locks an account while it writes there: who commits or shares waits for its turn, instead of being refused. */
import { UploadFailure } from '../../../shared/failure.ts';

/** The end of each account's line. */
const lines = new Map<string, Promise<void>>();

/** Does it once all who came earlier to this account are done, however that ended. Fails with `cancelled` meanwhile. */
export async function inTurn<T>(account: string, signal: AbortSignal, action: () => Promise<T>): Promise<T> {
  const { promise: over, resolve: leave } = Promise.withResolvers<void>();
  const before = lines.get(account) ?? Promise.resolve();
  const line = before.then(() => over);
  lines.set(account, line);
  void line.then(() => lines.get(account) === line && lines.delete(account));
  try {
    await beforeAbort(before, signal);
    return await action();
  } finally {
    leave();
  }
}

function beforeAbort(turn: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const cancel = (): void => reject(new UploadFailure({ kind: 'cancelled' }));
    if (signal.aborted) return cancel();
    signal.addEventListener('abort', cancel, { once: true });
    void turn.then(() => {
      signal.removeEventListener('abort', cancel);
      resolve();
    });
  });
}
