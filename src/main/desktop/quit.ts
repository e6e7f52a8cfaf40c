/** Ends the program in order: what is under way is put down safely before the process goes. */
import { app } from 'electron';

/** Closes `parts` in the order given, once, when the program is about to quit; the last window's end is a quit. */
export function closeOnQuit(parts: readonly (Disposable | AsyncDisposable)[], report: (error: unknown) => void): void {
  let state: 'running' | 'closing' | 'closed' = 'running';
  const close = async (): Promise<void> => {
    await using stack = new AsyncDisposableStack();
    for (const part of parts.toReversed()) stack.use(part);
  };
  app.on('before-quit', (event) => {
    if (state === 'closed') return;
    event.preventDefault();
    if (state === 'closing') return;
    state = 'closing';
    close()
      .catch(report)
      .finally(() => {
        state = 'closed';
        app.quit();
      });
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
}
