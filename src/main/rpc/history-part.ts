/** Everything that the window does with the history, joined: it is searched, exported, cleared, and sent again. */

import type { CallName } from '../../shared/contract.ts';
import { UploadFailure } from '../../shared/failure.ts';
import type { HistoryQuery, ListId, Saved } from '../../shared/history.ts';
import type { BatchId, UploadId } from '../../shared/ids.ts';
import type { Parts } from '../parts.ts';
import { createHistorySearch } from '../store/history-search.ts';
import type { Send } from './feed.ts';
import type { Handlers, Setup } from './handlers.ts';
import { createHistoryAgain } from './history-again.ts';
import { createHistoryClear } from './history-clear.ts';
import { createHistoryLinks } from './history-links.ts';

export type HistoryCalls = Pick<Handlers, Extract<CallName, `history.${string}`>>;

/** Files that are saved where the user says; main's own dialogs ask. */
export interface HistoryFiles {
  /** The path that was chosen; null for none. */
  choose(name: string): Promise<string | null>;
  /** `refused`: the place that was chosen did not take it. */
  save(text: string, name: string): Promise<Saved['end']>;
}

export interface HistoryPartDeps {
  readonly parts: Pick<Parts, 'engine' | 'reader' | 'removal' | 'history'> & {
    readonly destinations: Pick<Parts['destinations'], 'find'>;
    readonly spool: Pick<Parts['spool'], 'sweep'>;
  };
  readonly setup: Pick<Setup, 'chain' | 'granted'>;
  readonly files: HistoryFiles;
  readonly arrived: (batch: BatchId) => void;
  /** True once the clipboard holds the text. */
  readonly copy: (text: string) => Promise<boolean>;
  /** Takes the link off the clipboard where that holds just what was copied there. */
  readonly takeBack: (link: string) => Promise<boolean>;
  readonly send: Send;
  /** The window is to show these uploads again. */
  readonly show: (id: UploadId) => void;
  readonly report: (error: unknown) => void;
  /** Epoch ms. */
  readonly clock?: () => number;
}

export interface HistoryPart extends AsyncDisposable {
  readonly calls: HistoryCalls;
  /** Something about an upload was written. */
  changed(): void;
  /** Goes on with what the last start has left. */
  goOn(): void;
}

const tellMs = 500;
/** Of what came back, the window's list shows no more than it does at its start. */
const shownAgain = 500;

export function createHistoryPart(deps: HistoryPartDeps): HistoryPart {
  const { parts, setup, files, arrived, copy, takeBack, send, show, report, clock = Date.now } = deps;
  const { engine, reader, removal, destinations, history, spool } = parts;
  const search = createHistorySearch({ file: history.file, clock });
  const index = history.keepIndex();
  let timer: NodeJS.Timeout | undefined;
  const changed = (): void => {
    index.changed();
    timer ??= setTimeout(() => {
      timer = undefined;
      send('history.changed', undefined);
    }, tellMs).unref();
  };
  const links = createHistoryLinks({
    reader,
    store: history.store,
    askLink: history.askLink,
    removal,
    takeBack,
    send,
    changed,
    clock,
  });
  const clear = createHistoryClear({
    clearing: history.clearing,
    search,
    send,
    changed,
    cameBack(ids) {
      const back = new Set(ids);
      for (const { id } of reader.recent(shownAgain, clock())) if (back.has(id)) show(id);
    },
    deleted: spool.sweep,
    clock,
    report,
  });
  const again = createHistoryAgain({
    engine,
    reader,
    store: history.store,
    find: destinations.find,
    setup,
    arrived,
    copy,
    save: files.save,
  });
  const byList = (list: ListId | null): { query: HistoryQuery } | null => {
    if (list === null) return null;
    const query = search.queryOf(list);
    if (query === null) throw new UploadFailure({ kind: 'cancelled' });
    return { query };
  };
  return {
    calls: {
      'history.find': ({ query }) => search.find(query),
      'history.rows': async ({ list, offset, limit }) => ({ rows: (await search.rows(list, offset, limit)) ?? [] }),
      'history.ids': async ({ list, offset, limit }) => ({ ids: (await search.ids(list, offset, limit)) ?? [] }),
      'history.destinations': () => search.destinations(),
      async 'history.export'({ as, ...what }) {
        const path = await files.choose(`droprelay-history.${as}`);
        if (path === null) return { end: 'cancelled', count: 0 };
        const count = await search.export('ids' in what ? what : byList(what.list), as, path);
        return count === null ? { end: 'refused', count: 0 } : { end: 'saved', count };
      },
      'history.check': links['history.check'],
      'history.deleteOnHost': links['history.deleteOnHost'],
      'history.stop': links['history.stop'],
      ...clear.calls,
      ...again,
    },
    changed,
    goOn: clear.goOn,
    async [Symbol.asyncDispose]() {
      clearTimeout(timer);
      links[Symbol.dispose]();
      clear[Symbol.dispose]();
      index[Symbol.dispose]();
      await search[Symbol.asyncDispose]();
    },
  };
}
