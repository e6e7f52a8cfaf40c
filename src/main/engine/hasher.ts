/** Hashes of pinned files, in a thread of its own: on the main thread it would hold up everything else. */
import { extname } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { UploadFailure } from '../../shared/failure.ts';
import type { PinnedSource } from '../../shared/pinned-source.ts';
import type { HashWish } from '../net/file-hash.ts';
import { createSlots } from '../net/slots.ts';
import type { HashAnswer, HashRequest } from './hash-worker.ts';

export interface Hasher extends AsyncDisposable {
  /** Bytes are read only while this runs. */
  readonly isRunning: boolean;
  /**
   * The hash of the file as it was pinned, SHA-256 of all of it unless another is wished for, in lower-case hex; files
   * are hashed one after the other. Fails with `source-changed`, `source-unreadable` or `cancelled`.
   */
  hash(source: PinnedSource, signal: AbortSignal, wish?: HashWish): Promise<string>;
}

/** The thread starts at the first file, and ends once it had nothing to do for `idleMs`. */
export function createHasher({ idleMs = 10_000 }: { idleMs?: number } = {}): Hasher {
  const closing = new AbortController();
  const turns = createSlots(1);
  let thread: Worker | null = null;
  let idle: NodeJS.Timeout | undefined;

  const start = (): Worker => {
    // From sources this is a .ts file beside a .ts file; the build puts both into one folder too.
    const file = new URL(`./hash-worker${extname(import.meta.url)}`, import.meta.url);
    // Not before a file is to be hashed: it takes memory.
    const { Worker } = process.getBuiltinModule('node:worker_threads');
    // It makes next to no objects; without a limit V8 gives new ones 16 MB and more.
    const worker = new Worker(file, { name: 'hash', resourceLimits: { maxYoungGenerationSizeMb: 2 } });
    worker.once('exit', () => {
      if (thread === worker) thread = null;
    });
    // Told to whoever waits for an answer; without a listener it would end the program.
    worker.on('error', () => undefined);
    return worker;
  };

  const end = async (): Promise<void> => {
    clearTimeout(idle);
    const worker = thread;
    thread = null;
    await worker?.terminate();
  };

  return {
    get isRunning() {
      return thread !== null;
    },
    async hash(source, signal, wish = {}) {
      const ended = AbortSignal.any([signal, closing.signal]);
      using turn = await turns.take('', ended);
      if (!turn) throw new UploadFailure({ kind: 'cancelled' });
      clearTimeout(idle);
      thread ??= start();
      const worker = thread;
      worker.ref();
      try {
        return await ask(worker, { kind: 'hash', source, wish }, ended);
      } finally {
        worker.unref();
        clearTimeout(idle);
        if (!closing.signal.aborted) idle = setTimeout(() => void end(), idleMs).unref();
      }
    },
    async [Symbol.asyncDispose]() {
      closing.abort();
      await end();
    },
  };
}

function ask(worker: Worker, wanted: HashRequest, signal: AbortSignal): Promise<string> {
  const send = (request: HashRequest): void => worker.postMessage(request);
  return new Promise((resolve, reject) => {
    const over = (settle: () => void): void => {
      worker.off('message', answered).off('error', broke).off('exit', exited);
      signal.removeEventListener('abort', stop);
      settle();
    };
    const answered = (answer: HashAnswer): void =>
      over(() => {
        if (answer.kind === 'hashed') resolve(answer.hash);
        else reject(new UploadFailure(answer.failure));
      });
    const broke = (error: unknown): void => over(() => reject(error));
    const exited = (): void =>
      over(() => reject(signal.aborted ? new UploadFailure({ kind: 'cancelled' }) : new Error('the hashing ended')));
    const stop = (): void => send({ kind: 'stop' });
    worker.on('message', answered).on('error', broke).on('exit', exited);
    signal.addEventListener('abort', stop);
    send(wanted);
  });
}
