/** Listens for Ctrl+C: the first ends what is under way, the second ends the program. */

export interface Interrupts {
  readonly interrupted: AbortSignal;
  readonly hurried: AbortSignal;
}

/** npm passes on a Ctrl+C that the terminal has sent already: within this time (ms) both are one. */
const oneKeyMs = 250;

/** @param beforeExit called right before the program is ended from here */
export function watchInterrupts(beforeExit: () => void): Interrupts {
  const first = new AbortController();
  const second = new AbortController();
  let since = 0;
  const interrupt = (): void => {
    if (!first.signal.aborted) {
      since = performance.now();
      first.abort();
    } else if (performance.now() - since > oneKeyMs) {
      second.abort();
      beforeExit();
      process.exit(130);
    }
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, interrupt);
  return { interrupted: first.signal, hurried: second.signal };
}
