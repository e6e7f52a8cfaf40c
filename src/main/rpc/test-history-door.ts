/** What tests of the history's calls share: the real store, search thread and engine, and a desktop that is written down. */
import { join } from 'node:path';
import type { HistoryQuery } from '../../shared/history.ts';
import type { UploadId } from '../../shared/ids.ts';
import type { AskLink } from '../engine/link-asking.ts';
import { createRig, idOf, type Rig, type RigOptions } from '../engine/test-rig.ts';
import { createHistoryParts } from '../history-parts.ts';
import { createHistoryPart } from './history-part.ts';

/** Asks nothing: everything matches. */
export const anything: HistoryQuery = {
  ...{ text: '', destinations: [], types: [], from: null, to: null, states: [], expired: 'any' },
};

interface Options {
  readonly hosts?: RigOptions['hosts'];
  readonly askLink?: AskLink;
  /** Where a dialog saves. */
  readonly path?: string | null;
}

/** The real store, search thread and engine; the desktop around them is written down. */
export function createDoor({ hosts = { a: {}, b: {} }, askLink, path = null }: Options = {}) {
  const rig = createRig({ hosts });
  const sent: { name: string; payload: unknown }[] = [];
  const copied: string[] = [];
  const arrived: string[] = [];
  const shown: string[] = [];
  const saved: string[] = [];
  const built = createHistoryParts({
    database: rig.database,
    file: join(rig.folder, 'test.db'),
    clock: Date.now,
    reader: rig.reader,
    find: (id) => rig.hosts[id] ?? null,
    net: { request: unasked, connect: unasked, close: unasked },
    shareServer: { probe: unasked },
    left: rig.discarding.goOn,
    report: unasked,
  });
  const history = createHistoryPart({
    parts: {
      engine: rig.engine,
      reader: rig.reader,
      removal: rig.removal,
      destinations: { find: (id) => rig.hosts[id] ?? null },
      history: { ...built, ...(askLink && { askLink }) },
      spool: { sweep: () => Promise.resolve() },
    },
    setup: { chain: () => ({ chain: [idOf('a'), idOf('b')], scope: 'public', granted: [] }), granted: () => [] },
    files: {
      choose: () => Promise.resolve(path),
      save(text) {
        saved.push(text);
        return Promise.resolve('saved');
      },
    },
    arrived: (batch) => arrived.push(batch),
    copy(text) {
      copied.push(text);
      return Promise.resolve(true);
    },
    takeBack: () => Promise.resolve(false),
    send: (name, payload) => sent.push({ name, payload }),
    show: (id) => shown.push(id),
    report: unasked,
  });
  const sentAs = (name: string) => sent.filter((each) => each.name === name).map(({ payload }) => payload);
  const listed = async () => {
    const { list, matching } = await history.calls['history.find']({ query: anything });
    return matching === 0 ? [] : (await history.calls['history.rows']({ list, offset: 0, limit: 200 })).rows;
  };
  return {
    ...{ rig, calls: history.calls, history, copied, arrived, shown, saved, sentAs, listed },
    async [Symbol.asyncDispose]() {
      await history[Symbol.asyncDispose]();
      await rig[Symbol.asyncDispose]();
    },
  };
}

export const unasked = (): never => {
  throw new Error('not asked in this test');
};

export async function upload(rig: Rig, ...names: string[]): Promise<UploadId[]> {
  const ids = rig.submit(names.map((name) => rig.file(name)));
  await rig.engine.idle();
  return ids;
}
