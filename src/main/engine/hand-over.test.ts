import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { UploadId } from '../../shared/ids.ts';
import type { State } from '../../shared/model.ts';
import { createUploadStore } from '../store/upload-store.ts';
import { type Answer, connectionRefused, deliver, hang, refuse } from './test-host.ts';
import { createRig, idOf, type Rig, type RigOptions, running, waitingFor } from './test-rig.ts';

const done = (state: State): boolean => state.name === 'done';

function send(rig: Rig, more: Parameters<Rig['submit']>[1] = {}): UploadId {
  const [id] = rig.submit([rig.file('one.txt')], more);
  if (!id) throw new Error('no upload');
  return id;
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'droprelay-hand-over-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

const refusedOnce: RigOptions['hosts'] = { a: { answers: [refuse(connectionRefused), deliver()] } };

describe('a quit', () => {
  const cases: readonly [string, RigOptions, (state: State) => boolean, kept: State['name'], ledger: string[]][] = [
    ['preparing', { hosts: { a: {} } }, ({ name }) => name === 'preparing', 'queued', ['a 1 delivered']],
    [
      'sending',
      { hosts: { a: { answers: [hang(0.5)] } } },
      running('sending'),
      'queued',
      ['a 1 interrupted', 'a 1 delivered'],
    ],
    [
      'finishing',
      { hosts: { a: { answers: [hang(1)] } } },
      running('finishing'),
      'queued',
      ['a 1 interrupted', 'a 1 delivered'],
    ],
    [
      'waiting before a retry',
      { hosts: refusedOnce, holdWaits: true },
      waitingFor('back-off'),
      'waiting',
      ['a 1 failed(connection) > retry', 'a 2 delivered'],
    ],
    [
      'waiting for the network',
      { hosts: { a: { answers: [refuse({ kind: 'offline' })] } }, isOnline: () => false },
      waitingFor('network'),
      'waiting',
      ['a 1 failed(offline) > wait', 'a 1 delivered'],
    ],
  ];

  test.each(cases)('while it is %s: the next program goes on', async (_, options, when, kept, ledger) => {
    const folder = newFolder();
    let id: UploadId;
    {
      await using rig = createRig({ ...options, folder });
      id = send(rig);
      await rig.until(id, when);
      await rig.engine.close();
      expect(rig.state(id)?.name).toBe(kept);
      expect(rig.engine.busy()).toBe(0);
      expect(rig.reported).toEqual([]);
    }
    await using next = createRig({ hosts: { a: {} }, folder });
    next.engine.goOnWith(next.owner.takeOver());
    await next.until(id, done);
    expect(next.ledger(id)).toEqual(ledger);
    expect(next.hosts.a?.asked).toBe(1);
  });

  test('while it waits for consent: the question stays', async () => {
    const folder = newFolder();
    const hosts = {
      own: { traits: { scope: 'account' }, answers: [refuse({ kind: 'quota', host: 'own' })] },
      open: {},
    } as const;
    let id: UploadId;
    {
      await using rig = createRig({ hosts, folder });
      id = send(rig, { scope: 'account' });
      await rig.until(id, waitingFor('consent'));
    }
    await using next = createRig({ hosts, folder });
    next.engine.goOnWith(next.owner.takeOver());
    await next.engine.idle();
    expect(next.state(id)).toMatchObject({ name: 'waiting', wait: { what: 'consent', to: 'open' } });
    next.engine.consent(id);
    await next.until(id, done);
    expect(next.hosts.own?.asked).toBe(0);
  });
});

/** Makes the row another living program's, as if this one had been taken for dead. */
function takeAway(rig: Rig, id: UploadId): void {
  rig.database.run("INSERT OR IGNORE INTO owner VALUES ('other', 'app', ?, 0, 0)", process.ppid);
  rig.database.run("UPDATE upload SET owner_id = 'other' WHERE id = ?", id);
}

describe('an upload that another program works on', () => {
  const rows = (rig: Rig): unknown =>
    ['upload', 'attempt', 'receipt'].map((table) => rig.database.all(`SELECT * FROM ${table}`));

  test.each([
    ['sending', { hosts: { a: { answers: [hang(0.5)] } } }, running('sending')],
    ['waiting', { hosts: refusedOnce, holdWaits: true }, waitingFor('back-off')],
    ['preparing', { hosts: { a: {} } }, ({ name }: State) => name === 'preparing'],
  ] as const)('is let go of while it is %s: nothing more is written, nothing is sent', async (_, options, when) => {
    await using rig = createRig(options);
    const id = send(rig);
    await rig.until(id, when);
    takeAway(rig, id);
    const before = rows(rig);
    const asked = rig.hosts.a?.asked;
    rig.engine.abandon();
    await rig.engine.idle();
    expect(rows(rig)).toEqual(before);
    expect(rig.hosts.a?.asked).toBe(asked);
    expect(rig.engine.busy()).toBe(0);
  });

  test('is let go of while it waits for the network: it does not come back with it', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    let online = false;
    const hosts = { a: { answers: [refuse({ kind: 'offline' }), deliver()] } };
    await using rig = createRig({ hosts, isOnline: () => online });
    const id = send(rig);
    await rig.until(id, waitingFor('network'));
    await rig.engine.idle();
    takeAway(rig, id);
    rig.engine.abandon();
    online = true;
    vi.advanceTimersByTime(3_000);
    await rig.engine.idle();
    expect(rig.hosts.a?.asked).toBe(1);
  });

  test('is not written to, even where nobody told this program in time', async () => {
    let answer = (): void => undefined;
    const late: Answer = async (payload, run, link) => {
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
      return deliver()(payload, run, link);
    };
    await using rig = createRig({ hosts: { a: { answers: [late] } } });
    const id = send(rig);
    await rig.until(id, running('sending'));
    await vi.waitUntil(() => rig.hosts.a?.asked === 1);
    takeAway(rig, id);
    const before = rows(rig);
    answer();
    await rig.engine.idle();
    expect(rows(rig)).toEqual(before);
    expect(rig.reported).toEqual([]);
  });

  test('takes no wishes here', async () => {
    await using rig = createRig({ hosts: { a: { answers: [hang()] } }, maxRunning: 1 });
    const [id] = rig.submit([rig.file('one.txt')]);
    if (!id) throw new Error('no upload');
    await rig.until(id, running('sending'));
    rig.engine.abandon();
    await rig.engine.idle();
    takeAway(rig, id);
    const before = rows(rig);
    rig.engine.pause([id]);
    rig.engine.resume([id]);
    rig.engine.cancel(id);
    rig.engine.skip(id);
    rig.engine.consent(id);
    await rig.engine.restart(id, [idOf('a')]);
    expect(rows(rig)).toEqual(before);
    const other = createUploadStore(rig.database, 'other' as typeof rig.owner.id, () => 0);
    other.setState(id, { name: 'cancelled' });
    expect(rig.state(id)).toEqual({ name: 'cancelled' });
  });
});

describe('the chain', () => {
  test('begins at the destination that was chosen, and wraps round once', async () => {
    const quota = { answers: [refuse({ kind: 'quota', host: 'x' })] };
    await using rig = createRig({ hosts: { a: quota, b: quota, c: quota } });
    const id = send(rig, { start: idOf('b') });
    await rig.engine.idle();
    expect(rig.ledger(id)).toEqual([
      'b 1 failed(quota) > next C',
      'c 1 failed(quota) > next A',
      'a 1 failed(quota) > stop',
    ]);
  });

  test('a resumable upload that gets on has its attempts anew; one that does not has two', async () => {
    const stalledAt =
      (part: number): Answer =>
      (payload, run) => {
        run.onProgress(Math.floor(payload.size * part));
        return refuse({ kind: 'stalled', host: 'a', afterMs: 1 }, 'part')(payload, run, '');
      };
    const answers = [0.2, 0.4, 0.6, 0.6, 0.9].map(stalledAt);
    await using rig = createRig({ hosts: { a: { traits: { resumable: true }, answers }, b: { answers: answers } } });
    const id = send(rig);
    await rig.engine.idle();
    expect(rig.ledger(id)).toEqual([
      'a 1 failed(stalled) > retry',
      'a 2 failed(stalled) > retry',
      'a 3 failed(stalled) > retry',
      'a 4 failed(stalled) > next B',
      'b 1 failed(stalled) > retry',
      'b 2 failed(stalled) > stop',
    ]);
  });
});
