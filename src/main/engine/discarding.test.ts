import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { type Failure, UploadFailure } from '../../shared/failure.ts';
import type { UploadId } from '../../shared/ids.ts';
import type { UploadRun } from '../providers/provider.ts';
import { createDiscards } from '../store/discards.ts';
import { createDiscarding } from './discarding.ts';
import { type Answer, deliver, type HostOptions, hang, refuse } from './test-host.ts';
import { createRig, idOf, type Rig, rigNow, running } from './test-rig.ts';

type Discard = NonNullable<HostOptions['discard']>;

const forbidden: Failure = { kind: 'forbidden', host: 'a.example', detail: '' };
const busy: Failure = { kind: 'server', host: 'a.example', status: 503, retryAfterMs: null };

/** A resumable host: it saves `state`, `state2`, … and tells what it was to go on from and what it was asked to discard. */
function resumable(answers: readonly Answer[], act: Discard = () => Promise.resolve()) {
  const resumed: (string | null)[] = [];
  const asked: string[] = [];
  const runs: UploadRun[] = [];
  const host: HostOptions = {
    traits: { resumable: true },
    answers: answers.map((then) => (payload, run, link) => {
      resumed.push(run.resumeFrom);
      runs.push(run);
      run.checkpoint(run.resumeFrom ?? `state${resumed.length}`);
      return then(payload, run, link);
    }),
    discard(state, signal) {
      asked.push(state);
      return act(state, signal);
    },
  };
  return { host, resumed, asked, runs };
}

function send(rig: Rig): UploadId {
  const [id] = rig.submit([rig.file('one.txt')]);
  if (!id) throw new Error('no upload');
  return id;
}

const saved = (rig: Rig): unknown[] => rig.database.all('SELECT state FROM checkpoint').map(({ state }) => state);
const waiting = (rig: Rig): unknown[] => rig.database.all('SELECT state FROM discard').map(({ state }) => state);

/** An upload that was cancelled in the middle, and what it left taken note of. */
async function cancelled(rig: Rig): Promise<UploadId> {
  const id = send(rig);
  await rig.until(id, running('sending'));
  rig.engine.cancel(id);
  await rig.until(id, ({ name }) => name === 'cancelled');
  return id;
}

describe('what an upload left is discarded', () => {
  test('when it is cancelled', async () => {
    const { host, asked } = resumable([hang(0.5)]);
    await using rig = createRig({ hosts: { a: host } });
    await cancelled(rig);
    await rig.discarding.settled();
    expect([asked, saved(rig), waiting(rig)]).toEqual([['state1'], [], []]);
  });

  test('when it was delivered elsewhere', async () => {
    const { host, asked } = resumable([refuse(forbidden, 'part')]);
    const other = resumable([deliver()]);
    await using rig = createRig({ hosts: { a: host, b: other.host } });
    const id = send(rig);
    await rig.engine.idle();
    await rig.discarding.settled();
    expect(rig.ledger(id)).toEqual(['a 1 failed(forbidden) > next B', 'b 1 delivered']);
    expect([asked, other.asked, saved(rig), waiting(rig)]).toEqual([['state1'], [], [], []]);
  });

  test('when it failed and is removed from the list, and not before', async () => {
    const { host, asked } = resumable([refuse(forbidden, 'part')]);
    await using rig = createRig({ hosts: { a: host } });
    const id = send(rig);
    await rig.engine.idle();
    expect([asked, saved(rig)]).toEqual([[], ['state1']]);
    rig.store.dismiss([id]);
    await Promise.resolve();
    await rig.discarding.settled();
    expect([asked, saved(rig), waiting(rig)]).toEqual([['state1'], [], []]);
  });

  test('when it is tried again with another content', async () => {
    const { host, asked, resumed } = resumable([refuse(forbidden, 'part'), deliver()]);
    await using rig = createRig({ hosts: { a: host } });
    const id = send(rig);
    await rig.engine.idle();
    writeFileSync(join(rig.folder, 'one.txt'), 'something else');
    await rig.engine.restart(id, null);
    await rig.engine.idle();
    await rig.discarding.settled();
    expect([asked, resumed, saved(rig)]).toEqual([['state1'], [null, null], []]);
  });
});

describe('what an upload may go on from is kept', () => {
  test('when it is tried again with the same file', async () => {
    const { host, asked, resumed } = resumable([refuse(forbidden, 'part'), deliver()]);
    await using rig = createRig({ hosts: { a: host } });
    const id = send(rig);
    await rig.engine.idle();
    await rig.engine.restart(id, null);
    await rig.engine.idle();
    await rig.discarding.settled();
    expect(rig.state(id)).toEqual({ name: 'done' });
    expect([asked, resumed, saved(rig)]).toEqual([[], [null, 'state1'], []]);
  });

  test('when it is paused and resumed', async () => {
    const { host, asked, resumed } = resumable([hang(0.5), deliver()]);
    await using rig = createRig({ hosts: { a: host } });
    const id = send(rig);
    await rig.until(id, running('sending'));
    rig.engine.pause([id]);
    await rig.until(id, ({ name }) => name === 'paused');
    expect(saved(rig)).toEqual(['state1']);
    rig.engine.resume([id]);
    await rig.engine.idle();
    await rig.discarding.settled();
    expect([asked, resumed, saved(rig)]).toEqual([[], [null, 'state1'], []]);
  });
});

test('what came to its end at the host and was not wanted is neither gone on from nor discarded', async () => {
  const { host, asked, resumed } = resumable([deliver()]);
  await using rig = createRig({
    hosts: { a: host },
    verify: () => Promise.resolve({ kind: 'contradiction', failure: { kind: 'bad-proof', why: 'closed' } }),
  });
  const id = send(rig);
  await rig.engine.idle();
  expect(rig.state(id)).toMatchObject({ name: 'failed', failure: { kind: 'bad-proof', why: 'closed' } });
  expect(saved(rig)).toEqual([]);
  await rig.engine.restart(id, null);
  await rig.engine.idle();
  await rig.discarding.settled();
  expect([asked, resumed]).toEqual([[], [null, null]]);
});

test('what a provider saves after its attempt ended is not kept', async () => {
  const { host, runs } = resumable([hang(0.5)]);
  await using rig = createRig({ hosts: { a: host } });
  await cancelled(rig);
  await rig.discarding.settled();
  runs[0]?.checkpoint('late');
  expect([saved(rig), waiting(rig)]).toEqual([[], []]);
});

describe('discarding', () => {
  test('that fails is tried again, later and later, and given up after a week', async () => {
    const { host, asked } = resumable([hang(0.5)], () => Promise.reject(new UploadFailure(busy)));
    await using rig = createRig({ hosts: { a: host } });
    await cancelled(rig);
    while (waiting(rig).length > 0) await new Promise((soon) => setImmediate(soon));
    await rig.discarding.settled();
    const minute = 60_000;
    expect(rig.waits.slice(0, 8).map((ms) => ms / minute)).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
    expect(rig.waits.reduce((sum, ms) => sum + ms)).toBeGreaterThanOrEqual(7 * 24 * 60 * minute);
    expect(rig.waits.reduce((sum, ms) => sum + ms)).toBeLessThan(7 * 24 * 60 * minute + 60 * minute);
    expect(asked).toHaveLength(rig.waits.length + 1);
    expect(rig.reported).toEqual([]);
  });

  test('begins anew with what is new, and with what failed least', async () => {
    const refused = new Set(['state1']);
    const { host, asked } = resumable([hang(0.5)], (state) =>
      refused.has(state) ? Promise.reject(new UploadFailure(busy)) : Promise.resolve(),
    );
    await using rig = createRig({ hosts: { a: host }, holdWaits: true });
    await cancelled(rig);
    await rig.discarding.settled();
    await cancelled(rig);
    await rig.discarding.settled();
    expect(asked).toEqual(['state1', 'state2', 'state1']);
    expect(waiting(rig)).toEqual(['state1']);
  });

  test('asks nobody where the destination is not known here, or is another one by now, and waits for who knows it', async () => {
    const { host, asked } = resumable([hang(0.5)]);
    await using rig = createRig({ hosts: { a: host }, holdWaits: true });
    const found = rig.hosts.a;
    if (!found) throw new Error('no host');
    await cancelled(rig);
    await rig.discarding.settled();
    rig.database.run(
      "INSERT INTO discard (destination_id, provider, state, since) VALUES ('a', 'a', 'more', ?)",
      rigNow,
    );
    for (const find of [() => null, () => ({ ...found, provider: 'other' })]) {
      await using discarding = createDiscarding({
        discards: createDiscards(rig.database),
        find,
        clock: () => rigNow,
        sleep: (_, signal) => new Promise((done) => signal.addEventListener('abort', () => done())),
        report: (error) => expect(error).toBeUndefined(),
      });
      discarding.goOn();
      await discarding.settled();
      expect([asked, waiting(rig)]).toEqual([['state1'], ['more']]);
    }
    rig.discarding.goOn();
    await rig.discarding.settled();
    expect([asked, waiting(rig)]).toEqual([['state1', 'more'], []]);
  });

  test('where a host has no such thing is nothing', async () => {
    const { discard: _, ...host } = resumable([hang(0.5)]).host;
    await using rig = createRig({ hosts: { a: host } });
    await cancelled(rig);
    await rig.discarding.settled();
    expect([waiting(rig), rig.waits]).toEqual([[], []]);
  });

  test('that breaks is a defect: reported, and tried again', async () => {
    let broken = true;
    const { host, asked } = resumable([hang(0.5)], () => {
      if (!broken) return Promise.resolve();
      broken = false;
      return Promise.reject(new TypeError('no such thing'));
    });
    await using rig = createRig({ hosts: { a: host } });
    await cancelled(rig);
    while (waiting(rig).length > 0) await new Promise((soon) => setImmediate(soon));
    expect(asked).toEqual(['state1', 'state1']);
    expect(rig.reported).toEqual([new TypeError('no such thing')]);
  });

  test('does not keep the next destination waiting', async () => {
    const silent = resumable([hang(0.5)], () => new Promise(() => undefined));
    const other = resumable([hang(0.5)]);
    await using rig = createRig({ hosts: { a: silent.host, b: other.host } });
    await cancelled(rig);
    const [second] = rig.submit([rig.file('two.txt')], { chain: [idOf('b')] });
    if (!second) throw new Error('no upload');
    await rig.until(second, running('sending'));
    rig.engine.cancel(second);
    await rig.until(second, ({ name }) => name === 'cancelled');
    // The round that waits for the silent host comes to an end with the program.
    expect([silent.asked, waiting(rig)]).toEqual([['state1'], ['state1', 'state1']]);
  });
});

describe('the end of the program', () => {
  const folder = mkdtempSync(join(tmpdir(), 'droprelay-discarding-'));
  afterEach(() => rmSync(join(folder, 'test.db'), { force: true }));
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each<[string, Discard]>([
    ['before the host answered', () => new Promise(() => undefined)],
    [
      'before it was asked to the end',
      (_, signal) => new Promise((done) => signal.addEventListener('abort', () => done())),
    ],
  ])('%s: a quit does not wait, and the next start asks again', async (_, act) => {
    {
      await using rig = createRig({ hosts: { a: resumable([hang(0.5)], act).host }, folder });
      await cancelled(rig);
    }
    const { host, asked } = resumable([], () => Promise.resolve());
    await using next = createRig({ hosts: { a: host }, folder });
    next.discarding.goOn();
    await next.discarding.settled();
    expect([asked, waiting(next)]).toEqual([['state1'], []]);
  });

  test('a kill after the answer asks once more: what is gone already counts', async () => {
    let rig: Rig | undefined;
    const first = resumable([hang(0.5)], () => Promise.resolve(rig?.crash()));
    rig = createRig({ hosts: { a: first.host }, folder });
    const id = send(rig);
    await rig.until(id, running('sending'));
    rig.engine.cancel(id);
    while (first.asked.length === 0) await new Promise((soon) => setImmediate(soon));
    const { host, asked } = resumable([]);
    await using next = createRig({ hosts: { a: host }, folder });
    expect([next.state(id), saved(next), waiting(next)]).toEqual([{ name: 'cancelled' }, [], ['state1']]);
    next.discarding.goOn();
    await next.discarding.settled();
    expect([asked, waiting(next)]).toEqual([['state1'], []]);
    await rig.discarding[Symbol.asyncDispose]();
  });

  test('a kill in the middle discards nothing, and the next program goes on', async () => {
    const first = resumable([hang(0.5)]);
    const rig = createRig({ hosts: { a: first.host }, folder });
    const id = send(rig);
    await rig.until(id, running('sending'));
    rig.crash();
    const { host, asked, resumed } = resumable([deliver()]);
    await using next = createRig({ hosts: { a: host }, folder });
    next.engine.goOnWith(next.owner.takeOver());
    next.discarding.goOn();
    await next.engine.idle();
    await next.discarding.settled();
    expect([next.state(id), resumed, asked, first.asked]).toEqual([{ name: 'done' }, ['state1'], [], []]);
  });
});
