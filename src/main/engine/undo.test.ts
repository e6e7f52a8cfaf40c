import { describe, expect, test } from 'vitest';
import type { UploadId } from '../../shared/ids.ts';
import { heic } from '../guard/fixtures/places.ts';
import type { Submission } from './engine.ts';
import { createRig, type Rig, rigNow, waitingFor } from './test-rig.ts';

const undoMs = (): number => 5_000;
const until = rigNow + 5_000;
const canUndo = { name: 'waiting', wait: { what: 'undo', until } };
const onDisk = (rig: Rig, id: UploadId) => rig.reader.view(id);

function submit(rig: Rig, more: Partial<Submission> = {}): UploadId {
  const [id] = rig.submit([rig.file('one.txt')], more);
  if (!id) throw new Error('no upload');
  return id;
}

/** An upload that can be taken back until the test says otherwise. */
async function held(rig: Rig, more: Partial<Submission> = {}): Promise<UploadId> {
  const id = submit(rig, more);
  await rig.until(id, waitingFor('undo'));
  return id;
}

describe('an upload that can be taken back', () => {
  test('is read, and no host is asked before its time', async () => {
    await using rig = createRig({ hosts: { a: {} }, undoMs, holdWaits: true });
    const id = await held(rig);
    expect(onDisk(rig, id)).toMatchObject({ state: canUndo, size: 22 });
    await rig.engine.idle();
    expect([rig.waits, rig.hosts.a?.asked, rig.ledger(id)]).toEqual([[5_000], 0, []]);
  });

  test('is sent once that is over', async () => {
    await using rig = createRig({ hosts: { a: {} }, undoMs });
    const id = submit(rig);
    await rig.until(id, ({ name }) => name === 'done');
    expect(rig.waits).toEqual([5_000]);
    expect(rig.reader.ledger(id)[0]?.startedAt).toBe(until);
  });

  test('leaves no trace anywhere when it is', async () => {
    await using rig = createRig({ hosts: { a: {} }, undoMs, holdWaits: true });
    const id = await held(rig);
    rig.engine.cancel(id);
    await rig.engine.idle();
    expect(rig.state(id)).toEqual({ name: 'cancelled' });
    expect([rig.hosts.a?.asked, rig.ledger(id), rig.reader.view(id)?.copiesMayRemainAt]).toEqual([0, [], []]);
  });

  test('goes at once when the user says so, and then by itself no more', async () => {
    await using rig = createRig({ hosts: { a: {} }, undoMs, holdWaits: true });
    const ids = rig.submit([rig.file('1.txt'), rig.file('2.txt')]);
    for (const id of ids) await rig.until(id, waitingFor('undo'));
    rig.engine.sendNow(ids);
    await rig.engine.idle();
    expect(ids.map((id) => rig.state(id)?.name)).toEqual(['done', 'done']);
    expect(rig.hosts.a?.asked).toBe(2);
  });

  test('has one time for all that was handed in with it', async () => {
    await using rig = createRig({ hosts: { a: {} }, undoMs, holdWaits: true });
    const ids = rig.submit([rig.file('1.txt'), rig.file('2.txt'), rig.file('3.txt')]);
    for (const id of ids) expect(await rig.until(id, waitingFor('undo'))).toEqual(canUndo);
  });

  test('comes back to its wait after a pause, and is not sent before its time by that', async () => {
    await using rig = createRig({ hosts: { a: {} }, undoMs, holdWaits: true });
    const id = await held(rig);
    rig.engine.pause([id]);
    await rig.until(id, ({ name }) => name === 'paused');
    rig.engine.resume([id]);
    expect(await rig.until(id, waitingFor('undo'))).toEqual(canUndo);
    expect(rig.hosts.a?.asked).toBe(0);
  });

  test('stays paused where it was paused, whatever the time', async () => {
    let ring = (): void => undefined;
    const rung = new Promise<void>((resolve) => {
      ring = resolve;
    });
    await using rig = createRig({ hosts: { a: {} }, undoMs, waitsFor: () => rung });
    const id = await held(rig);
    rig.engine.pause([id]);
    await rig.until(id, ({ name }) => name === 'paused');
    ring();
    await rig.engine.idle();
    expect([rig.state(id)?.name, rig.hosts.a?.asked]).toEqual(['paused', 0]);
    rig.engine.resume([id]);
    await rig.until(id, ({ name }) => name === 'done');
  });

  test('that was taken back and is sent again goes at once', async () => {
    await using rig = createRig({ hosts: { a: {} }, undoMs, holdWaits: true });
    const id = await held(rig);
    rig.engine.cancel(id);
    await rig.until(id, ({ name }) => name === 'cancelled');
    await rig.engine.restart(id, null);
    await rig.engine.idle();
    expect(rig.state(id)).toEqual({ name: 'done' });
  });

  test('is only looked for online once its time is over', async () => {
    const asked: number[] = [];
    await using rig = createRig({
      hosts: { a: {} },
      undoMs,
      async askOnline() {
        asked.push(rig.hosts.a?.asked ?? -1);
        return { kind: 'proof', proof: { kind: 'size', by: 'link' } };
      },
      holdWaits: true,
    });
    const first = await held(rig, { reuse: 'offer' });
    rig.engine.sendNow([first]);
    await rig.engine.idle();
    const [again] = rig.submit([`${rig.folder}/one.txt`], { reuse: 'offer' });
    if (!again) throw new Error('no upload');
    await rig.until(again, waitingFor('undo'));
    await rig.engine.idle();
    expect(asked).toEqual([]);
    rig.crash();
    await using next = createRig({
      hosts: { a: {} },
      folder: rig.folder,
      startsAt: until,
      async askOnline() {
        asked.push(0);
        return { kind: 'proof', proof: { kind: 'size', by: 'link' } };
      },
    });
    next.engine.goOnWith(next.owner.takeOver());
    await next.until(again, waitingFor('already-online'));
    expect(asked).toEqual([0]);
  });
});

describe('several that can be taken back', () => {
  test('go at their time, but for the one that was', async () => {
    let ring = (): void => undefined;
    const rung = new Promise<void>((resolve) => {
      ring = resolve;
    });
    await using rig = createRig({ hosts: { a: {} }, undoMs, waitsFor: () => rung });
    const ids = rig.submit(['1.txt', '2.txt', '3.txt'].map((name) => rig.file(name, name)));
    for (const id of ids) await rig.until(id, waitingFor('undo'));
    rig.engine.cancel(ids[1] as UploadId);
    await rig.engine.idle();
    expect(rig.hosts.a?.asked).toBe(0);
    ring();
    for (const at of [0, 2]) await rig.until(ids[at] as UploadId, ({ name }) => name === 'done');
    await rig.engine.idle();
    expect([rig.hosts.a?.got.toSorted(), rig.state(ids[1] as UploadId)?.name]).toEqual([
      ['1.txt', '3.txt'],
      'cancelled',
    ]);
    for (const at of [0, 2]) expect(rig.reader.ledger(ids[at] as UploadId)[0]?.startedAt).toBeGreaterThanOrEqual(until);
  });

  test('are sent one by one where only one is to go at once', async () => {
    await using rig = createRig({ hosts: { a: {} }, undoMs, holdWaits: true });
    const ids = rig.submit(['1.txt', '2.txt'].map((name) => rig.file(name, name)));
    for (const id of ids) await rig.until(id, waitingFor('undo'));
    rig.engine.sendNow(ids.slice(1));
    await rig.engine.idle();
    expect([rig.hosts.a?.got, rig.state(ids[0] as UploadId)]).toEqual([['2.txt'], canUndo]);
  });
});

describe('while the computer sleeps', () => {
  test('nothing is sent though its time is over, and once when it wakes', async () => {
    let ring = (): void => undefined;
    const rung = new Promise<void>((resolve) => {
      ring = resolve;
    });
    await using rig = createRig({ hosts: { a: {} }, undoMs, waitsFor: () => rung });
    const id = await held(rig);
    rig.engine.rest();
    ring();
    await rung;
    await new Promise((resolve) => setImmediate(resolve));
    expect([rig.state(id), rig.hosts.a?.asked]).toEqual([canUndo, 0]);
    rig.engine.wake();
    await rig.until(id, ({ name }) => name === 'done');
    expect(rig.hosts.a?.asked).toBe(1);
  });

  test('the time goes on, and what woke before it is not sent', async () => {
    await using rig = createRig({ hosts: { a: {} }, undoMs, holdWaits: true });
    const id = await held(rig);
    rig.engine.rest();
    rig.engine.wake();
    await rig.engine.idle();
    expect([rig.state(id), rig.hosts.a?.asked]).toEqual([canUndo, 0]);
    rig.engine.cancel(id);
    await rig.until(id, ({ name }) => name === 'cancelled');
  });
});

describe('over a restart', () => {
  test.each([
    ['the time that is left counts from when it was handed in', 2_000, [3_000]],
    ['what was over meanwhile is sent at once', 9_000, []],
  ])('%s', async (_, awayMs, waits) => {
    const rig = createRig({ hosts: { a: {} }, undoMs, holdWaits: true });
    const id = await held(rig);
    rig.crash();
    await using next = createRig({ hosts: { a: {} }, folder: rig.folder, startsAt: rigNow + awayMs });
    next.engine.goOnWith(next.owner.takeOver());
    await next.until(id, ({ name }) => name === 'done');
    expect(next.waits).toEqual(waits);
    expect(next.reader.ledger(id)[0]?.startedAt).toBe(Math.max(until, rigNow + awayMs));
  });

  test('a file that was replaced meanwhile is not sent in its place', async () => {
    const rig = createRig({ hosts: { a: {} }, undoMs, holdWaits: true });
    const id = await held(rig);
    rig.crash();
    await using next = createRig({ hosts: { a: {} }, folder: rig.folder, startsAt: until });
    next.file('one.txt', 'something else entirely');
    next.engine.goOnWith(next.owner.takeOver());
    await next.until(id, ({ name }) => name === 'failed');
    expect(next.state(id)).toMatchObject({ failure: { kind: 'source-changed' } });
  });
});

test('nobody waits where it is off, on the command line, or for an answer', async () => {
  await using rig = createRig({
    hosts: { a: {} },
    undoMs,
    holdWaits: true,
    guardRules: () => ({ removeLocation: 'public', askForSecretFiles: true }),
  });
  const id = submit(rig, { from: 'command-line' });
  await rig.engine.idle();
  expect(rig.state(id)).toEqual({ name: 'done' });
  // What is asked about does not go by itself anyway, and goes at once with the answer.
  const [asked] = rig.submit([rig.file('photo.heic', heic)]);
  if (!asked) throw new Error('no upload');
  await rig.until(asked, waitingFor('consent'));
  rig.engine.sendNow([asked]);
  await rig.until(asked, ({ name }) => name === 'done');
  expect(rig.waits).toEqual([]);
});
