/** Uploads of this program that would get into each other's way at a host wait for their turn there. */
import { UploadFailure } from '../../shared/failure.ts';

/** The end of each line. */
const lines = new Map<string, Promise<void>>();

/** Does it once all who came earlier to this place are done, however that ended. Fails with `cancelled` meanwhile. */
export async function inTurn<T>(place: string, signal: AbortSignal, action: () => Promise<T>): Promise<T> {
  const { promise: over, resolve: leave } = Promise.withResolvers<void>();
  const before = lines.get(place) ?? Promise.resolve();
  const line = before.then(() => over);
  lines.set(place, line);
  void line.then(() => lines.get(place) === line && lines.delete(place));
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
