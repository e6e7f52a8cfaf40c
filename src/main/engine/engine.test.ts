import { afterEach, describe, expect, test, vi } from 'vitest';
import type { UploadId } from '../../shared/ids.ts';
import type { State } from '../../shared/model.ts';
import { connectionRefused, deliver, hang, refuse } from './test-host.ts';
import { createRig, idOf, type Rig } from './test-rig.ts';

const done = (state: State): boolean => state.name === 'done';
const waiting = (state: State): boolean => state.name === 'waiting';
const asking = (state: State): boolean => state.name === 'waiting' && state.wait.what === 'consent';
const sending = (state: State): boolean => state.name === 'running';

function send(rig: Rig, more: Parameters<Rig['submit']>[1] = {}): UploadId {
  const [id] = rig.submit([rig.file('one.txt')], more);
  if (!id) throw new Error('no upload');
  return id;
}

describe('consent', () => {
  const hosts = {
    own: { traits: { scope: 'account' }, answers: [refuse({ kind: 'auth', host: 'own.example' })] },
    second: { traits: { scope: 'account' }, answers: [refuse(connectionRefused)] },
    open: {},
  } as const;

  test('a fallback never reaches more people than was agreed: the upload waits and names both hosts', async () => {
    await using rig = createRig({ hosts });
    const id = send(rig, { scope: 'account' });
    await rig.engine.idle();
    expect(rig.state(id)).toEqual({
      name: 'waiting',
      wait: { what: 'consent', from: 'second', to: 'open', why: 'wider', failure: connectionRefused },
    });
    expect(rig.hosts.open?.asked).toBe(0);
  });

  test('a fallback that keeps the file shorter than was asked waits too', async () => {
    const short = { traits: { retention: { kind: 'fixed', ms: 1_000 } } } as const;
    await using rig = createRig({ hosts: { a: { answers: [refuse({ kind: 'quota', host: 'a' })] }, short } });
    const id = send(rig, { keepAtLeastMs: 1_001 });
    await rig.engine.idle();
    expect(rig.state(id)).toMatchObject({ name: 'waiting', wait: { what: 'consent', to: 'short', why: 'shorter' } });
  });

  test('a yes goes on without asking those again that failed', async () => {
    await using rig = createRig({ hosts });
    const id = send(rig, { scope: 'account' });
    await rig.until(id, asking);
    rig.engine.consent(id);
    await rig.until(id, done);
    expect([rig.hosts.own?.asked, rig.hosts.second?.asked, rig.hosts.open?.asked]).toEqual([1, 2, 1]);
    expect(rig.ledger(id)).toEqual([
      'own 1 failed(auth) > next SECOND',
      'second 1 failed(connection) > retry',
      'second 2 failed(connection) > next OPEN',
      'open 1 delivered',
    ]);
  });

  test('after a yes, what follows names no destination that had its turn', async () => {
    const failing = { answers: [refuse({ kind: 'quota', host: 'x' })] };
    await using rig = createRig({ hosts: { wide: failing, own: { ...failing, traits: { scope: 'account' } } } });
    const id = send(rig, { scope: 'account' });
    await rig.until(id, asking);
    rig.engine.consent(id);
    await rig.engine.idle();
    expect(rig.ledger(id)).toEqual(['own 1 failed(quota) > next WIDE', 'wide 1 failed(quota) > stop']);
    expect(rig.state(id)).toMatchObject({ name: 'failed', at: 'wide' });
  });
});

describe('skip', () => {
  test('ends a back-off: the next destination has its turn, and the ledger says so', async () => {
    await using rig = createRig({ hosts: { a: { answers: [refuse(connectionRefused)] }, b: {} }, holdWaits: true });
    const id = send(rig);
    expect(await rig.until(id, waiting)).toMatchObject({ wait: { what: 'back-off', at: 'a', next: 'b' } });
    rig.engine.skip(id);
    await rig.until(id, done);
    expect(rig.ledger(id)).toEqual(['a 1 failed(connection) > next B', 'b 1 delivered']);
  });

  test('does nothing outside a wait', async () => {
    await using rig = createRig({ hosts: { a: { answers: [hang()] }, b: {} } });
    const id = send(rig);
    await rig.until(id, sending);
    rig.engine.skip(id);
    expect(rig.state(id)?.name).toBe('running');
  });
});

describe('start anew', () => {
  test('a failed upload visits its whole chain again', async () => {
    const once = { answers: [refuse({ kind: 'quota', host: 'a' }), deliver()] };
    await using rig = createRig({ hosts: { a: once } });
    const id = send(rig);
    await rig.engine.idle();
    await rig.engine.restart(id, null);
    await rig.until(id, done);
    expect(rig.ledger(id)).toEqual(['a 1 failed(quota) > stop', 'a 1 delivered']);
  });

  test.each(['in a back-off', 'after it failed', 'while it sends'])('at this computer instead, %s', async (when) => {
    const answers = when === 'while it sends' ? [hang(0.5)] : [refuse(connectionRefused)];
    const options = { hosts: { a: { answers }, here: { traits: { scope: 'local' } } } } as const;
    await using rig = createRig({ ...options, holdWaits: when === 'in a back-off' });
    const id = send(rig, { chain: [idOf('a')] });
    await (when === 'after it failed'
      ? rig.engine.idle()
      : rig.until(id, when === 'while it sends' ? sending : waiting));
    await rig.engine.restart(id, [idOf('here')]);
    await rig.until(id, done);
    expect(rig.reader.link(id)).toBe('https://here.example/1/one.txt');
    expect(rig.ledger(id).at(-1)).toBe('here 1 delivered');
  });

  test('the later of two wishes counts', async () => {
    await using rig = createRig({ hosts: { a: { answers: [hang()] }, here: {} } });
    const id = send(rig, { chain: [idOf('a')] });
    await rig.until(id, sending);
    await Promise.all([rig.engine.restart(id, null), rig.engine.restart(id, [idOf('here')])]);
    await rig.until(id, done);
    expect(rig.reader.view(id)?.receipt?.destinationId).toBe('here');
  });

  test('what is delivered stays as it is', async () => {
    await using rig = createRig({ hosts: { a: {} } });
    const id = send(rig);
    await rig.until(id, done);
    await rig.engine.idle();
    await rig.engine.restart(id, null);
    expect(rig.hosts.a?.asked).toBe(1);
    expect(rig.database.all('SELECT * FROM receipt')).toHaveLength(1);
  });
});

describe('the network is gone', () => {
  afterEach(() => vi.useRealTimers());

  test('the upload waits without asking the rest of the chain, and goes on when it is back', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    let online = false;
    const a = { answers: [refuse({ kind: 'offline' }), refuse(connectionRefused), deliver()] };
    await using rig = createRig({ hosts: { a, b: {} }, isOnline: () => online });
    const id = send(rig);
    await rig.engine.idle();
    expect(rig.state(id)).toEqual({ name: 'waiting', wait: { what: 'network' } });
    vi.advanceTimersByTime(3_000);
    expect(rig.engine.busy()).toBe(0);
    online = true;
    vi.advanceTimersByTime(3_000);
    await rig.until(id, done);
    // An attempt without a network takes none of the destination's attempts away.
    expect(rig.ledger(id)).toEqual(['a 1 failed(offline) > wait', 'a 1 failed(connection) > retry', 'a 2 delivered']);
    expect(rig.hosts.b?.asked).toBe(0);
  });
});

describe('many files', () => {
  test('2,000 files in one batch cost a bounded number of statements each', async () => {
    await using rig = createRig({ hosts: { a: { answers: [refuse({ kind: 'quota', host: 'a' })] } } });
    const path = rig.file('one.txt');
    const count = vi.spyOn(rig.database, 'run');
    const reads = vi.spyOn(rig.database, 'get');
    const files = Array.from({ length: 2_000 }, (_, at) => ({ kind: 'path', path, name: `${at}.txt` }) as const);
    const ids = rig.submit([], { files });
    await rig.engine.idle();
    expect(ids.every((id) => rig.state(id)?.name === 'failed')).toBe(true);
    expect(count.mock.calls.length / ids.length).toBeLessThan(15);
    expect(reads.mock.calls.length / ids.length).toBeLessThan(15);
  });

  test('uploads in a back-off hold no place, and no more than the limit send', async () => {
    const limited = { answers: [refuse(connectionRefused)] };
    await using rig = createRig({ hosts: { a: limited }, maxRunning: 2, holdWaits: true });
    const ids = rig.submit(Array.from({ length: 8 }, (_, at) => rig.file(`${at}.txt`)));
    await Promise.all(ids.map((id) => rig.until(id, waiting)));
    expect(rig.hosts.a?.asked).toBe(8);
  });

  test('no more than the limit run at once', async () => {
    await using rig = createRig({ hosts: { a: { answers: [hang()] } }, maxRunning: 2 });
    const ids = rig.submit(Array.from({ length: 5 }, (_, at) => rig.file(`${at}.txt`)));
    await Promise.all(ids.map((id) => rig.until(id, ({ name }) => name === 'queued' || name === 'running')));
    const names = (): (string | undefined)[] => ids.map((id) => rig.state(id)?.name).sort();
    await vi.waitFor(() => expect(names()).toEqual(['queued', 'queued', 'queued', 'running', 'running']));
  });
});
