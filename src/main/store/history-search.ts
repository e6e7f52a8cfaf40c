/** Asks the history in a thread of its own, so that the program never waits for an answer. */
import { randomUUID } from 'node:crypto';
import { extname } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { UploadFailure } from '../../shared/failure.ts';
import {
  type HistoryDestination,
  type HistoryFound,
  type HistoryQuery,
  type HistoryRow,
  ListId,
} from '../../shared/history.ts';
import type { UploadId } from '../../shared/ids.ts';
import {
  type ExportOf,
  type HistoryAnswer,
  type HistoryAnswers,
  type HistoryQuestion,
  type HistoryWorkerData,
  keptLists,
} from './history-asked.ts';
import type { ExportForm } from './history-export.ts';

export interface HistorySearch extends AsyncDisposable {
  /** Fails with `cancelled` where a newer call came before this one had its turn. */
  find(query: HistoryQuery): Promise<HistoryFound>;
  /** Null for a list that is not known any more. */
  rows(list: ListId, offset: number, limit: number): Promise<(HistoryRow | null)[] | null>;
  ids(list: ListId, offset: number, limit: number): Promise<UploadId[] | null>;
  destinations(): Promise<HistoryDestination[]>;
  /**
   * Writes them to the file, whole or not at all; gives how many uploads, null where the place did not take the file.
   */
  export(of: ExportOf, form: ExportForm, path: string): Promise<number | null>;
  /** What the list was found by; null for one that is not known any more. */
  queryOf(list: ListId): HistoryQuery | null;
  /** How many places the list has. */
  sizeOf(list: ListId): number | null;
}

export interface HistorySearchDeps {
  /** The database. */
  readonly file: string;
  /** Epoch ms. */
  readonly clock: () => number;
  /** The thread's program; by default that beside this file. */
  readonly script?: URL;
  /** The thread ends once it had nothing to do for so long, ms. */
  readonly idleMs?: number;
}

// From sources this is a .ts file beside a .ts file; the build puts both into one folder too.
const besideThis = new URL(`./history-worker${extname(import.meta.url)}`, import.meta.url);

interface Waiting {
  readonly query: HistoryQuery;
  readonly resolve: (found: Promise<HistoryFound>) => void;
  readonly reject: (error: unknown) => void;
}

export function createHistorySearch({
  file,
  clock,
  script = besideThis,
  idleMs = 60_000,
}: HistorySearchDeps): HistorySearch {
  const thread = createThread(script, file, idleMs);
  const exports = new Set<Thread>();
  const lists = new Map<ListId, { readonly query: HistoryQuery; readonly size: number }>();
  let finding = false;
  let waiting: Waiting | null = null;

  async function findAs(list: ListId, query: HistoryQuery): Promise<HistoryFound> {
    const found = await thread.ask('find', { ask: 'find', list, query, now: clock() });
    return { list, ...found };
  }

  async function findNow(query: HistoryQuery): Promise<HistoryFound> {
    finding = true;
    const list = ListId.parse(randomUUID());
    try {
      const found = await findAs(list, query);
      lists.set(list, { query, size: found.matching });
      for (const oldest of lists.keys()) if (lists.size > keptLists) lists.delete(oldest);
      return found;
    } finally {
      finding = false;
      const next = waiting;
      waiting = null;
      next?.resolve(findNow(next.query));
    }
  }

  /** A list that the thread has forgotten, since it had ended meanwhile, is found once more. */
  async function read<A extends 'rows' | 'ids'>(
    ask: A,
    list: ListId,
    offset: number,
    limit: number,
  ): Promise<HistoryAnswers[A]> {
    const known = lists.get(list);
    if (!known) return null;
    const question: HistoryQuestion = { ask, list, offset, limit };
    const answer = await thread.ask(ask, question);
    if (answer !== null) return answer;
    await findAs(list, known.query);
    return await thread.ask(ask, question);
  }

  return {
    find(query) {
      if (!finding) return findNow(query);
      waiting?.reject(new UploadFailure({ kind: 'cancelled' }));
      const { promise, resolve, reject } = Promise.withResolvers<HistoryFound>();
      waiting = { query, resolve, reject };
      return promise;
    },
    rows: (list, offset, limit) => read('rows', list, offset, limit),
    ids: (list, offset, limit) => read('ids', list, offset, limit),
    destinations: () => thread.ask('destinations', { ask: 'destinations' }),
    async export(of, form, path) {
      // It takes its time: whoever searches meanwhile does not wait for it.
      const own = createThread(script, file, 0);
      exports.add(own);
      try {
        return await own.ask('export', { ask: 'export', of, now: clock(), form, path });
      } finally {
        exports.delete(own);
        await own.end();
      }
    },
    queryOf: (list) => lists.get(list)?.query ?? null,
    sizeOf: (list) => lists.get(list)?.size ?? null,
    async [Symbol.asyncDispose]() {
      waiting?.reject(new UploadFailure({ kind: 'cancelled' }));
      waiting = null;
      await Promise.all([thread, ...exports].map((each) => each.end()));
    },
  };
}

interface Thread {
  ask<A extends keyof HistoryAnswers>(ask: A, question: HistoryQuestion): Promise<HistoryAnswers[A]>;
  /** Ends the thread; whoever waits for an answer gets `cancelled`. A later question starts it again. */
  end(): Promise<void>;
}

interface Asked {
  readonly resolve: (answer: HistoryAnswers[keyof HistoryAnswers]) => void;
  readonly reject: (error: unknown) => void;
}

function createThread(script: URL, file: string, idleMs: number): Thread {
  const asked = new Map<number, Asked>();
  let worker: Worker | null = null;
  let idle: NodeJS.Timeout | undefined;
  let last = 0;

  const failAll = (error: unknown): void => {
    for (const { reject } of asked.values()) reject(error);
    asked.clear();
  };

  const start = (): Worker => {
    // Not before it is needed: it takes memory.
    const { Worker } = process.getBuiltinModule('node:worker_threads');
    const made = new Worker(script, { name: 'history', workerData: { file } satisfies HistoryWorkerData });
    made.on('message', (answer: HistoryAnswer) => {
      const waiting = asked.get(answer.number);
      asked.delete(answer.number);
      if ('error' in answer) waiting?.reject(answer.error);
      else waiting?.resolve(answer.answer);
      if (asked.size === 0) rest();
    });
    made.on('error', (error) => {
      if (worker === made) worker = null;
      failAll(error);
    });
    made.once('exit', () => {
      if (worker !== made) return;
      worker = null;
      failAll(new Error('the thread of the history ended'));
    });
    return made;
  };

  function rest(): void {
    worker?.unref();
    clearTimeout(idle);
    if (idleMs > 0) idle = setTimeout(() => void end(), idleMs).unref();
  }

  async function end(): Promise<void> {
    clearTimeout(idle);
    const ending = worker;
    worker = null;
    failAll(new UploadFailure({ kind: 'cancelled' }));
    await ending?.terminate();
  }

  return {
    ask<A extends keyof HistoryAnswers>(_ask: A, question: HistoryQuestion) {
      clearTimeout(idle);
      worker ??= start();
      worker.ref();
      last += 1;
      const number = last;
      const { promise, resolve, reject } = Promise.withResolvers<HistoryAnswers[A]>();
      // Checked border: the thread answers each question with what belongs to it.
      asked.set(number, { resolve: resolve as Asked['resolve'], reject });
      worker.postMessage({ number, question });
      return promise;
    },
    end,
  };
}
