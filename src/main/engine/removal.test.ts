import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { type Failure, UploadFailure } from '../../shared/failure.ts';
import type { UploadId } from '../../shared/ids.ts';
import type { Deletion } from '../../shared/model.ts';
import { createDeletions } from '../store/deletions.ts';
import { createRemoval } from './removal.ts';
import { deliver, type HostOptions } from './test-host.ts';
import { createRig, type Rig, rigNow } from './test-rig.ts';

type Remove = NonNullable<HostOptions['remove']>;

/** A host that keeps what it was asked to delete. */
function deleting(remove: Remove = () => Promise.resolve()): { host: HostOptions; asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    host: {
      answers: [deliver({ deleteHandle: 'key' })],
      remove(delivery, signal) {
        asked.push(`${delivery.link} ${delivery.deleteHandle}`);
        return remove(delivery, signal);
      },
    },
  };
}

async function send(rig: Rig, name = '1.txt', more: Parameters<Rig['submit']>[1] = {}): Promise<UploadId> {
  const path = join(rig.folder, name);
  const [id] = rig.submit([existsSync(path) ? path : rig.file(name)], more);
  if (!id) throw new Error('no upload');
  await rig.engine.idle();
  return id;
}

const deletionOf = (rig: Rig, id: UploadId): Deletion | undefined => rig.reader.view(id)?.receipt?.deletion;
const link = 'https://a.example/1/1.txt';
const refuse =
  (failure: Failure): Remove =>
  () =>
    Promise.reject(new UploadFailure(failure));
const hang: Remove = (_, signal) =>
  new Promise((_resolve, reject) => {
    const cancel = (): void => reject(new UploadFailure({ kind: 'cancelled' }));
    if (signal.aborted) cancel();
    else signal.addEventListener('abort', cancel);
  });

describe('deleting at the host', () => {
  test('is noted before the host is asked, and then done; twice is harmless', async () => {
    const seen: unknown[] = [];
    let rig: Rig | undefined;
    const { host, asked } = deleting(() => {
      seen.push(rig?.database.get('SELECT delete_asked_at, deleted_at FROM receipt'));
      return Promise.resolve();
    });
    rig = createRig({ hosts: { a: host } });
    await using _ = rig;
    const id = await send(rig);
    expect(deletionOf(rig, id)).toEqual({ kind: 'possible' });
    expect(await Promise.all([rig.removal.remove(id), rig.removal.remove(id)])).toEqual([true, true]);
    expect(await rig.removal.remove(id)).toBe(true);
    expect(asked).toEqual([`${link} key`]);
    expect(seen).toEqual([{ delete_asked_at: rigNow, deleted_at: null }]);
    expect(deletionOf(rig, id)).toEqual({ kind: 'deleted', at: rigNow });
    expect(rig.state(id)).toEqual({ name: 'done' });
  });

  test('that the host does not confirm leaves the link, with the reason, and can be tried again', async () => {
    const failures: Failure[] = [
      { kind: 'server', host: 'a.example', status: 503, retryAfterMs: null },
      { kind: 'auth', host: 'a.example' },
    ];
    const { host } = deleting((delivery, signal) => {
      const failure = failures.shift();
      return failure ? refuse(failure)(delivery, signal) : Promise.resolve();
    });
    await using rig = createRig({ hosts: { a: host } });
    const id = await send(rig);
    expect(await rig.removal.remove(id)).toBe(false);
    expect(deletionOf(rig, id)).toMatchObject({ kind: 'unconfirmed', failure: { kind: 'server' } });
    expect(rig.reader.link(id)).toBe(link);
    expect(await rig.removal.remove(id)).toBe(false);
    expect(deletionOf(rig, id)).toMatchObject({ failure: { kind: 'auth' } });
    expect(await rig.removal.remove(id)).toBe(true);
    expect(rig.reported).toEqual([]);
  });

  test('that breaks is a defect: reported, and told', async () => {
    const { host } = deleting(() => Promise.reject(new TypeError('no such thing')));
    await using rig = createRig({ hosts: { a: host } });
    const id = await send(rig);
    expect(await rig.removal.remove(id)).toBe(false);
    expect(deletionOf(rig, id)).toMatchObject({ failure: { kind: 'bug' } });
    expect(rig.reported).toEqual([new TypeError('no such thing')]);
  });

  test.each<[string, Partial<HostOptions> & { gone?: boolean; provider?: string }, Failure['kind']]>([
    ['is not set up any more', { gone: true }, 'settings-invalid'],
    ['has another provider', { provider: 'other' }, 'settings-invalid'],
    ['can not delete any more', {}, 'forbidden'],
  ])('at a destination that %s asks nobody: %o', async (_, { gone = false, provider }, kind) => {
    const { host, asked } = deleting();
    await using rig = createRig({ hosts: { a: host } });
    const id = await send(rig);
    const found = rig.hosts.a;
    if (!found) throw new Error('no host');
    await using removal = createRemoval({
      deletions: createDeletions(rig.database, () => rigNow),
      find: () =>
        gone
          ? null
          : {
              ...found,
              provider: provider ?? found.provider,
              connect: async () => ({ upload: (await found.connect()).upload }),
            },
      sleep: () => Promise.resolve(),
      changed: () => undefined,
      report: () => undefined,
    });
    expect(await removal.remove(id)).toBe(false);
    expect(deletionOf(rig, id)).toMatchObject({ kind: 'unconfirmed', failure: { kind } });
    expect(asked).toEqual([]);
  });

  test('without a handle, or without a link, does nothing', async () => {
    await using rig = createRig({ hosts: { a: { remove: () => Promise.reject(new Error('asked')) } } });
    const id = await send(rig);
    const [failed] = rig.submit([join(rig.folder, 'missing')]);
    await rig.engine.idle();
    expect(await rig.removal.remove(id)).toBe(false);
    expect(failed && (await rig.removal.remove(failed))).toBe(false);
    expect(deletionOf(rig, id)).toEqual({ kind: 'impossible' });
  });

  test('on a full disk asks nobody before the wish is noted, and notes the answer once there is room', async () => {
    const { host, asked } = deleting();
    await using rig = createRig({ hosts: { a: host } });
    const id = await send(rig);
    const deletions = createDeletions(rig.database, () => rigNow);
    const full = (): never => {
      throw new UploadFailure({ kind: 'disk-full' });
    };
    const waits: number[] = [];
    const remove = (kept: typeof deletions): Promise<boolean> =>
      createRemoval({
        deletions: kept,
        find: (at) => rig.hosts[at] ?? null,
        sleep: async (ms) => void waits.push(ms),
        changed: () => undefined,
        report: () => undefined,
      }).remove(id);
    await expect(remove({ ...deletions, ask: full })).rejects.toThrow('disk-full');
    expect(asked).toEqual([]);
    let tries = 0;
    const confirm = (wanted: UploadId) => (tries++ < 2 ? full() : deletions.confirm(wanted));
    expect(await remove({ ...deletions, confirm })).toBe(true);
    expect(waits).toEqual([1000, 1000]);
    expect(deletionOf(rig, id)?.kind).toBe('deleted');
  });
});

describe('what is deleted', () => {
  test('is not offered as online already, nor used where it was offered before', async () => {
    const { host } = deleting();
    await using rig = createRig({ hosts: { a: host } });
    const first = await send(rig);
    const offered = await send(rig, '1.txt', { reuse: 'offer' });
    expect(rig.state(offered)?.name).toBe('waiting');
    await rig.removal.remove(first);
    rig.engine.useLink(offered);
    await rig.engine.idle();
    expect(rig.ledger(offered)).toEqual(['a 1 delivered']);
    await rig.removal.remove(offered);
    const third = await send(rig, '1.txt', { reuse: 'offer' });
    expect(rig.ledger(third)).toEqual(['a 1 delivered']);
    expect(rig.hosts.a?.asked).toBe(3);
  });

  test('is deleted for those too that took the link', async () => {
    const { host } = deleting();
    await using rig = createRig({ hosts: { a: host } });
    const first = await send(rig);
    const second = await send(rig, '1.txt', { reuse: 'offer' });
    rig.engine.useLink(second);
    expect(deletionOf(rig, second)).toEqual({ kind: 'elsewhere' });
    await rig.removal.remove(first);
    expect(deletionOf(rig, second)?.kind).toBe('deleted');
  });
});

describe('the end of the program', () => {
  const folder = mkdtempSync(join(tmpdir(), 'droprelay-removal-'));
  afterEach(() => rmSync(join(folder, 'test.db'), { force: true }));
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each<[string, (rig: Rig) => Promise<void>]>([
    ['a kill', async (rig) => rig.crash()],
    ['a quit', async (rig) => rig.removal[Symbol.asyncDispose]().then(() => rig[Symbol.asyncDispose]())],
  ])('%s leaves the wish, and the next start asks again', async (_, end) => {
    const rig = createRig({ hosts: { a: deleting(hang).host }, folder });
    const id = await send(rig);
    const removal = rig.removal.remove(id).catch(() => false);
    await end(rig);
    const { host, asked } = deleting();
    await using next = createRig({ hosts: { a: host }, folder });
    expect(deletionOf(next, id)).toEqual({ kind: 'asked' });
    expect(next.reader.link(id)).toBeNull();
    next.removal.goOn();
    expect(await next.removal.remove(id)).toBe(true);
    expect(asked).toEqual([`${link} key`]);
    expect(deletionOf(next, id)?.kind).toBe('deleted');
    next.removal.goOn();
    expect(asked).toHaveLength(1);
    await rig.removal[Symbol.asyncDispose]();
    expect(await removal).toBe(false);
  });
});
