/** Makes a file of ours of what comes in on standard input, for it can be read only once. */
import type { Readable } from 'node:stream';
import { failureMessage } from '../../shared/messages/index.ts';
import type { IntakeFile } from '../engine/intake.ts';
import type { Spool } from '../store/spool.ts';
import type { Output } from './output.ts';
import { words } from './words.ts';

export interface InputFileDeps {
  readonly input: Readable & { readonly isTTY?: boolean };
  readonly spool: Spool;
  readonly output: Output;
  readonly signal: AbortSignal;
}

/**
 * Reads standard input to its end, into a file that only its owner can read. Null where that did not work (it was said
 * why), or the signal aborted; nothing is left then.
 */
export async function keepInput(
  name: string,
  { input, spool, output, signal }: InputFileDeps,
): Promise<(IntakeFile & { kind: 'path' }) | null> {
  if (input.isTTY) output.say(words.readingInput);
  const stop = (): void => void input.destroy();
  signal.addEventListener('abort', stop, { once: true });
  try {
    if (signal.aborted) return null;
    return { kind: 'path', path: await spool.keep(name, input), name };
  } catch (error) {
    if (!signal.aborted) output.say(words.inputFailed(reasonOf(error)));
    return null;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOSPC' || code === 'EDQUOT') return failureMessage({ kind: 'disk-full' }).sentence;
  return code || String(error);
}
