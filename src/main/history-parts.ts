/** Builds what the history needs beside the uploads' own parts. */
import type { UploadId } from '../shared/ids.ts';
import { type AskLink, type AskLinkDeps, createAskLink } from './engine/link-asking.ts';
import { sleep } from './engine/run-control.ts';
import type { Database } from './store/database.ts';
import { createHistoryClearing, type HistoryClearing } from './store/history-clearing.ts';
import { createHistoryIndex, type HistoryIndex } from './store/history-index.ts';
import { createHistoryStore, type HistoryStore } from './store/history-store.ts';

export interface HistoryParts {
  /** The database, for threads that only read it. */
  readonly file: string;
  readonly store: HistoryStore;
  readonly clearing: HistoryClearing;
  readonly askLink: AskLink;
  /** Keeps the search index up, until disposed. */
  keepIndex(): HistoryIndex;
}

export interface HistoryPartsDeps extends Omit<AskLinkDeps, 'probe' | 'sleep'> {
  readonly database: Database;
  readonly file: string;
  readonly clock: () => number;
  readonly shareServer: { probe(uploadId: UploadId): Promise<void> };
  /** There is something more to be discarded at a host. */
  readonly left: () => void;
  readonly report: (error: unknown) => void;
}

export function createHistoryParts(deps: HistoryPartsDeps): HistoryParts {
  const { database, file, clock, shareServer, left, report } = deps;
  return {
    file,
    store: createHistoryStore(database),
    clearing: createHistoryClearing(database, clock, left),
    askLink: createAskLink({ ...deps, probe: (id) => shareServer.probe(id), sleep }),
    keepIndex: () => createHistoryIndex(database, report),
  };
}
