import { afterEach, describe, expect, test, vi } from 'vitest';
import { UploadId } from '../../shared/ids.ts';
import { deliver, hang } from '../engine/test-host.ts';
import { type Rig, running } from '../engine/test-rig.ts';
import { createShareStore } from '../store/share-store.ts';
import { anything, createDoor, upload } from './test-history-door.ts';

/** A busy machine takes its time. */
const patiently = { timeout: 10_000 };

afterEach(() => {
  vi.useRealTimers();
});

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

  test('is undone as a whole where the program ends meanwhile, and so is one that was only half done', async () => {
    await using door = createDoor();
    const { rig, calls } = door;
    const names = Array.from({ length: 450 }, (_, at) => `${at}.txt`);
    const ids = await upload(rig, ...names);
    const { token } = await calls['history.clear']({ ids: ids.slice(0, 410) });
    const undone = calls['history.undoClear']({ token: token ?? '' });
    const cleared = Promise.resolve(calls['history.clear']({ ids: ids.slice(410) })).catch(() => null);
    await door.history[Symbol.asyncDispose]();
    await Promise.allSettled([undone, cleared]);
    expect(rig.database.get('SELECT count(*) AS n FROM listing WHERE cleared_at IS NOT NULL')).toEqual({ n: 0 });
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
