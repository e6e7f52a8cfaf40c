import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { HistoryQuery } from '../../shared/history.ts';
import { UploadId } from '../../shared/ids.ts';
import type { AskLink } from '../engine/link-asking.ts';
import { deliver, hang, refuse } from '../engine/test-host.ts';
import { createRig, idOf, type Rig, type RigOptions, running } from '../engine/test-rig.ts';
import { createHistoryParts } from '../history-parts.ts';
import { createShareStore } from '../store/share-store.ts';
import { createHistoryPart } from './history-part.ts';

const anything: HistoryQuery = {
  ...{ text: '', destinations: [], types: [], from: null, to: null, states: [], expired: 'any' },
};

interface Options {
  readonly hosts?: RigOptions['hosts'];
  readonly askLink?: AskLink;
  /** Where a dialog saves. */
  readonly path?: string | null;
}

/** The real store, search thread and engine; the desktop around them is written down. */
function createDoor({ hosts = { a: {}, b: {} }, askLink, path = null }: Options = {}) {
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

/** A busy machine takes its time. */
const patiently = { timeout: 10_000 };

const unasked = (): never => {
  throw new Error('not asked in this test');
};

async function upload(rig: Rig, ...names: string[]): Promise<UploadId[]> {
  const ids = rig.submit(names.map((name) => rig.file(name)));
  await rig.engine.idle();
  return ids;
}

afterEach(() => {
  vi.useRealTimers();
});

describe('sending again', () => {
  test('makes a new batch with the same files through the present chain', async () => {
    await using door = createDoor();
    const { rig, calls, arrived } = door;
    const ids = await upload(rig, '1.txt', '2.txt');
    const result = await calls['history.again']({ ids });
    expect(result).toEqual({ batch: arrived[0], sent: 2, leftOut: [] });
    await rig.engine.idle();
    expect(rig.hosts.a?.got).toHaveLength(4);
    expect((await door.listed()).map((row) => [row?.name, row?.intake]).toSorted()).toEqual([
      ...[
        ['1.txt', 'drop'],
        ['1.txt', 'history'],
        ['2.txt', 'drop'],
        ['2.txt', 'history'],
      ],
    ]);
  });

  test('leaves out what is another file by now, is gone, or is still on its way', async () => {
    await using door = createDoor({ hosts: { a: { answers: [deliver(), deliver(), hang()] } } });
    const { rig, calls } = door;
    const [changed, gone] = (await upload(rig, '1.txt', '2.txt')) as [UploadId, UploadId];
    const [busy] = rig.submit([rig.file('3.txt')]) as [UploadId];
    await rig.until(busy, running('sending'));
    writeFileSync(join(rig.folder, '1.txt'), 'something else');
    rmSync(join(rig.folder, '2.txt'));
    expect(await calls['history.again']({ ids: [changed, gone, busy] })).toEqual({
      ...{ batch: null, sent: 0 },
      leftOut: [
        { id: changed, why: 'changed' },
        { id: gone, why: 'unreadable' },
        { id: busy, why: 'unfinished' },
      ],
    });
    rig.engine.cancel(busy);
    await rig.engine.idle();
  });

  test('to another destination asks that one and no other, and gives a list of old and new links', async () => {
    await using door = createDoor();
    const { rig, calls, copied, saved } = door;
    const ids = await upload(rig, '=1.txt', '2.txt');
    const { batch, sent } = await calls['history.moveTo']({ ids, to: idOf('b') });
    expect(sent).toBe(2);
    await rig.engine.idle();
    expect([rig.hosts.a?.asked, rig.hosts.b?.asked]).toEqual([2, 2]);
    if (batch === null) throw new Error('a batch was made');
    const { links } = await calls['history.moved']({ batch });
    expect(links).toMatchObject([
      { name: '=1.txt', from: 'https://a.example/1/%3D1.txt', to: 'https://b.example/1/%3D1.txt', state: 'done' },
      { name: '2.txt', from: 'https://a.example/2/2.txt', to: 'https://b.example/2/2.txt', state: 'done' },
    ]);
    const rows = await door.listed();
    expect(rows.find((row) => row?.id === links[0]?.id)?.movedFrom).toBe(links[0]?.from);
    expect(await calls['history.copyMoved']({ batch })).toEqual({ copied: true });
    expect(copied).toEqual([links.map(({ from, to }) => `${from}\t${to}`).join('\n')]);
    expect(await calls['history.saveMoved']({ batch })).toEqual({ end: 'saved', count: 2 });
    expect(saved[0]?.split('\r\n').slice(0, 2)).toEqual([
      '\ufeffname,old link,new link',
      `'=1.txt,${links[0]?.from},${links[0]?.to}`,
    ]);
    // Another batch moved nothing.
    const [other] = await upload(rig, '3.txt');
    const own = other && rig.reader.batchOf(other);
    expect(own && (await calls['history.moved']({ batch: own }))).toEqual({ links: [] });
  });

  test('that fails there fails: no other destination was agreed to', async () => {
    await using door = createDoor({
      hosts: { a: {}, b: { answers: [refuse({ kind: 'too-large', sizeBytes: 1, limitBytes: 0 })] } },
    });
    const { rig, calls } = door;
    const ids = await upload(rig, '1.txt');
    const { batch } = await calls['history.moveTo']({ ids, to: idOf('b') });
    await rig.engine.idle();
    const { links } = await calls['history.moved']({ batch: batch ?? idBatch });
    expect(links).toMatchObject([{ to: null, state: 'failed' }]);
    expect(rig.hosts.a?.asked).toBe(1);
    expect(await calls['history.copyMoved']({ batch: batch ?? idBatch })).toEqual({ copied: false });
    await expect(calls['history.moveTo']({ ids, to: idOf('none') })).rejects.toMatchObject({
      failure: { kind: 'settings-invalid', field: 'destination' },
    });
  });
});

const idBatch = 'none' as never;

describe('clearing', () => {
  /** Rows of every table that are about uploads. */
  const rowsIn = (rig: Rig) =>
    Object.fromEntries(
      ['batch', 'upload', 'attempt', 'receipt', 'share', 'payload', 'source', 'checkpoint', 'listing'].map((table) => [
        table,
        rig.database.get(`SELECT count(*) AS n FROM ${table}`)?.n,
      ]),
    );

  test('hides at once, and what is not brought back in time is gone for good, with all that it had', async () => {
    await using door = createDoor({ hosts: { a: { answers: [deliver({ deleteHandle: 'h' })] } } });
    const { rig, calls } = door;
    const [first, second] = (await upload(rig, '1.txt', '2.txt')) as [UploadId, UploadId];
    await upload(rig, '3.txt');
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const cleared = await calls['history.clear']({ ids: [first, second] });
    expect(cleared).toEqual({ token: expect.any(String), count: 2, stayed: 0, undeletable: 2, undoMs: 10_000 });
    expect(door.sentAs('uploads.removed')).toEqual([{ ids: [first, second] }]);
    expect(rig.reader.recent(9).map(({ name }) => name)).toEqual(['3.txt']);
    expect((await door.listed()).map((row) => row?.name)).toEqual(['3.txt']);
    expect(rowsIn(rig).upload).toBe(3);
    vi.advanceTimersByTime(10_000);
    vi.useRealTimers();
    await vi.waitFor(() => expect(rowsIn(rig)).toMatchObject({ upload: 1 }), patiently);
    expect(rowsIn(rig)).toEqual({
      ...{ batch: 1, upload: 1, attempt: 1, receipt: 1, share: 0, payload: 1, source: 1, checkpoint: 0, listing: 1 },
    });
    expect(await calls['history.undoClear']({ token: cleared.token ?? '' })).toEqual({ restored: false });
  });

  test('is undone: all are back where they were', async () => {
    await using door = createDoor();
    const { rig, calls } = door;
    const ids = await upload(rig, '1.txt', '2.txt');
    const [removed] = ids as [UploadId];
    rig.store.dismiss([removed]);
    const before = await door.listed();
    const { list } = await calls['history.find']({ query: anything });
    const { token, count } = await calls['history.clear']({ list });
    expect([count, await door.listed()]).toEqual([2, []]);
    expect(await calls['history.undoClear']({ token: token ?? '' })).toEqual({ restored: true });
    expect(await door.listed()).toEqual(before);
    expect(before.map((row) => row?.dismissed).toSorted()).toEqual([false, true]);
    // The one that was not in the list of uploads does not come back there.
    expect(door.shown).toEqual([ids[1]]);
    expect(await calls['history.undoClear']({ token: token ?? '' })).toEqual({ restored: false });
  });

  test('leaves what is unfinished, shared, or being deleted', async () => {
    await using door = createDoor({
      hosts: { a: { answers: [deliver({ deleteHandle: 'h' }), deliver(), deliver(), hang()] } },
    });
    const { rig, calls } = door;
    const ids = await upload(rig, '1.txt', '2.txt', '3.txt');
    const [asked, shared] = ids as [UploadId, UploadId];
    const [busy] = rig.submit([rig.file('4.txt')]) as [UploadId];
    await rig.until(busy, running('sending'));
    rig.database.run('UPDATE receipt SET delete_asked_at = 1 WHERE upload_id = ?', asked);
    const source = { path: '/x', dev: 1n, ino: 1n, size: 1, mtimeNs: 1n };
    createShareStore(rig.database).add({
      ...{ token: 't', uploadId: shared, name: 'x', mime: 'x/y', source, transform: null, interfaceId: 'loopback' },
      ...{ host: 'h', expiresAt: null, downloads: 0, stoppedAt: null, createdAt: 0 },
    });
    expect(await calls['history.clear']({ ids: [...ids, busy, UploadId.parse('unknown')] })).toMatchObject({
      count: 1,
      stayed: 4,
    });
    expect((await door.listed()).map((row) => row?.name).toSorted()).toEqual(['1.txt', '2.txt', '4.txt']);
    rig.engine.cancel(busy);
    await rig.engine.idle();
  });

  test('hands what deletes a file on to another upload that was given its link', async () => {
    const link = 'https://a.example/same';
    await using door = createDoor({
      hosts: { a: { answers: [deliver({ link, deleteHandle: 'h' }), deliver({ link })] } },
    });
    const { rig, calls } = door;
    const [first] = (await upload(rig, '1.txt')) as [UploadId];
    const [second] = (await upload(rig, '2.txt')) as [UploadId];
    expect(rig.reader.view(second)?.receipt?.deletion.kind).toBe('elsewhere');
    expect(await calls['history.clear']({ ids: [first] })).toMatchObject({ count: 1, undeletable: 0 });
    door.history.goOn();
    await vi.waitFor(() => expect(rig.reader.view(first)).toBeNull(), patiently);
    expect(rig.reader.view(second)?.receipt?.deletion.kind).toBe('possible');
  });

  test('goes on at the next start with what is hidden, but not with what was begun anew', async () => {
    await using door = createDoor();
    const { rig, calls } = door;
    const [one, two] = (await upload(rig, '1.txt', '2.txt')) as [UploadId, UploadId];
    await calls['history.clear']({ ids: [one, two] });
    rig.database.run(`UPDATE upload SET state = 'paused', detail = '{"name":"paused"}' WHERE id = ?`, two);
    door.history.goOn();
    await vi.waitFor(() => expect(rig.reader.view(one)).toBeNull(), patiently);
    await vi.waitFor(async () => expect((await door.listed()).map((row) => row?.id)).toEqual([two]), patiently);
  });
});

describe('links of many', () => {
  test('are asked, told of as they answer, and what they answered is kept', async () => {
    const answers = ['open', 'gone', 'unreachable', 'not-checkable', null] as const;
    const names = answers.map((_, at) => `${at}.txt`);
    await using door = createDoor({
      askLink: (id) => Promise.resolve(answers[Number(door.rig.reader.view(id)?.name[0])] ?? null),
    });
    const ids = await upload(door.rig, ...names);
    expect(await door.calls['history.check']({ ids })).toEqual({ open: 1, gone: 1, unreachable: 1, notCheckable: 1 });
    const told = door.sentAs('history.checked').flat() as { id: string; check: { found: string } }[];
    expect(told.map(({ id, check }) => [ids.indexOf(id as UploadId), check.found]).toSorted()).toEqual([
      ...[
        [0, 'open'],
        [1, 'gone'],
        [2, 'unreachable'],
        [3, 'not-checkable'],
      ],
    ]);
    expect(door.sentAs('history.progress').at(-1)).toEqual({ act: 'check', done: 5, total: 5 });
    const rows = await door.listed();
    expect(rows.map((row) => row?.check?.found)).toEqual(['open', 'gone', 'unreachable', 'not-checkable', undefined]);
    expect(rows[1]?.endsAt).toBe(rows[1]?.check?.at);
  });

  test('are asked no more once it is stopped; only one round goes at a time', async () => {
    let asked = 0;
    const begun = Promise.withResolvers<void>();
    await using door = createDoor({
      askLink(_id, signal) {
        asked += 1;
        if (asked === 8) begun.resolve();
        return new Promise((resolve) => signal.addEventListener('abort', () => resolve(null)));
      },
    });
    const ids = await upload(door.rig, ...Array.from({ length: 12 }, (_, at) => `${at}.txt`));
    const round = door.calls['history.check']({ ids });
    await begun.promise;
    await expect(door.calls['history.check']({ ids })).rejects.toMatchObject({ failure: { kind: 'cancelled' } });
    await door.calls['history.stop']({ act: 'check' });
    expect(await round).toEqual({ open: 0, gone: 0, unreachable: 0, notCheckable: 0 });
    expect(asked).toBe(8);
  });

  test('are deleted where the host can, and it is told where it could not', async () => {
    let removals = 0;
    await using door = createDoor({
      hosts: {
        a: {
          answers: [deliver({ deleteHandle: 'h' }), deliver({ deleteHandle: 'refused' }), deliver()],
          remove({ deleteHandle }) {
            removals += 1;
            return deleteHandle === 'h' ? Promise.resolve() : Promise.reject(new Error('no'));
          },
        },
      },
    });
    const ids = await upload(door.rig, '1.txt', '2.txt', '3.txt');
    expect(await door.calls['history.deleteOnHost']({ ids })).toEqual({ deleted: 1, failed: 1, impossible: 1 });
    expect(await door.calls['history.deleteOnHost']({ ids: ids.slice(0, 1) })).toMatchObject({ deleted: 1 });
    expect(removals).toBe(2);
    expect((await door.listed()).map((row) => row?.receipt?.deletion.kind)).toEqual([
      'deleted',
      'unconfirmed',
      'impossible',
    ]);
  });
});

test('the window is told that the history changed, once for many changes', async () => {
  await using door = createDoor();
  vi.useFakeTimers();
  for (let time = 0; time < 50; time++) door.history.changed();
  vi.advanceTimersByTime(499);
  expect(door.sentAs('history.changed')).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(door.sentAs('history.changed')).toEqual([undefined]);
  vi.useRealTimers();
});

test('an export goes where the dialog said, and nowhere without an answer', async () => {
  const path = join(tmpdir(), `droprelay-export-${process.pid}.json`);
  await using door = createDoor({ path });
  await upload(door.rig, '1.txt', '2.txt');
  const { list } = await door.calls['history.find']({ query: { ...anything, text: '2.txt' } });
  expect(await door.calls['history.export']({ list, as: 'json' })).toEqual({ end: 'saved', count: 1 });
  expect(await door.calls['history.export']({ list: null, as: 'json' })).toEqual({ end: 'saved', count: 2 });
  rmSync(path);
  await using silent = createDoor();
  expect(await silent.calls['history.export']({ list: null, as: 'csv' })).toEqual({ end: 'cancelled', count: 0 });
});
