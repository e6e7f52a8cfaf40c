/** Ends the program in order: asks while uploads are under way, then puts everything down safely. */
import { app, powerMonitor } from 'electron';

export interface QuitDeps {
  /** Closed in this order. */
  readonly parts: readonly (Disposable | AsyncDisposable)[];
  /** Uploads that are not finished. */
  readonly unfinished: () => number;
  /** Asks the user; the answer comes to `answer`. False where there is no window to ask in. */
  readonly ask: (unfinished: number) => boolean;
  readonly report: (error: unknown) => void;
}

export interface Quit {
  /** The user's answer. */
  answer(go: boolean): void;
  /** True if the last window may close now; else the user is asked first. */
  mayClose(): boolean;
}

/** The last window's end is a quit, but on macOS. */
export function createQuit({ parts, unfinished, ask, report }: QuitDeps): Quit {
  let state: 'running' | 'agreed' | 'closing' | 'closed' = 'running';
  const close = async (): Promise<void> => {
    await using stack = new AsyncDisposableStack();
    for (const part of parts.toReversed()) stack.use(part);
  };
  const mustAsk = (): boolean => {
    const count = state === 'running' ? unfinished() : 0;
    return count > 0 && ask(count);
  };
  app.on('before-quit', (event) => {
    if (state === 'closed') return;
    event.preventDefault();
    if (state === 'closing' || mustAsk()) return;
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
  const agree = (): void => {
    if (state !== 'running') return;
    state = 'agreed';
    app.quit();
  };
  // Nobody is there to answer.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    // A library listens since before Electron was ready, and Electron took the signal from Node since: only a first
    // listener makes Node take it back.
    process.removeAllListeners(signal);
    process.on(signal, agree);
  }
  powerMonitor.on('shutdown', agree);
  return {
    answer(go) {
      if (go) agree();
    },
    // On macOS the program goes on without a window.
    mayClose: () => process.platform === 'darwin' || !mustAsk(),
  };
}
