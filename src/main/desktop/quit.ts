/** Ends the program in order: asks while uploads are under way, then puts everything down safely. */
import { app, powerMonitor } from 'electron';
import type { Closing } from './window.ts';

export interface QuitDeps {
  /** Closed in this order. */
  readonly parts: readonly (Disposable | AsyncDisposable)[];
  /** Uploads that are not finished. */
  readonly unfinished: () => number;
  /** Asks the user; the answer comes to `answer`. False where there is no window to ask in. */
  readonly ask: (unfinished: number) => boolean;
  /** The program can be reached in the tray, and the user wants it to stay there. */
  readonly staysInTray: () => boolean;
  /** What to start again with, where somebody came who was not heard; null for nobody. */
  readonly cameLate: () => readonly string[] | null;
  readonly report: (error: unknown) => void;
}

export interface Quit {
  /** The user's answer. */
  answer(go: boolean): void;
  /** What closing the last window does now. */
  closing(): Closing;
  /** True while the program ends: then it starts again once it has, with these arguments. */
  startAgain(args: readonly string[]): boolean;
}

/** A system that shuts down waits no longer for anybody, ms; whatever is lost then, the next start finds. */
const shutdownMs = 4_000;

/** The last window's end is a quit, but on macOS. */
export function createQuit({ parts, unfinished, ask, staysInTray, cameLate, report }: QuitDeps): Quit {
  let state: 'running' | 'agreed' | 'closing' | 'closed' = 'running';
  let startsAgain = false;
  const close = async (): Promise<void> => {
    await using stack = new AsyncDisposableStack();
    for (const part of parts.toReversed()) stack.use(part);
  };
  const mustAsk = (): boolean => {
    const count = state === 'running' ? unfinished() : 0;
    return count > 0 && ask(count);
  };
  const startAgain = (args: readonly string[]): void => {
    if (!startsAgain) app.relaunch({ ...appImage(), args: [...args] });
    startsAgain = true;
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
        const args = cameLate();
        if (args) startAgain(args);
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
    closing() {
      // On macOS the program goes on without a window.
      if (process.platform === 'darwin' || state !== 'running') return 'close';
      if (staysInTray()) return 'hide';
      return mustAsk() ? 'stay' : 'close';
    },
    startAgain(args) {
      if (state !== 'closing' && state !== 'closed') return false;
      startAgain(args);
      return true;
    },
  };
}

/** What an AppImage runs from is gone at its end. */
function appImage(): { execPath?: string } {
  return process.env.APPIMAGE && app.isPackaged ? { execPath: process.env.APPIMAGE } : {};
}
