import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { UploadId } from '../../shared/ids.ts';
import type { State } from '../../shared/model.ts';
import { type Answer, connectionRefused, deliver, hang, refuse } from './test-host.ts';
import { createRig, idOf, type Rig, rigNow } from './test-rig.ts';

const done = (state: State): boolean => state.name === 'done';
const waiting = (state: State): boolean => state.name === 'waiting';
const limited = (retryAfterMs: number): Answer => refuse({ kind: 'rate-limited', host: 'a.example', retryAfterMs });

let sends = 0;

function send(rig: Rig, more: Parameters<Rig['submit']>[1] = {}): UploadId {
  sends += 1;
  const [id] = rig.submit([rig.file(`${sends}.txt`)], more);
  if (!id) throw new Error('no upload');
  return id;
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'droprelay-wait-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

describe('the network is gone', () => {
  afterEach(() => vi.useRealTimers());

  test('one attempt finds out for a batch of 20; all go on when it is back', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    let online = false;
    const answer: Answer = (...upload) => (online ? deliver() : refuse({ kind: 'offline' }))(...upload);
    await using rig = createRig({
      hosts: { a: { answers: [answer] }, b: {} },
      isOnline: () => online,
      perDestination: 1,
    });
    const ids = rig.submit(Array.from({ length: 20 }, (_, at) => rig.file(`${at}.txt`)));
    await rig.engine.idle();
    expect(rig.hosts.a?.asked).toBe(1);
    expect(ids.map((id) => rig.state(id))).toEqual(ids.map(() => ({ name: 'waiting', wait: { what: 'network' } })));
    online = true;
    vi.advanceTimersByTime(3_000);
    await rig.engine.idle();
    expect(ids.every((id) => rig.state(id)?.name === 'done')).toBe(true);
    expect([rig.hosts.a?.asked, rig.hosts.b?.asked]).toEqual([21, 0]);
  });

  test('what this computer serves needs none', async () => {
    const hosts = { a: { answers: [refuse({ kind: 'offline' })] }, here: { traits: { scope: 'local' } } } as const;
    await using rig = createRig({ hosts, isOnline: () => false });
    await rig.until(send(rig, { chain: [idOf('a')] }), waiting);
    await rig.until(send(rig, { chain: [idOf('here')] }), done);
  });
});

describe('a host that asks for a pause', () => {
  test('is left alone by other uploads for as long; a short pause is waited for', async () => {
    await using rig = createRig({ hosts: { a: { answers: [limited(7_000)] }, b: {} }, holdWaits: true });
    const first = send(rig);
    await rig.until(first, waiting);
    const second = send(rig);
    expect(await rig.until(second, waiting)).toMatchObject({
      wait: { what: 'rate-limit', at: 'a', until: rigNow + 7_000, next: 'b' },
    });
    const third = send(rig, { chain: [idOf('b')] });
    await rig.until(third, done);
    expect(rig.hosts.a?.asked).toBe(1);
    expect(rig.ledger(second)).toEqual([]);
    rig.engine.skip(second);
    await rig.until(second, done);
    expect(rig.ledger(second)).toEqual(['a 1 passed-over(rate-limited) > next B', 'b 1 delivered']);
  });

  test('for longer than the patience: others go on to the next', async () => {
    await using rig = createRig({ hosts: { a: { answers: [limited(60_001)] }, b: {} } });
    await rig.until(send(rig), done);
    const second = send(rig);
    await rig.until(second, done);
    expect(rig.ledger(second)).toEqual(['a 1 passed-over(rate-limited) > next B', 'b 1 delivered']);
    expect(rig.hosts.a?.asked).toBe(1);
  });

  test('is left alone by those too that wait for a place there', async () => {
    await using rig = createRig({ hosts: { a: { answers: [limited(90_000)] }, b: {} }, perDestination: 1 });
    const ids = rig.submit(Array.from({ length: 6 }, (_, at) => rig.file(`${at}.txt`)));
    await rig.engine.idle();
    expect(rig.hosts.a?.asked).toBe(1);
    expect(ids.every((id) => rig.state(id)?.name === 'done')).toBe(true);
  });

  test('idle means that nothing waits for it, even at once', async () => {
    await using rig = createRig({ hosts: { a: { answers: [limited(90_000), deliver()] } }, holdWaits: true });
    const first = send(rig);
    await rig.until(first, ({ name }) => name === 'failed');
    const second = send(rig);
    let isIdle = false;
    void rig.engine.idle().then(() => {
      isIdle = true;
    });
    await rig.until(second, waiting);
    expect([isIdle, rig.engine.busy()]).toEqual([false, 1]);
  });
});

describe('a wait of ten minutes', () => {
  /** Ends a first program in which an upload waits for its only host. */
  async function quitInWait(folder: string, chain: readonly string[]): Promise<UploadId> {
    await using rig = createRig({ hosts: { a: { answers: [limited(600_000)] }, b: {} }, folder, holdWaits: true });
    await rig.until(send(rig, { chain: [idOf('a')] }), ({ name }) => name === 'failed');
    const id = send(rig, { chain: chain.map(idOf) });
    await rig.until(id, waiting);
    return id;
  }
  test('survives a restart, and the host is not asked before', async () => {
    const folder = newFolder();
    const id = await quitInWait(folder, ['a']);
    {
      await using next = createRig({ hosts: { a: {} }, folder, holdWaits: true });
      next.engine.goOnWith(next.owner.takeOver());
      await next.engine.idle();
      expect(next.state(id)).toMatchObject({ name: 'waiting', wait: { until: rigNow + 600_000 } });
      expect([next.waits, next.hosts.a?.asked]).toEqual([[600_000], 0]);
    }
    await using last = createRig({ hosts: { a: {} }, folder });
    last.engine.goOnWith(last.owner.takeOver());
    await last.until(id, done);
    expect(last.waits).toEqual([600_000]);
  });

  test('that is skipped after a restart: the host is passed over, and the upload says why', async () => {
    const folder = newFolder();
    const id = await quitInWait(folder, ['a']);
    await using next = createRig({ hosts: { a: {} }, folder, holdWaits: true });
    next.engine.goOnWith(next.owner.takeOver());
    next.engine.skip(id);
    await next.until(id, ({ name }) => name === 'failed');
    expect(next.ledger(id)).toEqual(['a 1 passed-over(rate-limited) > stop']);
  });

  test('a back-off that is skipped after a restart goes on to the next, and the ledger names it', async () => {
    const folder = newFolder();
    let id: UploadId;
    {
      await using rig = createRig({
        hosts: { a: { answers: [refuse(connectionRefused)] }, b: {} },
        folder,
        holdWaits: true,
      });
      id = send(rig);
      await rig.until(id, waiting);
    }
    await using next = createRig({ hosts: { a: {}, b: {} }, folder, holdWaits: true });
    next.engine.goOnWith(next.owner.takeOver());
    expect(next.state(id)?.name).toBe('waiting');
    next.engine.skip(id);
    await next.until(id, done);
    expect(next.ledger(id)).toEqual(['a 1 failed(connection) > next B', 'b 1 delivered']);
  });

  test.each(['cancel', 'pause'] as const)('that was kept over a restart ends with a %s', async (wish) => {
    const folder = newFolder();
    const id = await quitInWait(folder, ['a']);
    await using next = createRig({ hosts: { a: {} }, folder, holdWaits: true });
    next.engine.goOnWith(next.owner.takeOver());
    if (wish === 'cancel') next.engine.cancel(id);
    else next.engine.pause([id]);
    expect(next.state(id)).toEqual({ name: wish === 'cancel' ? 'cancelled' : 'paused' });
  });
});

describe('a destination that keeps failing', () => {
  const failing = { answers: [refuse(connectionRefused)] };

  test('is asked last, and still used where nothing else is left', async () => {
    await using rig = createRig({ hosts: { a: failing, b: {} } });
    for (let file = 0; file < 2; file += 1) await rig.until(send(rig), done);
    const third = send(rig);
    await rig.until(third, done);
    expect(rig.ledger(third)).toEqual(['b 1 delivered']);
    const alone = send(rig, { chain: [idOf('a')] });
    await rig.until(alone, ({ name }) => name === 'failed');
    expect(rig.ledger(alone)).toEqual(['a 1 failed(connection) > retry', 'a 2 failed(connection) > stop']);
  });

  test('keeps the turn that it has begun, so that none has two', async () => {
    await using rig = createRig({ hosts: { a: failing, b: { answers: [refuse({ kind: 'quota', host: 'b' })] } } });
    await rig.until(send(rig), ({ name }) => name === 'failed');
    const second = send(rig);
    await rig.until(second, ({ name }) => name === 'failed');
    expect(rig.ledger(second)).toEqual([
      'a 1 failed(connection) > retry',
      'a 2 failed(connection) > next B',
      'b 1 failed(quota) > stop',
    ]);
  });

  test('that begins to rest between two programs: the ledger names the one that really comes', async () => {
    const folder = newFolder();
    const quota = { answers: [refuse({ kind: 'quota', host: 'a' })] };
    const chain = [idOf('a'), idOf('b'), idOf('c')];
    let id: UploadId;
    {
      await using rig = createRig({ hosts: { a: quota, b: { answers: [hang()] }, c: {} }, perDestination: 1, folder });
      await rig.until(send(rig, { chain: [idOf('b')] }), ({ name }) => name === 'running');
      id = send(rig, { chain });
      await rig.until(id, ({ name }) => name === 'queued' && rig.ledger(id).length > 0);
      expect(rig.ledger(id)).toEqual(['a 1 failed(quota) > next B']);
      const breaker = { kind: 'open', until: rigNow + 30_000, rests: 1 };
      const rest = { pause: null, recent: [], latencyMs: null, bytesPerSecond: null, lastFailure: null };
      rig.database.run('INSERT OR REPLACE INTO health VALUES (?, ?)', 'b', JSON.stringify({ breaker, ...rest }));
    }
    await using next = createRig({ hosts: { a: {}, b: {}, c: {} }, folder });
    next.engine.goOnWith(next.owner.takeOver());
    await next.until(id, done);
    expect(next.ledger(id)).toEqual(['a 1 failed(quota) > next C', 'c 1 delivered']);
  });

  test('is tried by one upload once it has rested; if that works, it is back in its place', async () => {
    const refused = refuse(connectionRefused);
    const hosts = {
      a: { answers: [refused, refused, refused, deliver()] },
      b: {},
      slow: { answers: [limited(40_000), deliver()] },
    };
    await using rig = createRig({ hosts });
    const chain = [idOf('a'), idOf('b')];
    for (let file = 0; file < 2; file += 1) await rig.until(send(rig, { chain }), done);
    // Time goes on while another host makes us wait.
    await rig.until(send(rig, { chain: [idOf('slow')] }), done);
    const probe = send(rig, { chain });
    await rig.until(probe, done);
    expect(rig.ledger(probe)).toEqual(['a 1 delivered']);
  });
});
