/** Answers questions about the history, in a thread of its own: one after the other, as `history-search.ts` asks. */
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import type { ListId } from '../../shared/history.ts';
import {
  type HistoryAnswer,
  type HistoryAnswers,
  type HistoryQuestion,
  type HistoryWorkerData,
  keptLists,
} from './history-asked.ts';
import { writeExport } from './history-export.ts';
import { createHistoryLists } from './history-lists.ts';

const port = parentPort;
if (!port) throw new Error('history-worker runs in a worker thread only');
// Checked border: `history-search.ts` starts this thread.
const { file } = workerData as HistoryWorkerData;
const db = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
db.exec('PRAGMA cache_size = -16000; PRAGMA mmap_size = 268435456');
const history = createHistoryLists(db);
const lists = new Map<ListId, readonly number[]>();

function answerTo(question: HistoryQuestion): HistoryAnswers[keyof HistoryAnswers] {
  switch (question.ask) {
    case 'find': {
      const { ids, days } = history.find(question.query, question.now);
      lists.delete(question.list);
      lists.set(question.list, ids);
      for (const oldest of lists.keys()) if (lists.size > keptLists) lists.delete(oldest);
      return { total: history.total(), matching: ids.length, days };
    }
    case 'rows':
    case 'ids': {
      const ids = lists.get(question.list)?.slice(question.offset, question.offset + question.limit);
      if (!ids) return null;
      return question.ask === 'rows' ? history.rows(ids) : history.uploads(ids);
    }
    case 'destinations':
      return history.destinations();
    case 'export': {
      const { of, now, form, path } = question;
      const ids = of && ('ids' in of ? history.listed(of.ids) : history.find(of.query, now).ids);
      return orRefused(() => writeExport(db, ids, form, path));
    }
  }
}

/** Null where the system did not take the file: no room, no permission, no such folder. */
function orRefused(write: () => number): number | null {
  try {
    return write();
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) return null;
    throw error;
  }
}

port.on('message', ({ number, question }: { number: number; question: HistoryQuestion }) => {
  try {
    port.postMessage({ number, answer: answerTo(question) } satisfies HistoryAnswer);
  } catch (error) {
    const told = error instanceof Error ? error : new Error(String(error));
    port.postMessage({ number, error: told } satisfies HistoryAnswer);
  }
});
