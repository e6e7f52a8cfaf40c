/** Ends the program in order: asks while work is under way, then puts everything down safely. */
import { app, powerMonitor } from 'electron';
import type { Unfinished } from '../../shared/sending.ts';
import { isAllFinished } from '../../shared/states.ts';
import type { Closing } from './window.ts';

export interface QuitDeps {
  /** Closed in this order. */
  readonly parts: readonly (Disposable | AsyncDisposable)[];
  readonly unfinished: () => Unfinished;
  /** Asks the user; the answer comes to `answer`. */
  readonly ask: (unfinished: Unfinished) => void;
  /** The program can be reached in the tray, and the user wants it to stay there. */
  readonly staysInTray: () => boolean;
  readonly report: (error: unknown) => void;
}

export interface Quit {
  /** The user's answer. */
  answer(go: boolean): void;
  /** The parts are put down, or were. */
  isEnding(): boolean;
  /** What closing the last window does now. */
  closing(): Closing;
}

/** A system that shuts down waits no longer for anybody, ms; whatever is lost then, the next start finds. */
const shutdownMs = 4_000;

/** The last window's end is a quit, but on macOS. */
export function createQuit({ parts, unfinished, ask, staysInTray, report }: QuitDeps): Quit {
  let state: 'running' | 'agreed' | 'closing' | 'closed' = 'running';
  const close = async (): Promise<void> => {
    await using stack = new AsyncDisposableStack();
    for (const part of parts.toReversed()) stack.use(part);
  };
  const mustAsk = (): boolean => {
    if (state !== 'running') return false;
    const left = unfinished();
    if (isAllFinished(left)) return false;
    ask(left);
    return true;
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
  const endSession = (): void => {
    agree();
    setTimeout(() => app.exit(0), shutdownMs).unref();
  };
  powerMonitor.on('shutdown', (event?: { preventDefault(): void }) => {
    event?.preventDefault();
    endSession();
  });
  app.on('browser-window-created', (_event, window) => void window.on('session-end', endSession));
  return {
    answer(go) {
      if (go) agree();
    },
    isEnding: () => state === 'closing' || state === 'closed',
    closing() {
      // On macOS the program goes on without a window.
      if (process.platform === 'darwin' || state !== 'running') return 'close';
      if (staysInTray()) return 'hide';
      return mustAsk() ? 'stay' : 'close';
    },
  };
}
