/** Closes parts of the program one after the other, and waits only so long for those that do not come to an end. */

type Part = Disposable | AsyncDisposable | (() => void | Promise<void>);

export interface ClosingLimits {
  /** For all of them, ms. Once it is over, each of the rest is closed too, and waited for `leastMs` at most. */
  readonly ms: number;
  readonly leastMs: number;
}

/**
 * Closes these in their order when it is disposed of. What fails to close, or is not closed in time, is told by its name
 * and holds nobody up. Never rejects.
 */
export function closesInTurn(
  parts: Readonly<Record<string, Part>>,
  { ms, leastMs }: ClosingLimits,
  report: (error: unknown) => void,
): AsyncDisposable {
  return {
    async [Symbol.asyncDispose]() {
      const endsAt = performance.now() + ms;
      for (const [name, part] of Object.entries(parts)) {
        try {
          const isClosed = await within(close(part), Math.max(leastMs, endsAt - performance.now()));
          if (!isClosed) report(`"${name}" did not close in time; the program ends without it.`);
        } catch (error) {
          report(new Error(`"${name}" did not close.`, { cause: error }));
        }
      }
    },
  };
}

async function close(part: Part): Promise<void> {
  if (typeof part === 'function') return part();
  if (Symbol.asyncDispose in part) return part[Symbol.asyncDispose]();
  part[Symbol.dispose]();
}

/** False where the work had not ended by then. */
async function within(work: Promise<void>, ms: number): Promise<boolean> {
  const late = Promise.withResolvers<false>();
  // Keeps the program alive: without it, a process that only waits for the part would end before the rest is closed.
  const timer = setTimeout(late.resolve, ms, false);
  try {
    return await Promise.race([work.then(() => true), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
